import type { Rule } from '../kit/rule.ts';
import { levelWords } from '../reporters/words.ts';
import { wrapped } from '../reporters/wrapped.ts';
import { byOperation } from '../results/by-operation.ts';

/** The rules with all that is known of them without running them. */
export function listJson(rules: readonly Rule[]): string {
  const shown = rules.map((rule) => {
    const { id, operation, area, level, evidence, says, citation, fix } = rule;
    return { id, operation, area, level, evidence, says, citation, fix };
  });
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/**
 * The rules by operation and area, a line each; in a terminal what they say is wrapped in its column. Ids are whole, to be
 * found and copied.
 */
export function listText(rules: readonly Rule[], width = Number.POSITIVE_INFINITY): string {
  const blocks = byOperation(rules).flatMap(({ name, areas, rules: own }) => {
    const idWidth = Math.max(...own.map(({ id }) => id.length));
    return areas.map((area) =>
      [`${name}, ${area.name}`, ...area.rules.map((rule) => listLine(rule, idWidth, width))].join('\n'),
    );
  });
  return `${blocks.join('\n\n')}\n`;
}

const levelWidth = Math.max(...Object.values(levelWords).map((word) => word.length));

function listLine({ id, level, says }: Rule, idWidth: number, width: number): string {
  const indent = idWidth + levelWidth + 6;
  const label = `  ${id.padEnd(idWidth)}  ${levelWords[level].padEnd(levelWidth)}  `;
  return label + wrapped(says, Math.max(20, width - indent)).join(`\n${' '.repeat(indent)}`);
}
