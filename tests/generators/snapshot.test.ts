import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  activityIds,
  brokenBodies,
  brokenBodyKinds,
  domainNames,
  escaped,
  identities,
  illFormedTexts,
  inputs,
  invalidDomains,
  invalidIdentities,
  invalidTaskLists,
  nearMisses,
  oddBodies,
  oddBodyKinds,
  taskListNames,
  taskListsWith,
  workflowIds,
} from '../../generators/index.ts';

// A seed in a report must yield the same values in the next version. Where it does not, it is on purpose and told.

const poll = { domain: 'domain', taskList: { name: 'list' } };

const arbitraries: Record<string, fc.Arbitrary<unknown>> = {
  domainNames: domainNames(),
  taskListNames: taskListNames(),
  'taskListNames, containing': taskListNames({ containing: 'r1x7-3' }),
  activityIds: activityIds(),
  workflowIds: workflowIds(),
  identities: identities(),
  inputs: inputs(),
  illFormedTexts: illFormedTexts(),
  ...under('invalidTaskLists', invalidTaskLists()),
  'taskListsWith U+000A': taskListsWith('\n'),
  ...under('invalidDomains', invalidDomains()),
  ...under('invalidIdentities', invalidIdentities()),
  nearMisses: nearMisses('Café bar'),
  ...under(
    'brokenBodies',
    each(brokenBodyKinds, (kind) => brokenBodies(poll, [kind])),
  ),
  ...under(
    'oddBodies',
    each(oddBodyKinds, (kind) => oddBodies(poll, [kind])),
  ),
  escaped: escaped('list 😀'),
};

test.each(Object.entries(arbitraries))('what a seed yields: %s', (_, arbitrary) => {
  const values = fc.sample(arbitrary, { seed: 20120125, numRuns: 12 });
  expect(values.map(readable).join('\n')).toMatchSnapshot();
});

function under(group: string, members: Record<string, fc.Arbitrary<unknown>>) {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [`${group} ${name}`, member]));
}

function each<Kind extends string>(kinds: readonly Kind[], make: (kind: Kind) => fc.Arbitrary<unknown>) {
  return Object.fromEntries(kinds.map((kind) => [kind, make(kind)]));
}

/** One line of ASCII. Bytes are shown as Latin-1; what is long is cut, and told by its length and hash. */
function readable(value: unknown): string {
  const json = JSON.stringify(value, (_, member) =>
    member instanceof Uint8Array ? Buffer.from(member).toString('latin1') : member,
  );
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (ascii.length <= 160) return ascii;
  const hash = createHash('sha256').update(ascii).digest('hex').slice(0, 12);
  return `${ascii.slice(0, 100)}... (${json.length} units, sha256 ${hash})`;
}
