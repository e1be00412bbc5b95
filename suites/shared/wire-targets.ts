import type { Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Operation } from '../../kit/operation.ts';
import { Inconclusive, type Shown } from '../../kit/outcome.ts';
import { type RuleContext, type RuleDefinition, recorded } from '../../kit/rule.ts';
import type { ServableRequest } from '../../kit/servable-request.ts';
import { isCallersFault, refusalMs } from './mistakes.ts';

const header = 'x-amz-target';
const like = recorded(
  'recorded on DynamoDB, which has the same protocol',
  'An unknown operation or a missing target gives 400 com.amazon.coral.service#UnknownOperationException.',
);

/** What X-Amz-Target names. */
export function wireTargets(operation: Operation): readonly RuleDefinition[] {
  const { name, wants, words } = operation;
  // Operations that SWF does not have; one who looks for a beginning or an end finds ours in them.
  const unknownOperations = [`${name}s`, name.replace(/[A-Z][a-z]*$/, ''), 'NoSuchOperation'].map(
    (unknown) => `SimpleWorkflowService.${unknown}`,
  );
  // Targets of other services, whose operation has the name of ours.
  const foreignTargets = ['DynamoDB_20120810', 'AWSStepFunctions'].map((service) => `${service}.${name}`);
  const longTarget = `com.amazonaws.swf.service.model.SimpleWorkflowService.${name}`;
  return [
    {
      id: 'wire.unknown-operation',
      level: 'must',
      evidence: ['like'],
      says: 'An operation that SWF does not have is refused with a 4xx fault, and nothing is executed.',
      citation: like,
      fix: 'Compare the whole name of the operation in X-Amz-Target, and refuse one that you do not know as 400 UnknownOperationException.',
      async check(context) {
        await refusedAndIdle(context, operation, unknownOperations);
      },
    },
    {
      id: 'wire.no-target',
      level: 'must',
      evidence: ['like'],
      says: 'A request without X-Amz-Target is refused with a 4xx fault, and nothing is executed.',
      citation: like,
      fix: 'Refuse a request without X-Amz-Target as 400 UnknownOperationException; do not guess the operation.',
      async check(context) {
        await refusedAndIdle(context, operation, [undefined]);
      },
    },
    {
      id: 'wire.target-fault',
      level: 'should',
      evidence: ['like'],
      says: 'What refuses an unknown operation or a missing target is UnknownOperationException.',
      citation: like,
      fix: 'Name the fault for an operation that you do not know UnknownOperationException.',
      async check(context) {
        const targets = [...unknownOperations, undefined];
        const { exchanges } = await sentWith(context, operation, targets);
        const sent = exchanges.map((exchange, i) => ({ exchange, what: named(targets[i]) }));
        const refused = sent.filter(({ exchange }) => isCallersFault(exchange));
        for (const { exchange, what } of refused) {
          const isNamed = faultOf(exchange)?.type === 'UnknownOperationException';
          context.observed.part(
            'body.__type',
            isNamed,
            `UnknownOperationException for ${what}`,
            describe(exchange),
            exchange,
          );
        }
        const [{ exchange, what }] = sent as [(typeof sent)[number]];
        if (refused.length === 0) {
          const message = `none of them was refused with a 4xx, so that no fault has a name: ${what} came to`;
          const others = 'wire.unknown-operation and wire.no-target are about that';
          throw new Inconclusive(`${message} ${describe(exchange)} (${others})`, exchange);
        }
      },
    },
    {
      id: 'wire.legacy-target',
      level: 'info',
      evidence: ['live'],
      says: 'Whether the long target of older SDKs is served too.',
      citation: recorded('older AWS SDKs', `X-Amz-Target: ${longTarget}`),
      fix: 'Serve the long target as the short one.',
      async check(context) {
        const { exchanges, request } = await sentWith(context, operation, [longTarget]);
        const [exchange] = exchanges as [Exchange];
        const isServed = operation.wants.isIn(exchange);
        const answered = exchange.ending === 'answered';
        context.observed.part(
          'answer',
          answered,
          'an answer to the long target',
          describe(exchange),
          exchange,
        );
        // A refusal tells nothing where the short target is refused too.
        if (!isServed) await request.serve();
        context.report(
          isServed
            ? `the long target is served: ${longTarget}`
            : `the long target is not served: ${describe(exchange)}`,
        );
      },
    },
    {
      id: 'wire.foreign-target',
      level: 'must',
      evidence: ['derived'],
      says: "A request with another service's target is not executed as SWF.",
      citation: recorded(
        'the API model 2012-01-25, metadata',
        '"targetPrefix": "SimpleWorkflowService". (What has another prefix is no request to SWF.)',
      ),
      fix: 'Compare the prefix of X-Amz-Target, and not only what follows its last dot.',
      async check(context) {
        const { exchanges, request } = await sentWith(context, operation, foreignTargets);
        for (const [i, exchange] of exchanges.entries()) {
          const expected = `${named(foreignTargets[i])} not to be executed as a ${words.noun} of SWF`;
          const executed = wants.isIn(exchange);
          context.observed.part(`body.${wants.member}`, !executed, expected, describe(exchange), exchange);
        }
        await stillServed(context, operation, request, exchanges);
      },
    },
  ];
}

interface Sent {
  readonly exchanges: readonly Exchange[];
  /** The request that all of them hold, which has to be served. */
  readonly request: ServableRequest;
}

/** A request that has to be served, sent with these targets in place of the operation's own. */
async function sentWith(
  { target }: RuleContext,
  operation: Operation,
  targets: readonly (string | undefined)[],
): Promise<Sent> {
  await target.domain();
  const servable = await operation.servableRequests(target, [{}, {}]);
  const [request, control] = servable as [ServableRequest, ServableRequest];
  // The positive control: requests are served here.
  await control.serve();
  const exchanges = await Promise.all(
    targets.map((name) =>
      target.call(operation.name, request.body, {
        operation: '',
        label: named(name),
        headers: { [header]: name },
        deadlineMs: refusalMs,
      }),
    ),
  );
  return { exchanges, request };
}

/** Each of them is refused, and what they might have taken is still there. */
async function refusedAndIdle(
  context: RuleContext,
  operation: Operation,
  targets: readonly (string | undefined)[],
): Promise<void> {
  const { exchanges, request } = await sentWith(context, operation, targets);
  for (const exchange of exchanges) context.observed.refused(exchange);
  await stillServed(context, operation, request, exchanges);
}

/** A proper request is served. */
async function stillServed(
  { target, observed }: RuleContext,
  { name, wants }: Operation,
  request: ServableRequest,
  before: readonly Exchange[],
): Promise<void> {
  const exchange = await target.until(async () => {
    const value = await target.call(name, request.body, { deadlineMs: refusalMs });
    return { done: wants.isIn(value), value };
  }, refusalMs);
  const isServed = request.isServedBy(exchange);
  const shown: Shown = [...before, exchange];
  observed.part(`body.${wants.member}`, isServed, request.still, describe(exchange), ...shown);
}

function named(target: string | undefined): string {
  return target === undefined ? 'a request without X-Amz-Target' : `X-Amz-Target: ${target}`;
}
