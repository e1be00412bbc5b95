import type { Exchange } from '../../client/exchange.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { scheduleMany } from '../../kit/batches.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import type { ActivitySpec } from '../../kit/workflow.ts';
import { refusalMs } from './mistakes.ts';

/** A task on a list of this name, or why there is none. */
export type Scheduling = { readonly exchange: Exchange } | { readonly refused: SetupFailed };

/**
 * Sees that a list of a generated name delivers what was scheduled on it. Such names are not ours alone: a name may be
 * generated twice, or be another run's too. So any task that this rule scheduled on the name will do, and another
 * run's is passed over.
 */
export class DeliveryByName {
  readonly #target: Fixture;
  readonly #observed: Observed;
  readonly #activityIds = new Map<string, Set<string>>();
  readonly #polls = new Map<Scheduling, Promise<PollResult>>();

  constructor(target: Fixture, observed: Observed) {
    this.#target = target;
    this.#observed = observed;
  }

  /** Schedules a task on a list of each name; equal names share one. */
  async schedule(names: readonly string[]): Promise<Scheduling[]> {
    const distinct = [...new Set(names)];
    const made = new Map<string, Scheduling>();
    try {
      const all = await scheduleMany(
        this.#target,
        distinct.map((taskList) => this.#spec(taskList)),
      );
      for (const { taskList, exchange } of all) made.set(taskList, { exchange });
    } catch (error) {
      if (!(error instanceof SetupFailed)) throw error;
      // One name may have spoilt the whole batch: then each goes by itself.
      await Promise.all(distinct.map(async (name) => made.set(name, await this.#alone(name))));
    }
    return names.map((name) => made.get(name) as Scheduling);
  }

  /** Polls the list: it must deliver. @throws Violation, or Inconclusive where nothing could be scheduled on it */
  async see(name: string, scheduling: Scheduling): Promise<void> {
    const expected = 'the task that was scheduled on the list of this name';
    if ('refused' in scheduling) {
      const domain = await this.#target.domain();
      const result = await this.#target.poll(name, { domain, deadlineMs: refusalMs });
      const { kind, exchange } = result;
      if (kind === 'fault')
        this.#observed.part('status', false, 'this valid name to be accepted', describe(exchange), exchange);
      throw new Inconclusive(`the target schedules nothing on a valid name: ${scheduling.refused.message}`);
    }
    let poll = this.#polls.get(scheduling);
    if (!poll) {
      poll = this.#poll(name);
      this.#polls.set(scheduling, poll);
    }
    const result = await poll;
    const own = result.kind === 'task' && this.#isOwn(name, result);
    this.#observed.part(
      'body.taskToken',
      own,
      expected,
      describe(result.exchange),
      scheduling.exchange,
      result.exchange,
    );
  }

  async #poll(name: string): Promise<PollResult> {
    for (let foreign = 0; ; foreign++) {
      const result = await this.#target.pollForTask(name, {}, 5000);
      const ours = result.kind !== 'task' || String(result.task.workflowId).includes(this.#target.runId);
      if (ours || foreign === 20) return result;
    }
  }

  async #alone(taskList: string): Promise<Scheduling> {
    try {
      const { exchange } = await this.#target.scheduleActivity(this.#spec(taskList));
      return { exchange };
    } catch (error) {
      if (error instanceof SetupFailed) return { refused: error };
      throw error;
    }
  }

  /** It is remembered before it is scheduled: a decision may be carried out and yet be answered 500. */
  #spec(taskList: string): ActivitySpec {
    const activityId = this.#target.freshName();
    this.#activityIds.set(taskList, (this.#activityIds.get(taskList) ?? new Set()).add(activityId));
    return { taskList, activityId };
  }

  #isOwn(name: string, result: PollResult & { kind: 'task' }): boolean {
    return this.#activityIds.get(name)?.has(String(result.task.activityId)) ?? false;
  }
}
