import { expect, it } from 'vitest';
import { checkRule } from '../../engine/run/check-rule.ts';
import { apiReference, type Rule, type RuleContext } from '../../kit/rule.ts';
import { targetOf } from '../kit/target-of.ts';

function ruleOf(check: Rule['check']): Rule {
  const words = {
    says: 'It holds.',
    citation: apiReference('PollForActivityTask', 'it holds'),
    fix: 'Mend it.',
  };
  return {
    id: 'poll-for-activity-task.made.up',
    operation: 'PollForActivityTask',
    area: 'made',
    level: 'must',
    evidence: ['doc'],
    requires: ['connection'],
    ...words,
    check,
  };
}

/** Takes a task, and lets another say what is wrong with that. */
async function shownBy(judge: (context: RuleContext, taken: Awaited<ReturnType<typeof taskTaken>>) => void) {
  const target = await targetOf({ pollHoldSeconds: 1 });
  const rule = ruleOf(async (context) => judge(context, await taskTaken(context)));
  const { requires, failure } = await checkRule(rule, target, { seed: 1, cases: 1 });
  expect(requires).toEqual(['connection']);
  return failure?.reproduce.map(({ how }) => how);
}

async function taskTaken({ target }: RuleContext) {
  const scheduled = await target.scheduleActivity();
  return { scheduled, exchange: (await target.takeTask(scheduled)).exchange };
}

it('one request shows an answer again that was to be a refusal', async () => {
  const refused = shownBy(({ observed }, { exchange }) => observed.refused(exchange));
  expect(await refused).toContain('curl');
  const status = shownBy(({ observed }, { exchange }) => observed.status(exchange, 400, 'to be refused'));
  expect(await status).toContain('curl');
});

it('and no other that rests on what was done before, however its expectation reads', async () => {
  const words = shownBy(({ observed }, { exchange }) =>
    observed.part('status', false, '400, or HTTP 4xx', '200', exchange),
  );
  expect(await words).toEqual(['run', 'replay', 'script']);
});
