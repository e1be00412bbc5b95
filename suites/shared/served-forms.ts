import type { Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Operation } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import type { RuleContext } from '../../kit/rule.ts';
import type { ListRequest, ServableRequest } from '../../kit/servable-request.ts';
import { refusalMs } from './mistakes.ts';

/** A way to write a request that must be served as the plain one is. */
export interface Form {
  /** What is special about it, after the operation's noun: `whose identity is null`. */
  readonly what: string;
  /** The body, made from a valid one. */
  readonly body: (valid: ListRequest) => object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Requests of each of these forms are served. Where one is not, a request of the usual form must be: else the form is
 * not to blame. Gives the answers.
 */
export async function servesForms(
  context: RuleContext,
  operation: Operation,
  forms: readonly Form[],
  usual: (valid: ListRequest) => object = (valid) => valid,
): Promise<Exchange[]> {
  const { target } = context;
  const { name, wants, words } = operation;
  await target.domain();
  const servable = await operation.servableRequests(
    target,
    forms.map(() => ({ taskList: target.freshName() })),
  );
  return Promise.all(
    forms.map(async ({ what, body, headers }, i) => {
      const request = servable[i] as ServableRequest;
      const options = { deadlineMs: refusalMs, ...(headers && { headers }) };
      return isServed(context, operation, {
        send: () => target.call(name, body(request.body), options),
        usual: usual(request.body),
        request,
        expected: `${wants.own} to a ${words.noun} ${what}`,
      });
    }),
  );
}

/** A request in an unusual form. */
export interface Unusual {
  readonly send: () => Promise<Exchange>;
  /** The body of the same request in the usual form. */
  readonly usual: object;
  readonly request: ServableRequest;
  readonly expected: string;
}

/** What is asked for may be there a moment after it was acknowledged: a target that does not hold requests is asked again. */
const patienceMs = 1000;

/**
 * The unusual request is served. Where it is not, the usual one must be. Gives the answer.
 * @throws Inconclusive when that is not served either: other rules are about that.
 */
export async function isServed(
  { target, observed }: Pick<RuleContext, 'target' | 'observed'>,
  { name, wants, words }: Operation,
  { send, usual, request, expected }: Unusual,
): Promise<Exchange> {
  const exchange = await target.until(async () => {
    const value = await send();
    const isEmpty = value.answer && !faultOf(value) && !wants.isIn(value);
    return { done: !isEmpty, value };
  }, patienceMs);
  if (!request.isServedBy(exchange) && exchange.ending !== 'broken') {
    const control = await target.call(name, usual, { deadlineMs: refusalMs });
    if (!wants.isIn(control)) {
      const seen = `${describe(exchange)}, then ${describe(control)}`;
      throw new Inconclusive(`the usual ${words.noun} did not bring ${wants.it} either: ${seen}`, control);
    }
  }
  request.observe(observed, exchange, expected);
  return exchange;
}
