import type { Exchange } from '../../client/exchange.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import { taskListNames } from '../../generators/index.ts';
import { trickyNames, trickyNamesWithArn } from '../../generators/tricky-values.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Observed } from '../../kit/observed.ts';
import type { LongPoll, TaskSpec } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import type { RuleDefinition } from '../../kit/rule.ts';
import type { AwaitedTask } from '../../kit/workflow.ts';
import { refusalMs } from './mistakes.ts';

/** That a name is valid, by the task that comes from the list of that name. */
export function taskListDelivery(poll: LongPoll): readonly RuleDefinition[] {
  return [
    {
      id: 'task-list.valid',
      level: 'must',
      evidence: ['doc'],
      says: 'Every valid name is accepted and delivers the task that was scheduled there: 1 to 256 characters of any script.',
      citation: poll.documentation(poll.quotes.naming),
      fix: 'Accept every name that the documentation allows, count its length in characters, and use it unchanged as the key of the list.',
      async check({ target, observed, property }) {
        const deliveries = new DeliveryByName(target, observed, poll);
        await property({
          arbitrary: taskListNames(),
          examples: [...trickyNames, ...trickyNamesWithArn],
          prepare: (names) => deliveries.schedule(names),
          check: (name, scheduling) => deliveries.see(name, scheduling),
        });
      },
    },
  ];
}

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
  readonly #operation: LongPoll;
  readonly #ids = new Map<string, Set<string>>();
  readonly #polls = new Map<Scheduling, Promise<PollResult>>();

  constructor(target: Fixture, observed: Observed, poll: LongPoll) {
    this.#target = target;
    this.#operation = poll;
    this.#observed = observed;
  }

  /** Schedules a task on a list of each name; equal names share one. */
  async schedule(names: readonly string[]): Promise<Scheduling[]> {
    const distinct = [...new Set(names)];
    const made = new Map<string, Scheduling>();
    try {
      const all = await this.#operation.bringAbout(
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
    const expected = this.#operation.wants.ofList;
    if ('refused' in scheduling) {
      const domain = await this.#target.domain();
      const result = await this.#target.poll(name, {
        operation: this.#operation.name,
        domain,
        deadlineMs: refusalMs,
      });
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
      const result = await this.#target.pollForTask(name, { operation: this.#operation.name }, 5000);
      const ours = result.kind !== 'task' || String(result.task.workflowId).includes(this.#target.runId);
      if (ours || foreign === 20) return result;
    }
  }

  async #alone(taskList: string): Promise<Scheduling> {
    try {
      const [task] = await this.#operation.bringAbout(this.#target, [this.#spec(taskList)]);
      return task as AwaitedTask;
    } catch (error) {
      if (error instanceof SetupFailed) return { refused: error };
      throw error;
    }
  }

  /** It is remembered before it is scheduled: a decision may be carried out and yet be answered 500. */
  #spec(taskList: string): TaskSpec {
    const id = this.#target.freshName();
    this.#ids.set(taskList, (this.#ids.get(taskList) ?? new Set()).add(id));
    return { taskList, id };
  }

  #isOwn(name: string, result: PollResult & { kind: 'task' }): boolean {
    const { activityId, workflowId } = result.task;
    return [activityId, workflowId].some((id) => this.#ids.get(name)?.has(String(id)));
  }
}
