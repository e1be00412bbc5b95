import { duration, type Exchange } from '../../client/exchange.ts';
import { isThrottled } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { PollResult } from '../../kit/poll.ts';
import { callDeadlineMs } from '../../kit/set-up.ts';
import { threeTimes, unlessThrownThrice } from '../../kit/three-times.ts';
import { plainRequestMs, seconds, settleMs, type WaitingPoll } from '../../kit/waiting.ts';

/** So many polls are opened at once, each seen sent before the next ones: servers let 128 to 511 connections wait to be accepted. */
const burst = 50;

/** A poll or two may end early on a server that holds others; where more do, there are not enough. */
const endedAtMost = 10;

/** All of them must be there so soon, as a part of the hold: what is to be seen then takes time too. */
const filledBy = 0.5;

/** What the rules of the limit rest on. */
export const quota =
  'You can have a maximum of 1,000 pollers which simultaneously poll a particular task list. If you go over 1,000, you receive a LimitExceededException.';

/** So many polls are seen refused, and so many tasks come to those that wait: one of either might be an accident. */
export const several = 10;

/** The hold was over before the story was. */
class HoldOver extends Inconclusive {}

/** Whether the poll was refused as past the limit. */
function isOfLimit(result: PollResult): boolean {
  return result.kind === 'fault' && result.fault.type === 'LimitExceededFault' && result.fault.status < 500;
}

/** Whether the poll was refused otherwise, or its connection broke. */
export function isRefusedOtherwise(result: PollResult): boolean {
  const { kind, exchange } = result;
  return (kind === 'fault' && !isOfLimit(result)) || (kind === 'none' && exchange.ending !== 'open');
}

/** How many polls may wait on a list, where limits are judged. */
export function maxPollers(target: Fixture): number {
  if (target.maxPollers === undefined) throw new Error('a rule on limits has to require them');
  return target.maxPollers;
}

/** A refusal comes at once, as hold.faults-at-once has it; what other requests take beside the held polls is allowed. */
export function latestMs({ fixture, plainMs }: HeldPolls): number {
  return Math.min(2000, fixture.holdMs / 4) + Math.max(fixture.roundTripMs, plainMs);
}

/** Polls that wait on one list, up to its limit. */
export class HeldPolls {
  /** Where their story is told: what is sent here ends with them. */
  readonly fixture: Fixture;
  /** Which poll they are. */
  readonly operation: string;
  readonly taskList: string;
  readonly limit: number;
  /** How long a request that waits for nothing took when they were there. */
  plainMs = 0;
  readonly #polls: WaitingPoll[] = [];
  readonly #over = new AbortController();
  #firstSentAt: number | undefined;

  constructor(target: Fixture, operation: string, limit: number) {
    this.operation = operation;
    this.fixture = target.endingWith(this.#over.signal);
    this.taskList = target.freshName();
    this.limit = limit;
  }

  get open(): WaitingPoll[] {
    return this.#polls.filter(({ ended }) => !ended);
  }

  /** How many are open. */
  get waiting(): number {
    return this.open.length;
  }

  /** What the others came to. */
  get ended(): PollResult[] {
    return this.#polls.flatMap(({ ended }) => ended ?? []);
  }

  /** The answers that tell of the limit, the quickest first. */
  get refused(): Exchange[] {
    const refused = this.ended.filter(isOfLimit).map(({ exchange }) => exchange);
    return refused.sort((a, b) => duration(a) - duration(b));
  }

  /** A poll that was neither accepted nor refused so, throttling apart. */
  get refusedOtherwise(): PollResult | undefined {
    return this.ended.find((result) => isRefusedOtherwise(result) && !isThrottled(result.exchange));
  }

  /** Milliseconds until the first poll has been open for this part of the hold. */
  until(part: number): number {
    return Math.max(0, part * this.fixture.holdMs - this.#openMs);
  }

  get #openMs(): number {
    return this.#firstSentAt === undefined ? 0 : performance.now() - this.#firstSentAt;
  }

  /** @throws Inconclusive when the first poll has been open for longer than this part of the hold */
  withinHold(part: number): void {
    if (this.until(part) > 0) return;
    const { holdMs } = this.fixture;
    throw new HoldOver(
      `a hold of ${seconds(holdMs)} is too short to see what ${this.limit} polls at once come to: ${this.waiting} were open when ` +
        `${seconds(this.#openMs)} of it were over (let the server hold longer, and say so with --poll-hold; or give it a ` +
        'lower limit, and say so with --max-pollers; where there is a --rate, raise it)',
    );
  }

  /** Opens more polls on the list, and returns when they are on the wire. They are given up after a time, if one is told. */
  async send(count: number, deadlineMs?: number): Promise<WaitingPoll[]> {
    const { operation } = this;
    const options = { operation, lane: 'fill', once: true, ...(deadlineMs && { deadlineMs }) } as const;
    const started = Array.from({ length: count }, () => this.fixture.startPoll(this.taskList, options));
    const polls = started.map(({ result }): WaitingPoll => ({ result, ended: undefined }));
    this.#polls.push(...polls);
    for (const poll of polls) {
      poll.result.then(
        (ended) => {
          poll.ended = ended;
        },
        // The story is over.
        () => {},
      );
    }
    for (const { sent } of started) {
      await sent;
      this.#firstSentAt ??= performance.now();
    }
    return polls;
  }

  /**
   * Opens polls until as many wait as the limit allows, or one was refused, since the documentation allows fewer too.
   * @throws Inconclusive when the others do not wait
   */
  async fill(): Promise<void> {
    let throttled = 0;
    for (let pauseMs = 250; ; ) {
      const missing = this.limit - this.waiting;
      if (missing === 0 || this.refused.length > 0) await this.#settle();
      if (this.waiting === this.limit || this.refused.length > 0) return;
      this.withinHold(filledBy);
      await Promise.race([this.send(Math.min(burst, missing)), this.fixture.wait(this.until(filledBy))]);
      const slowDown = this.ended.filter(({ exchange }) => isThrottled(exchange)).length;
      if (slowDown > throttled) {
        throttled = slowDown;
        await this.fixture.wait(Math.min(pauseMs, this.until(filledBy)));
        pauseMs *= 2;
      }
      if (this.refusedOtherwise) return;
      this.#noneEndsEarly();
    }
  }

  /** Ends all that is open. */
  giveUp(): void {
    this.#over.abort();
  }

  /** Gives the target the time to take them all in. @throws Inconclusive when it serves nothing else meanwhile */
  async #settle(): Promise<void> {
    const settledMs = settleMs(this.fixture);
    const [plainMs] = await Promise.all([plainRequestMs(this.fixture), this.fixture.wait(settledMs)]);
    // One that took longer had to wait until the polls were taken in.
    this.plainMs = plainMs > settledMs ? await plainRequestMs(this.fixture) : plainMs;
    if (this.plainMs < callDeadlineMs) return;
    throw new Inconclusive(`the target answers not even DescribeDomain while ${this.waiting} polls are open`);
  }

  /** @throws Inconclusive when the target does not hold them */
  #noneEndsEarly(): void {
    const answered = this.ended.filter(({ kind }) => kind === 'empty' || kind === 'task');
    const last = answered.at(-1)?.exchange;
    if (!last || answered.length <= endedAtMost) return;
    this.withinHold(filledBy);
    throw new Inconclusive(
      `polls ended before ${this.limit} were waiting, the last after ${seconds(duration(last))}: ${describe(last)}`,
      last,
    );
  }
}

/**
 * Tells a story of held polls, which are given up at its end. On a short hold it is told again, three times at the most, when the hold
 * was over before the story was: our own slowness must not count.
 */
export async function withHeldPolls(
  target: Fixture,
  operation: string,
  limit: number,
  story: (held: HeldPolls) => Promise<void>,
): Promise<void> {
  await target.domain();
  await unlessThrownThrice(
    async () => {
      const held = new HeldPolls(target, operation, limit);
      try {
        await story(held);
      } finally {
        held.giveUp();
      }
    },
    (error) => error instanceof HoldOver,
    target.holdMs <= 5000 ? threeTimes : 1,
  );
}
