import { code, escaped } from '../../docs/markdown.ts';
import type { Mutant, Variant } from '../../reference/mutants/mutant.ts';
import { areaOf, type Rule } from '../../suites/rule.ts';

/** What docs/kill-matrix.md says: what each rule is able to find, and what it lets be. */
export function matrixPage(
  rules: readonly Rule[],
  mutants: readonly Mutant[],
  variants: readonly Variant[],
): string {
  const areas = [...new Set(rules.map(areaOf))];
  return [
    '# The kill matrix',
    'Made by `npm run kill-matrix`; do not edit it.',
    `A *mutant* is the reference server with one mistake in it: \`swf-conformance serve --mutant NAME\` starts it. Each of ` +
      `the ${mutants.length} mutants below was judged, and each turned the rules red under which it stands; each of the ` +
      `${rules.length} rules was seen red on at least one. A *variant* differs from the reference where the documentation ` +
      `leaves the choice: on none of the ${variants.length} variants was a rule red. CI repeats this on every commit.`,
    '## What each rule finds',
    ...areas.flatMap((area) => [
      `### ${area}`,
      ...rules.filter((rule) => areaOf(rule) === area).map((rule) => found(rule, mutants)),
    ]),
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

function found({ id, level, says }: Rule, mutants: readonly Mutant[]): string {
  const killed = mutants.filter(({ breaks }) => breaks.includes(id));
  const head = `**${id}** (${level.toUpperCase()}): ${escaped(says)}`;
  return [head, killed.map(({ name, does }) => `- ${code(name)}: ${escaped(does)}`).join('\n')].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
