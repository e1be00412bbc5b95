import type { Rule } from '../kit/rule.ts';
import { levelWords } from '../reporters/words.ts';
import { wrapped } from '../reporters/wrapped.ts';

/** The rules with all that is known of them without running them. */
export function listJson(rules: readonly Rule[]): string {
  const shown = rules.map((rule) => {
    const { id, operation, area, level, evidence, says, citation, fix } = rule;
    return { id, operation, area, level, evidence, says, citation, fix };
  });
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** The rules area by area, a line each; in a terminal what they say is wrapped in its column. */
export function listText(rules: readonly Rule[], width = Number.POSITIVE_INFINITY): string {
  const idWidth = Math.max(...rules.map(({ id }) => id.length));
  const levelWidth = Math.max(...Object.values(levelWords).map((word) => word.length));
  const indent = idWidth + levelWidth + 6;
  const line = ({ id, level, says }: Rule) => {
    const label = `  ${id.padEnd(idWidth)}  ${levelWords[level].padEnd(levelWidth)}  `;
    return label + wrapped(says, Math.max(20, width - indent)).join(`\n${' '.repeat(indent)}`);
  };
  const areas = [...Map.groupBy(rules, ({ area }) => area)].map(([area, members]) =>
    [area, ...members.map(line)].join('\n'),
  );
  return `${areas.join('\n\n')}\n`;
}
