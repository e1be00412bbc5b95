import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operation } from '../../suites/poll-for-activity-task/operation.ts';
import { count, decisionPoll } from './other-operations.ts';
import { rulesOfPolls, rulesWithoutTasks } from './shared-rules.ts';

/** All that a rule says before it is run. */
function textsOf(rules: ReturnType<typeof rulesOfPolls>): [string, string][] {
  return rules.map(({ id, says, fix, citation }) => [
    id,
    [says, fix, citation.source, citation.quote].join('\n'),
  ]);
}

/** Pages of others that such rules rest on, whatever the operation. */
const otherPages = ['RegisterDomain', 'DeprecateDomain', 'Common Errors'];

describe.each([
  ['a poll of the other kind', decisionPoll, rulesOfPolls(decisionPoll)],
  ['an operation that holds nothing', count, rulesWithoutTasks(count)],
] as const)('the shared rules of %s', (_, { name }, rules) => {
  it.each(textsOf(rules))('%s names nothing of PollForActivityTask', (_id, text) => {
    expect(text).not.toMatch(/PollForActivityTask|activityId|activity task|\bworkers\b/);
  });

  it.each(rules.map(({ id, citation }) => [id, citation.source]))('%s cites its own page', (_id, source) => {
    const page = /^(.*), Amazon SWF API Reference$/.exec(source)?.[1];
    if (page !== undefined) expect([name, ...otherPages]).toContain(page);
  });
});

it.each(textsOf(rulesWithoutTasks(count)))('%s speaks of no poll where there is none', (_id, text) => {
  expect(text).not.toMatch(/\bpoll/i);
});

it('the shared rules of a poll have the same ids and levels as those of PollForActivityTask', () => {
  const told = (rules: ReturnType<typeof rulesOfPolls>) => rules.map(({ id, level }) => `${id} ${level}`);
  expect(told(rulesOfPolls(decisionPoll))).toEqual(told(rulesOfPolls(operation)));
});

it('nothing in suites/shared/ names an operation that has a folder', () => {
  const folder = new URL('../../suites/shared/', import.meta.url);
  for (const file of readdirSync(folder)) {
    expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toMatch(
      /PollForActivityTask|poll-for-activity-task/,
    );
  }
});
