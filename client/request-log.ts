import type { Asked, Exchange } from './exchange.ts';
import type { Lane } from './request-scheduler.ts';

/** A request that a log is told of before it is sent: it may have to wait for its turn. */
export interface LoggedRequest extends Asked {
  readonly body: Uint8Array;
  readonly lane: Lane;
  /** Whether it is signed by another than the run's own credentials, or not as it should be, or not at all. */
  readonly signedOtherwise: boolean;
}

/** What a log keeps of a request; the client says in it when the request went out. */
export interface LogEntry {
  /** Undefined while the request waits for its turn. */
  sentAt: number | undefined;
}

/** Where the requests of a rule are written down, as evidence. */
export interface RequestLog {
  started(request: LoggedRequest): LogEntry;
  /** The request has ended; one that was aborted never does. */
  ended(entry: LogEntry, exchange: Exchange): void;
}
