import { escaped } from '../docs/markdown.ts';
import type { Rule } from '../kit/rule.ts';
import { code, table } from '../reporters/markdown-text.ts';
import { countsText } from '../reporters/matrix/words.ts';
import { operationsOf } from '../reporters/operations.ts';
import { countsWords, levelWords, moment, verdictWords } from '../reporters/words.ts';
import { type BaselineEntry, entryFor } from '../results/baseline.ts';
import type { RunReport } from '../results/report.ts';
import { rules } from '../suites/index.ts';
import type { Emulator } from './emulator.ts';
import { installCommand } from './install.ts';
import { settings } from './judge.ts';

/** An emulator, and what was found; or why it could not be judged. */
export interface Outcome {
  readonly emulator: Emulator;
  readonly report?: RunReport | undefined;
  readonly missing?: string | undefined;
}

/** docs/emulators.md: what each emulator breaks, so that its maintainers can take each part as an issue. */
export function emulatorsPage(outcomes: readonly Outcome[]): string {
  const parts = [
    '# Emulators of SWF, judged',
    'Made by `npm run emulators -- --all` from its runs and `emulators/NAME.yaml`; do not edit it. Each finding was looked at in ' +
      "the emulator's source, and each is one part, to be taken as an issue. [The matrix](emulators/matrix.md) sets all rules " +
      'side by side; [rules.md](rules.md) has the rules.',
    table(
      ['Emulator', 'Rules', 'Judged'],
      outcomes.map(({ emulator, report }) => [
        `[${escaped(emulator.name)}](${emulator.home}) ${escaped(emulator.version)}`,
        report ? countsText(report) : 'not judged',
        report ? moment(report.run.startedAt) : '',
      ]),
    ),
    ...outcomes.flatMap(chapter),
  ];
  return `${parts.join('\n\n')}\n`;
}

function chapter({ emulator, report, missing }: Outcome): string[] {
  const { name, version, home, registry, install, start, skip } = emulator;
  const started = start
    .replace('exec ', '')
    .replaceAll('{bin}/', '')
    .replaceAll('{dir}', 'DIR')
    .replaceAll('{port}', 'PORT');
  const called = report?.target.server ? `, which calls itself ${code(report.target.server)}` : '';
  const had = report
    ? `Judged on ${moment(report.run.startedAt)} by swf-conformance ${report.tool.version} with ${code(settings({ ...emulator, skip: [] }).join(' '))}: ${countsText(report)}.`
    : `It could not be had for this page: ${code(withoutPlaces(missing ?? 'it was not tried'))}.`;
  return [
    `## ${escaped(name)} ${escaped(version)}`,
    `${home}, from ${escaped(registry)}: ${code(installCommand(install))}, started by ${code(started)}${called}. ${had}`,
    ...operations(report),
    ...rules.flatMap((rule) => finding(emulator, rule, report)),
    ...(skip.length === 0 ? [] : [`### ${escaped(name)}: of what nothing can be learned`]),
    ...(skip.length === 0
      ? []
      : [skip.map(({ rule, reason }) => `- ${code(rule)}: ${escaped(reason)}`).join('\n')]),
  ];
}

/** The verdict of each operation; nothing where there is one, whose counts are those of the run. */
function operations(report: RunReport | undefined): string[] {
  const judged = report ? operationsOf(report).judged : [];
  if (judged.length < 2) return [];
  const rows = judged.map(({ name, verdict, counts }) => [
    code(name),
    verdictWords(verdict),
    countsWords(counts),
  ]);
  return [table(['Operation', 'Verdict', 'Rules'], rows)];
}

/** What a client said, without where on the net or this machine it looked. */
function withoutPlaces(text: string): string {
  return text.replace(/(https?:\/|(?<!\S))\/\S+/g, '…');
}

/** One rule that is broken, or may be. */
function finding(emulator: Emulator, rule: Rule, report: RunReport | undefined): string[] {
  const entry = entryFor(emulator.rules, rule.id);
  const result = report?.rules.find(({ id }) => id === rule.id);
  const isBroken = result?.status === 'fail' || result?.status === 'warn';
  // A pattern is about the rules that are broken, an entry of its own about one that may hold, too.
  if (!(isBroken || entry?.rule === rule.id)) return [];
  const { source, quote } = rule.citation;
  const anchor = rule.id.replaceAll('.', '');
  return [
    `### ${escaped(emulator.name)}: ${rule.id}`,
    `${escaped(rule.says)} [${levelWords[rule.level]}](rules.md#${anchor})`,
    `> ${escaped(quote)} (${escaped(source)})`,
    `- ${seen(entry, isBroken ? result?.failure : undefined)}`.concat(
      `\n- ${escaped(entry?.reason ?? 'nobody has looked at it yet')}`,
      `\n- See it: ${code(`npx swf-conformance run --only ${rule.id} --poll-hold ${emulator.pollHold} --endpoint http://127.0.0.1:PORT`)}`,
    ),
  ];
}

function seen(
  entry: BaselineEntry | undefined,
  failure: { expected: string; observed: string } | undefined,
): string {
  if (failure) return `Expected ${code(failure.expected)}, observed ${code(failure.observed)}`;
  return entry?.flaky ? 'Now and then; in this run it held' : 'It was not seen in this run';
}
