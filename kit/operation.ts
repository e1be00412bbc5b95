import type { JsonObject } from '../client/exchange.ts';
import type { Citation } from '../results/rule.ts';
import type { Fixture } from './fixture.ts';
import type { ListRequest, ServableRequest, Wanted } from './servable-request.ts';
import type { AwaitedTask, HistoryEvent } from './workflow.ts';

/** What an operation is known by: all that is not its rules needs no more. */
export interface OperationName {
  /** As the API names it: `PollForActivityTask`. */
  readonly name: string;
  /** What the ids of its rules begin with, the name in kebab case: `poll-for-activity-task`. */
  readonly slug: string;
}

/** One operation of SWF, as those rules see it that several operations have: what they need to know of it. */
export interface Operation extends OperationName {
  /** Cites the operation's own page of the API reference. */
  readonly documentation: (quote: string) => Citation;
  /** What its page says of its members. */
  readonly quotes: { readonly domain: string; readonly taskList: string };
  /** The faults that its page lists. */
  readonly faults: readonly string[];
  /** What shows that a success is HTTP 200. */
  readonly success: Citation;
  /** What sentences call its requests. */
  readonly words: Words;
  /** Whether a request that finds nothing is left waiting. */
  readonly holds: boolean;
  /** What a request asks for, and gets when it is served. */
  readonly wants: Wanted;
  /** One mistake of each kind that concerns its members. */
  readonly mistakes: { readonly tooLong: Mistaken; readonly missing: Mistaken; readonly wrongType: Mistaken };
  /**
   * A request in this domain that makes no mistake; what it names is there. Whether it finds anything does not matter.
   * @throws SetupFailed
   */
  validRequest(target: Fixture, domain: string): Promise<ListRequest>;
  /** Requests that must bring what they want, each on the list that is told or a fresh one. @throws SetupFailed */
  servableRequests(target: Fixture, specs: readonly ServableSpec[]): Promise<ServableRequest[]>;
}

/** What becomes of a valid request when these take the place of its members; undefined leaves one out. */
export interface Mistaken {
  /** Such as `an identity of 257 characters`. */
  readonly mistake: string;
  readonly members: JsonObject;
}

/** What is to be there for a request: what is left out is fresh. */
export interface ServableSpec {
  readonly taskList?: string;
  /** A text that the answer gives back, if the operation has such a member. */
  readonly input?: string;
}

/** What sentences call an operation's requests. */
export interface Words {
  /** `poll`: one of them. */
  readonly noun: string;
  /** `polls`: all of them. */
  readonly plural: string;
  /** `Polling`: sending one. */
  readonly sending: string;
}

export const pollWords: Words = { noun: 'poll', plural: 'polls', sending: 'Polling' };

export const requestWords: Words = { noun: 'request', plural: 'such requests', sending: 'Asking' };

/** A poll for tasks of a list, which is held until there is one. */
export interface LongPoll extends Operation {
  readonly quotes: Operation['quotes'] & {
    /** Which names of task lists are valid. */
    readonly naming: string;
    /** That it is tasks of the named list which come. */
    readonly ofNamedList: string;
    /** That the answer waits for a task, and comes as soon as there is one. */
    readonly longPoll: string;
    /** How long it waits, and what comes then. */
    readonly maximumHold: string;
    /** The second half of that. */
    readonly emptyAfterHold: string;
    /** How long clients are to wait. */
    readonly socketTimeout: string;
  };
  /** Who polls, in a sentence: `workers`. */
  readonly pollers: string;
  /** The tasks it asks for, in a sentence: `activity tasks`. */
  readonly tasks: string;
  /** The poll of the other kind, whose lists are others even where they share a name. */
  readonly otherPoll: { readonly name: string; readonly tasks: string };
  /** The event that records that a task was handed out. */
  readonly startedEvent: string;
  /** How often a history records that this task was handed out. */
  starts(events: readonly HistoryEvent[], task: AwaitedTask): number;
  /** Brings about tasks, few or many, in the order of the specs. @throws SetupFailed */
  bringAbout(target: Fixture, specs: readonly TaskSpec[]): Promise<AwaitedTask[]>;
  /** Sees to all that comes before tasks, so that they can then be brought about at once. @throws SetupFailed */
  taskSource(target: Fixture): Promise<TaskSource>;
}

/** A task that is to be there: what is left out is fresh. */
export interface TaskSpec extends ServableSpec {
  /** What tells it from others: an activity's id, or the workflow id of a decision task's execution. */
  readonly id?: string;
}

/** Brings about a task on each of these lists, in that order; once. @throws SetupFailed */
export type TaskSource = (...taskLists: readonly string[]) => Promise<AwaitedTask[]>;

/** Sources of tasks, made at once. @throws SetupFailed */
export function taskSources(target: Fixture, poll: LongPoll, count: number): Promise<TaskSource[]> {
  return Promise.all(Array.from({ length: count }, () => poll.taskSource(target)));
}
