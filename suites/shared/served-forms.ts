import type { Exchange } from '../../client/exchange.ts';
import { scheduleMany } from '../../kit/batches.ts';
import { describe } from '../../kit/describe.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import type { RuleContext } from '../../kit/rule.ts';
import type { ScheduledActivity } from '../../kit/workflow.ts';
import { refusalMs } from './mistakes.ts';

/** A way to write a poll that must be served as the plain one is. */
export interface Form {
  /** What is special about it, such as `a poll whose identity is null`. */
  readonly what: string;
  /** The body, made from a valid one. */
  readonly body: (valid: ValidPoll) => object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ValidPoll {
  readonly domain: string;
  readonly taskList: { readonly name: string };
}

/**
 * Polls of each of these forms bring the task of their list. Where one does not, a poll of the usual form must: else
 * the form is not to blame. Gives the answers.
 */
export async function servesForms(
  context: RuleContext,
  forms: readonly Form[],
  usual: (valid: ValidPoll) => object = (valid) => valid,
): Promise<Exchange[]> {
  const { target } = context;
  const domain = await target.domain();
  const tasks = await scheduleMany(
    target,
    forms.map(() => ({ taskList: target.freshName() })),
  );
  return Promise.all(
    forms.map(async ({ what, body, headers }, i) => {
      const scheduled = tasks[i] as ScheduledActivity;
      const valid = { domain, taskList: { name: scheduled.taskList } };
      const options = { deadlineMs: refusalMs, ...(headers && { headers }) };
      return bringsTask(context, {
        poll: () => target.pollRaw(body(valid), options),
        usual: usual(valid),
        scheduled,
        expected: `the scheduled task to ${what}`,
      });
    }),
  );
}

export interface Bringing {
  readonly poll: () => Promise<PollResult>;
  /** The body of a poll for the same task in the usual form. */
  readonly usual: object;
  readonly scheduled: ScheduledActivity;
  readonly expected: string;
}

/** A task may come a moment after its decision was acknowledged: a target that does not hold polls is asked again. */
const patienceMs = 1000;

/**
 * The poll brings the task of its list. Where it does not, the usual poll must bring it. Gives the answer.
 * @throws Inconclusive when that brings nothing either: other rules are about delivery.
 */
export async function bringsTask(
  { target, observed }: Pick<RuleContext, 'target' | 'observed'>,
  { poll, usual, scheduled, expected }: Bringing,
): Promise<Exchange> {
  const result = await target.until(async () => {
    const value = await poll();
    return { done: value.kind !== 'empty', value };
  }, patienceMs);
  const own = result.kind === 'task' && result.task.activityId === scheduled.activityId;
  const brokenOff = result.kind === 'none' && result.exchange.ending === 'broken';
  if (!own && !brokenOff) {
    const control = await target.pollRaw(usual, { deadlineMs: refusalMs });
    if (control.kind !== 'task') {
      const seen = `${describe(result.exchange)}, then ${describe(control.exchange)}`;
      throw new Inconclusive(`the usual poll did not bring the task either: ${seen}`, control.exchange);
    }
  }
  observed.task(result, scheduled, expected);
  return result.exchange;
}
