import { ownCommand } from '../engine/evidence/own-command.ts';
import type { Rule } from '../kit/rule.ts';
import { evidenceWords } from '../reporters/words.ts';
import { wrapped } from '../reporters/wrapped.ts';
import type { Level } from '../results/rule.ts';

const levelMeanings: Record<Level, string> = {
  must: 'MUST: the run fails when it is broken, or nothing was learned of it',
  should: 'SHOULD: breaking it is a warning; with --fail-on should the run fails',
  info: 'INFO: what the server does is reported, and never fails the run',
};

/** All that is known of a rule without running it. */
export function explainText(rule: Rule, width = 100): string {
  const { id, says, level, evidence, citation, fix, requires = [] } = rule;
  const onDemand = requires.includes('limits');
  const parts = {
    Operation: rule.operation,
    Area: rule.area,
    Level: levelMeanings[level],
    Evidence: evidence.map((each) => `${each}: ${evidenceWords[each]}`).join('; '),
    Citation: `"${citation.quote}"`,
    Source: citation.source,
    'To fix': fix,
    ...(onDemand && { Judged: 'on demand: --with limits, and --max-pollers N unless the limit is 1,000' }),
    ...(requires.includes('connection') && {
      Mocks: 'skipped: it is about the connection, and a mock has none',
    }),
    'Run it': `${ownCommand()} run --only ${id}${onDemand ? ' --with limits' : ''} --endpoint URL`,
  };
  const indent = 12;
  const lines = Object.entries(parts).map(
    ([name, text]) =>
      `  ${name.padEnd(indent - 2)}${wrapped(text, Math.max(30, width - indent)).join(`\n${' '.repeat(indent)}`)}`,
  );
  return `${[id, ...wrapped(says, width), '', ...lines].join('\n')}\n`;
}
