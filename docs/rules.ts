import type { Rule } from '../kit/rule.ts';
import { rules } from '../suites/index.ts';
import { escaped } from './markdown.ts';

function section(rule: Rule): string {
  const { source, quote } = rule.citation;
  return [
    `### ${rule.id}`,
    escaped(rule.says),
    `${rule.level.toUpperCase()}, ${rule.evidence.join(' and ')}: “${escaped(quote)}” (${escaped(source)})`,
    `To fix: ${escaped(rule.fix)}`,
  ].join('\n\n');
}

/** docs/rules.md: the rules as they say of themselves. */
export function rulesPage(): string {
  const areas = [...new Set(rules.map(({ area }) => area))];
  const parts = areas.flatMap((area) => [
    `## ${area}`,
    ...rules.filter((rule) => rule.area === area).map(section),
  ]);
  return [
    '# The rules',
    'Made from the rules by `npm run docs`; do not edit it.',
    'A MUST that is broken, or of which nothing was learned, fails the run. A SHOULD warns, and fails it under ' +
      '`--fail-on should`. An INFO reports what the server does. What a rule rests on stands before its quote: the ' +
      'documentation or model (doc), a recording of the live service (live) or of another service of the protocol ' +
      'family (like), or a step from the documentation (derived).',
    ...parts,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
