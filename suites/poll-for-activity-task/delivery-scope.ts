import { bodyObject } from '../../client/exchange.ts';
import { allNearMisses, type NearMiss } from '../../generators/index.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import { NotApplicable } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { asciiSource } from '../../kit/property.ts';
import { developerGuide, type RuleDefinition } from '../../kit/rule.ts';
import { lagPatienceMs, otherRegionOf } from '../../kit/set-up.ts';
import { arrivalMs, ownTask, pollInWindow } from '../../kit/waiting.ts';
import type { ScheduledActivity, Workflow } from '../../kit/workflow.ts';
import { nothingComes, sureToCome, without } from './delivery-events.ts';

const scoped = developerGuide(
  'A task is always scheduled on only one task list; tasks are not shared across lists. Furthermore, like activities and workflows, task lists are scoped to a particular AWS region and Amazon SWF domain.',
);

/** A task comes out on its own list only: of that very name, domain, region and kind. */
export const deliveryScope: readonly RuleDefinition[] = [
  {
    id: 'delivery.exact-list',
    level: 'must',
    evidence: ['doc'],
    says: "A poll gets the tasks of the list of exactly its name, and none of a near miss's: another case, composed or decomposed accents, a prefix, another inner space, one character more.",
    citation: scoped,
    fix: 'Compare the names of task lists as they are, code unit by code unit: no trimming, no case folding, no Unicode normalization, no cutting.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      // 256 characters, so that a name cut short is another list's.
      const longest = target.freshName().padEnd(256, 'x');
      const tasks = await workflow.schedule(
        { taskList: `${target.freshName()} Am  Caf\u00e9` },
        { taskList: `${target.freshName()} Am Cafe\u0301` },
        { taskList: longest },
      );
      const control = await target.scheduleActivity();
      await Promise.all(
        tasks.map(async (scheduled) => {
          const misses = allNearMisses(scheduled.taskList);
          const windows = await pollInWindow(
            target,
            misses.map(({ value }) => value),
          );
          for (const [i, results] of windows.entries()) {
            const miss = misses[i] as NearMiss;
            // A list with white space around its name may be refused.
            const judged = miss.kind.endsWith('ing-space') ? results.filter(notRefused) : results;
            const [name, own] = [asciiSource(miss.value), asciiSource(scheduled.taskList)];
            const expected = `no task on list ${name} (${miss.kind}): the task is on ${own}`;
            nothingComes(observed, judged, expected, scheduled.exchange);
          }
        }),
      );
      await stillThere(target, observed, tasks, control);
    },
  },
  {
    id: 'delivery.domain-scoped',
    level: 'must',
    evidence: ['doc'],
    says: 'The list of the same name in another domain gets nothing, nor does a domain and list whose names join to the same text.',
    citation: scoped,
    fix: 'Key a task list by its domain and its name together, as a pair and not as one joined text.',
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const quiet = await target.quietDomain();
      const beyond = quiet.slice(target.domains.main.length);
      const [same, joined, dashed] = [target.freshName(), target.freshName(), target.freshName()];
      // 'swf-conformance' + '-quiet' + name is 'swf-conformance-quiet' + name; then the same with '-' between.
      const tasks = await workflow.schedule(
        { taskList: same },
        { taskList: `${beyond}${joined}` },
        { taskList: `${beyond.slice(1)}-${dashed}` },
      );
      const control = await target.scheduleActivity();
      const windows = await pollInWindow(target, [same, joined, dashed], { domain: quiet });
      for (const [i, results] of windows.entries()) {
        const scheduled = tasks[i] as ScheduledActivity;
        const elsewhere = `the task is on list ${scheduled.taskList} of domain ${target.domains.main}`;
        nothingComes(observed, results, `no task in domain ${quiet}: ${elsewhere}`, scheduled.exchange);
      }
      await stillThere(target, observed, tasks, control);
    },
  },
  {
    id: 'delivery.region-scoped',
    level: 'must',
    evidence: ['doc'],
    requires: ['second region'],
    says: 'The list of the same name and domain in another region gets nothing (where the target keeps regions apart).',
    citation: scoped,
    fix: "Key task lists by the region of the request's signature too, as domains and executions are.",
    async check({ target, observed }) {
      const workflow = await target.startWorkflow();
      const region = otherRegionOf(target.region);
      await otherRegion(target, workflow, region);
      const [scheduled] = await workflow.schedule({});
      const control = await target.scheduleActivity();
      const [results = []] = await pollInWindow(target, [scheduled.taskList], { region });
      const home = `it was scheduled in ${target.region}`;
      for (const result of results) {
        const expected = `no task from a poll signed for ${region}: ${home}`;
        observed.part(
          'body.taskToken',
          result.kind !== 'task',
          expected,
          describe(result.exchange),
          scheduled.exchange,
          result.exchange,
        );
      }
      await stillThere(target, observed, [scheduled], control);
    },
  },
  {
    id: 'delivery.activity-lists-only',
    level: 'must',
    evidence: ['doc'],
    says: 'A decision task is never handed to a poll for activity tasks, even where the two lists share a name.',
    citation: developerGuide('There are separate lists for activity tasks and decision tasks.'),
    fix: 'Keep decision tasks and activity tasks on lists of their own: the kind of task is part of what names a list.',
    async check({ target, observed }) {
      const taskList = target.freshName();
      // The decision task waits first, so that a server with one list for both would hand it out first.
      const deciding = await target.startWorkflowUndecided(taskList);
      const workflow = await target.startWorkflow();
      const [scheduled] = await workflow.schedule({ taskList });
      const first = await target.pollForTask(taskList, {}, arrivalMs);
      const expected = 'no decision task from the list of the same name, but the activity task alone';
      nothingComes(observed, without([first], scheduled), expected, scheduled.exchange);
      ownTask(first, scheduled);
      const [further = []] = await pollInWindow(target, [taskList]);
      nothingComes(observed, without(further, scheduled), expected, scheduled.exchange);
      const body = { domain: target.domains.main, taskList: { name: taskList } };
      const left = await target.until(async () => {
        const exchange = await target.call('PollForDecisionTask', body, { deadlineMs: arrivalMs });
        const token = bodyObject(exchange)?.taskToken;
        const came = typeof token === 'string' && token !== '';
        return { done: came || exchange.ending !== 'answered', value: { exchange, came } };
      }, arrivalMs);
      observed.part(
        'body.taskToken',
        left.came,
        `PollForDecisionTask to bring the decision task of ${deciding.workflowId}, which is left on the list of this name`,
        left.exchange.answer ? 'an answer without a task token' : describe(left.exchange),
        left.exchange,
      );
    },
  },
];

/**
 * The tasks come on their own lists: no poll of another list took one away, even where its answer was lost on the way.
 * @throws Inconclusive when a task does not come of whose list there is no other: delivery.ready-task is about that
 */
async function stillThere(
  target: Fixture,
  observed: Observed,
  tasks: readonly ScheduledActivity[],
  control: ScheduledActivity,
): Promise<void> {
  await sureToCome(target, control);
  const polls = tasks.map(({ taskList }) => target.pollForTask(taskList, {}, arrivalMs));
  for (const [i, result] of (await Promise.all(polls)).entries()) {
    const scheduled = tasks[i] as ScheduledActivity;
    observed.task(result, scheduled, 'on its own list still, the task, since the polls were on others');
  }
}

function notRefused(result: PollResult): boolean {
  return result.kind !== 'fault';
}

/**
 * Sees that the target keeps this region apart from its own, and has the suite's domain there. An endpoint of the
 * service is one region's, so that a target need not serve two: then nothing is promised.
 * @throws NotApplicable
 */
async function otherRegion(target: Fixture, workflow: Workflow, region: string): Promise<void> {
  // Read at home first, so that an execution unknown in the other region is so for the region's sake.
  await workflow.history();
  const domain = await target.domain();
  const execution = { domain, execution: workflow.execution };
  const found = await target.call('GetWorkflowExecutionHistory', execution, { region });
  if (found.answer?.status === 200) {
    throw new NotApplicable(
      `the target serves one region: an execution started in ${target.region} is found by a request signed for ${region}`,
    );
  }
  const registration = { name: domain, workflowExecutionRetentionPeriodInDays: '1' };
  const body = { ...registration, description: 'swf-conformance' };
  const registered = await target.call('RegisterDomain', body, { region });
  const described = await target.until(async () => {
    const value = await target.call('DescribeDomain', { name: domain }, { region });
    // What was registered just now may be seen a moment later.
    return { done: value.answer?.status === 200 || registered.answer?.status !== 200, value };
  }, lagPatienceMs);
  if (described.answer?.status !== 200) {
    throw new NotApplicable(
      `the target serves one region: the domain cannot be registered in ${region}: ${describe(described)}`,
    );
  }
}
