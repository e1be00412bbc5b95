import { Domains } from './domains.ts';
import { swfFault } from './faults.ts';
import type { Domain, Poller, Task, TaskList } from './model.ts';
import { Timers } from './timers.ts';

/** What can be set of the service. */
export interface ServiceOptions {
  /** How long a poll waits for a task, 60 by default as documented. Fractions are fine. */
  pollHoldSeconds?: number;
  /** How many polls may wait on one list, 1,000 by default as documented. */
  pollersPerTaskList?: number;
  /** How many activity tasks of one execution may be open, 1,000 by default as documented. */
  openActivitiesPerExecution?: number;
  /** How long histories and domains lag behind what was acknowledged, in milliseconds; 0 by default. */
  lagMs?: number;
}

/** Task lists: the tasks that are not started yet, and the polls that wait for one. */
export abstract class TaskLists extends Domains {
  protected readonly options: ServiceOptions;
  protected readonly timers = new Timers();
  protected readonly lists = new Map<string, TaskList>();
  #closed = false;

  constructor(options: ServiceOptions = {}) {
    super();
    this.options = options;
    this.lagMs = options.lagMs ?? 0;
  }

  /** Gives the task to the poller: its token, and the event that records it. */
  abstract startTask(task: Task, identity: string | undefined): void;

  /** What tells one list from another: region and domain, activity or decision, and the exact name. */
  listKey(domain: Domain, kind: Task['kind'], name: string): string {
    return JSON.stringify([domain.region, domain.name, kind, name]);
  }

  /** The list of that name. None needs registration: it is there once somebody uses it. */
  listOf(domain: Domain, kind: Task['kind'], name: string): TaskList {
    const key = this.listKey(domain, kind, name);
    const list = this.lists.get(key) ?? { name, tasks: [], pollers: [] };
    this.lists.set(key, list);
    return list;
  }

  /** How long a poll waits. */
  holdMilliseconds(): number {
    return (this.options.pollHoldSeconds ?? 60) * 1000;
  }

  /** Puts a task on its list. What one request schedules is recorded whole before any poller wakes. */
  enqueue(list: TaskList, task: Task): void {
    list.tasks.push(task);
    queueMicrotask(() => this.wake(list));
  }

  /** Gives tasks to the polls that wait, the longest waiting first. */
  wake(list: TaskList): void {
    let poller = list.pollers[0];
    while (poller !== undefined) {
      const task = this.nextTask(list);
      if (task === undefined) {
        return;
      }
      list.pollers.shift();
      this.startTask(task, poller.identity);
      poller.receive(task);
      poller = list.pollers[0];
    }
  }

  /** Takes the task off the list that is to be started next, if there is one. */
  nextTask(list: TaskList): Task | undefined {
    list.tasks = list.tasks.filter((task) => this.isDeliverable(task));
    const task = list.tasks.toSorted((one, other) => this.inOrder(one, other))[0];
    if (task !== undefined) {
      this.takeOff(list, task);
    }
    return task;
  }

  /** Only tasks that are still open, of executions that are. */
  isDeliverable(task: Task): boolean {
    return !task.closed && task.execution.closeStatus === undefined;
  }

  /** Higher priority first. The sort is stable, so that equal ones keep the order of their scheduling. */
  inOrder(one: Task, other: Task): number {
    return other.priority - one.priority;
  }

  /** A started task is on no list any more. */
  takeOff(list: TaskList, task: Task): void {
    list.tasks.splice(list.tasks.indexOf(task), 1);
  }

  /** A started task: at once if there is one, else as soon as one comes. Nothing if the hold ends first. */
  async taskFrom(
    list: TaskList,
    identity: string | undefined,
    signal: AbortSignal,
  ): Promise<Task | undefined> {
    if (signal.aborted || this.#closed) {
      return undefined;
    }
    const task = this.nextTask(list);
    if (task !== undefined) {
      this.startTask(task, identity);
      return task;
    }
    this.refuseTooManyPollers(list);
    return this.waitFor(list, identity, signal);
  }

  /** Live 2017: the wording. */
  refuseTooManyPollers(list: TaskList): void {
    if (list.pollers.length >= (this.options.pollersPerTaskList ?? 1000)) {
      throw swfFault('LimitExceededFault', 'Limit on maximum concurrent poll requests per task list reached');
    }
  }

  /** Waits in the list's queue until a task comes, the hold is over, or the client is gone. */
  waitFor(list: TaskList, identity: string | undefined, signal: AbortSignal): Promise<Task | undefined> {
    const { promise, resolve } = Promise.withResolvers<Task | undefined>();
    const clientGone = () => this.onClientGone(list, poller);
    const poller: Poller = {
      identity,
      receive: (task) => {
        this.timers.stopAll(poller);
        signal.removeEventListener('abort', clientGone);
        resolve(task);
      },
    };
    list.pollers.push(poller);
    this.timers.start(poller, 'hold', this.holdMilliseconds(), () => this.onHoldOver(list, poller));
    signal.addEventListener('abort', clientGone);
    return promise;
  }

  /** The poll ends with nothing. */
  onHoldOver(list: TaskList, poller: Poller): void {
    this.leave(list, poller);
  }

  /** It leaves the queue, so that no task is given to nobody. On the live service one can be (aws-sdk-js 689). */
  onClientGone(list: TaskList, poller: Poller): void {
    this.leave(list, poller);
  }

  /** How many polls wait, on all lists together. */
  get waitingPolls(): number {
    return [...this.lists.values()].reduce((count, { pollers }) => count + pollers.length, 0);
  }

  /** Ends all waiting polls with nothing and stops every timer. Polls from then on return at once. */
  close(): void {
    this.#closed = true;
    this.timers.close();
    for (const list of this.lists.values()) {
      for (const poller of list.pollers.splice(0)) {
        poller.receive(undefined);
      }
    }
  }

  private leave(list: TaskList, poller: Poller): void {
    list.pollers = list.pollers.filter((other) => other !== poller);
    poller.receive(undefined);
  }
}
