import { bodyObject, type Exchange, isObject, type SentRequest } from '../client/exchange.ts';
import { cut, faultOf } from '../client/fault.ts';
import type { LogEntry, LoggedRequest, RequestLog } from '../client/request-log.ts';
import { isPoll, taskOf } from './poll.ts';

/** The steps of a story, or the cases of a property. */
type Kind = 'steps' | 'cases';

/** How much is kept of what a rule sent: all steps of any story (1,000 polls among them), and the last cases of a property. */
const most: Record<Kind, { readonly calls: number; readonly bytes: number }> = {
  steps: { calls: 3000, bytes: 2_000_000 },
  // The cases are set up together, by requests of half a megabyte.
  cases: { calls: 400, bytes: 4_000_000 },
};

/** The members of an answer that later requests may repeat. */
export type Returned = Readonly<
  Partial<Record<'taskToken' | 'runId' | 'nextPageToken' | 'workflowId', string>>
>;

/** A longer value is in no later request that could be shown. */
const longestReturned = 4096;

/** One request of a rule, and what became of it so far. Of the answer no more is kept than what tells the story. */
export interface Call extends LoggedRequest, LogEntry {
  /** Undefined while it is open. */
  endedAt: number | undefined;
  /** As it was sent, once it has ended: what its exchange is known by. */
  sent: SentRequest | undefined;
  /** Why we waited no longer, or what came, in a few words. */
  outcome: string;
  returned: Returned;
  /** It came to nothing, and was sent again. */
  isRepeated?: boolean;
}

/** What one rule sent, as far as it may matter when the rule fails; older requests are forgotten where it is too much. */
export class CallLog implements RequestLog {
  readonly #calls: Record<Kind, Call[]> = { steps: [], cases: [] };
  readonly #bytes: Record<Kind, number> = { steps: 0, cases: 0 };
  /** Whether a request was forgotten. */
  forgot = false;

  started({ operation, client, label, body, lane, signedOtherwise }: LoggedRequest): Call {
    const call: Call = {
      operation,
      client,
      label,
      body,
      lane,
      signedOtherwise,
      sentAt: undefined,
      endedAt: undefined,
      sent: undefined,
      outcome: 'given up',
      returned: {},
    };
    const kind = lane === 'bulk' ? 'cases' : 'steps';
    const calls = this.#calls[kind];
    calls.push(call);
    this.#bytes[kind] += body.length;
    while (calls.length > most[kind].calls || this.#bytes[kind] > most[kind].bytes) {
      const [first] = calls.splice(0, 1);
      if (!first) break;
      this.#bytes[kind] -= first.body.length;
      this.forgot = true;
    }
    return call;
  }

  ended(call: Call, exchange: Exchange): void {
    call.sentAt = exchange.sentAt;
    call.endedAt = exchange.endedAt;
    call.sent = exchange.request;
    call.outcome = outcomeOf(exchange);
    call.returned = returnedBy(exchange);
  }

  /** What came to this exchange is sent again: a program that tells the story has no need of it. */
  sentAgain(exchange: Exchange): void {
    const call = this.calls.find(({ sent }) => sent === exchange.request);
    if (call) call.isRepeated = true;
  }

  /** Those that were sent, by the time of sending. */
  get calls(): (Call & { sentAt: number })[] {
    const { steps, cases } = this.#calls;
    return [...steps, ...cases]
      .filter((call): call is Call & { sentAt: number } => call.sentAt !== undefined)
      .sort((a, b) => a.sentAt - b.sentAt);
  }
}

/** What an exchange came to, in a few words. */
function outcomeOf(exchange: Exchange): string {
  const { ending, answer, operation } = exchange;
  if (!answer)
    return { open: 'given up', unreachable: 'unreachable' }[ending as string] ?? 'connection broke';
  const fault = faultOf(exchange);
  if (fault) return cut(fault.type || `HTTP ${fault.status}`, 60);
  if (!isPoll(operation) || answer.status !== 200) return `HTTP ${answer.status}`;
  const task = taskOf(bodyObject(exchange) ?? {});
  if (!task) return 'empty';
  return operation === 'PollForActivityTask' ? cut(`task ${task.activityId ?? ''}`, 80) : 'decision task';
}

function returnedBy(exchange: Exchange): Returned {
  const { answer } = exchange;
  const body = answer && answer.status < 300 ? bodyObject(exchange) : undefined;
  if (!body) return {};
  const { taskToken, runId, nextPageToken, workflowExecution } = body;
  const workflowId = isObject(workflowExecution) ? workflowExecution.workflowId : undefined;
  return Object.fromEntries(
    Object.entries({ taskToken, runId, nextPageToken, workflowId }).filter(
      ([, value]) => typeof value === 'string' && value !== '' && value.length <= longestReturned,
    ),
  );
}
