import type { Rule } from '../kit/rule.ts';
import { mutants } from '../reference/mutants/index.ts';
import { variants } from '../reference/variants/index.ts';
import { rules } from '../suites/index.ts';
import { code, escaped } from './markdown.ts';

/** docs/kill-matrix.md: what each rule is able to find, and what it lets be, as mutants and variants declare it. */
export function matrixPage(): string {
  const areas = [...new Set(rules.map(({ area }) => area))];
  return [
    '# The kill matrix',
    'Made by `npm run docs`; do not edit it.',
    `A *mutant* is the reference server with one mistake in it: \`swf-conformance serve --mutant NAME\` starts it. Each of ` +
      `the ${mutants.length} mutants below turns the rules red under which it stands; each of the ${rules.length} rules is ` +
      `red on at least one. A *variant* differs from the reference where the documentation leaves the choice: on none of ` +
      `the ${variants.length} variants is a rule red. \`npm run test:all\` checks that.`,
    '## What each rule finds',
    ...areas.flatMap((area) => [`### ${area}`, ...rules.filter((rule) => rule.area === area).map(found)]),
    '## What is red besides',
    'Some mistakes cannot but show in rules that are about something else. Where a star stands, chance decides which rules of these are red.',
    table(
      ['mutant', 'red besides', 'why'],
      mutants.flatMap(({ name, collateral = [] }) =>
        collateral.map(({ rules: ids, why }) => [code(name), ids.map(code).join(', '), escaped(why)]),
      ),
    ),
    '## What no rule minds',
    table(
      ['variant', 'what is different', 'warnings'],
      variants.map(({ name, does, warns = [] }) => [code(name), escaped(does), warns.map(code).join(', ')]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function found({ id, level, says }: Rule): string {
  const killed = mutants.filter(({ breaks }) => breaks.includes(id));
  const head = `**${id}** (${level.toUpperCase()}): ${escaped(says)}`;
  return [head, killed.map(({ name, does }) => `- ${code(name)}: ${escaped(does)}`).join('\n')].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
