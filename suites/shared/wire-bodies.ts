import fc from 'fast-check';
import type { Exchange } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import {
  type Body,
  type BrokenBody,
  brokenBodies,
  brokenBodyKinds,
  oddBodies,
} from '../../generators/index.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Operation } from '../../kit/operation.ts';
import { Inconclusive } from '../../kit/outcome.ts';
import { developerGuide, type RuleContext, type RuleDefinition, recorded } from '../../kit/rule.ts';
import { acceptanceMs, isCallersFault, refusalMs, validTwin } from './mistakes.ts';

const like = recorded(
  'recorded on DynamoDB, which has the same protocol',
  'A wrong JSON type gives 400 com.amazon.coral.service#SerializationException; malformed JSON gives the same fault without text.',
);

/** What no parser of JSON reads. Other mistakes some parsers overlook, as RFC 8259, section 9, allows: "extensions". */
const unreadable = ['cut-short', 'trailing-text', 'bad-utf-8', 'empty', 'blank'] as const;
const extensions = brokenBodyKinds.filter((kind) => !unreadable.some((other) => other === kind));

/** How long a request with an odd body may stay open before it counts as accepted: none has a reason to be held. */
const oddMs = 2000;

/** The limit is 1 MB, whichever way that is counted: this many bytes are past it, and that many are within. */
const pastLimit = 1_500_000;
const withinLimit = 900_000;

/** Bodies that cannot be read, and bodies that are seldom met. */
export function wireBodies(operation: Operation): readonly RuleDefinition[] {
  const { name, words } = operation;
  return [
    {
      id: 'wire.malformed',
      level: 'must',
      evidence: ['like'],
      says: 'Malformed JSON (cut short, trailing text, bad UTF-8, empty) is refused with HTTP 400.',
      citation: like,
      fix: 'Parse the whole body strictly as one JSON value in UTF-8, and refuse what cannot be parsed as 400 SerializationException.',
      async check(context) {
        const { target, observed, property } = context;
        const valid = await operation.validRequest(target, await target.quietDomain());
        // Where the mistake may be overlooked the domain is unknown, so that an answer comes at once all the same.
        const unknown = { ...valid, domain: target.freshName() };
        const accepted = acceptsValid(context, operation);
        const wellFormed = await target.call(name, unknown, { deadlineMs: refusalMs });
        await property<BrokenBody>({
          arbitrary: fc.oneof(
            { weight: 2, arbitrary: brokenBodies(valid, unreadable) },
            { weight: 1, arbitrary: brokenBodies(unknown, extensions) },
          ),
          show: byteByByte,
          async check({ kind, bytes }) {
            const exchange = await target.callBytes(name, bytes, { deadlineMs: refusalMs });
            const status = exchange.answer?.status ?? 0;
            const asWellFormed = exchange.answer !== undefined && status === wellFormed.answer?.status;
            const overlooked = exchange.ending === 'open' || (status >= 200 && status < 300) || asWellFormed;
            const mayBe = extensions.includes(kind);
            const expected = `HTTP 400${mayBe ? ' (or success)' : ''} for malformed JSON: ${kind}`;
            const holds = status === 400 || (mayBe && overlooked);
            observed.part('status', holds, expected, describe(exchange), exchange);
          },
        });
        await accepted;
      },
    },
    {
      id: 'wire.malformed-fault',
      level: 'should',
      evidence: ['like'],
      says: 'What refuses malformed JSON is SerializationException.',
      citation: like,
      fix: 'Name the fault for a body that is no JSON SerializationException.',
      async check(context) {
        const { target, observed } = context;
        const valid = await validBody(target, operation);
        const bodies = {
          'a body that is cut short': valid.slice(0, -1),
          'a body with text after the JSON': `${valid}}`,
          'a body that is no UTF-8': Buffer.from(valid.replace(/"}*$/, '\xff$&'), 'latin1'),
          'an empty body': '',
        };
        const accepted = acceptsValid(context, operation);
        const sent = await sendAll(target, name, bodies);
        const refused = sent.filter(([, exchange]) => isCallersFault(exchange));
        for (const [what, exchange] of refused) {
          const isNamed = faultOf(exchange)?.type === 'SerializationException';
          observed.part(
            'body.__type',
            isNamed,
            `SerializationException for ${what}`,
            describe(exchange),
            exchange,
          );
        }
        await accepted;
        const [[what, exchange]] = sent as [(typeof sent)[number]];
        if (refused.length === 0) {
          const message = `no malformed JSON was refused with a 4xx, so that no fault has a name: ${what} came to`;
          throw new Inconclusive(`${message} ${describe(exchange)} (wire.malformed is about that)`, exchange);
        }
      },
    },
    {
      id: 'wire.not-an-object',
      level: 'must',
      evidence: ['like'],
      says: 'A body that is an array, a string, a number or null is refused with HTTP 400.',
      citation: like,
      fix: 'Refuse a body whose JSON value is no object as 400 SerializationException, before its members are read.',
      async check(context) {
        const { target, observed } = context;
        const valid = await validBody(target, operation);
        const bodies = {
          'an empty array': '[]',
          'an array that holds a valid request': `[${valid}]`,
          'a string': '"a"',
          'a string that holds a valid request': JSON.stringify(valid),
          'a number': '1',
          null: 'null',
        };
        const accepted = acceptsValid(context, operation);
        for (const [what, exchange] of await sendAll(target, name, bodies)) {
          observed.status(exchange, 400, `HTTP 400 for a body that is ${what}`);
        }
        await accepted;
      },
    },
    {
      id: 'wire.odd-json',
      level: 'must',
      evidence: ['derived'],
      says: 'JSON that is legal but odd (very deep, duplicate members, huge numbers, a byte order mark) brings no 5xx, and the server goes on serving.',
      citation: recorded(
        'RFC 8259, section 9',
        'An implementation may set limits on the size of texts that it accepts. An implementation may set limits on the maximum depth of nesting. (What is past a limit is the mistake of the caller, which is answered HTTP 400 as recorded on the live service, and never 5xx.)',
      ),
      fix: 'Serve such a request or refuse it with a 4xx fault: bound the depth of nesting, and let no exception of the parser become a 5xx or end the process.',
      async check(context) {
        const { target, observed, property } = context;
        // Before the odd bodies: afterwards a server that no longer serves would fail the set-up, not the rule.
        const valid = await operation.validRequest(target, await target.quietDomain());
        // An unknown domain: where the body is read, a fault comes at once.
        const body = { ...valid, domain: target.freshName() };
        const plain = await target.call(name, body, { deadlineMs: oddMs });
        if (!isServed(plain)) {
          const message = `the same ${words.noun} without anything odd came to ${describe(plain)} as well`;
          throw new Inconclusive(`${message} (domain.unknown is about that)`, plain);
        }
        await property({
          arbitrary: oddBodies(body),
          show: byteByByte,
          async check({ kind, bytes }) {
            const exchange = await target.callBytes(name, bytes, { deadlineMs: oddMs });
            const expected = `an answer below HTTP 500 to odd JSON: ${kind}`;
            observed.part('status', isServed(exchange), expected, describe(exchange), exchange);
          },
        });
        await goesOnServing(context, 'after the odd bodies');
        await acceptsValid(context, operation);
      },
    },
    {
      id: 'wire.oversized',
      level: 'should',
      evidence: ['doc'],
      says: "A request past 1 MB is refused as the caller's mistake, and the server goes on serving.",
      citation: developerGuide(
        'Maximum request size – 1 MB per request. This is the total data size per Amazon SWF API request, including the request header and all other associated request data.',
      ),
      fix: 'Read no more than 1 MB of a request; answer more with a 4xx fault (400 or 413), and go on serving.',
      async check(context) {
        const { target, observed, report } = context;
        // Legal white space makes the size, so that nothing else is wrong with the request.
        const ofSize = async (bytes: number) => (await validBody(target, operation)).padEnd(bytes, ' ');
        const deadlineMs = 2 * acceptanceMs(target, operation);
        const within = target.callBytes(name, await ofSize(withinLimit), { deadlineMs });
        const exchange = await unlessCutOff(target, name, await ofSize(pastLimit));
        if (exchange.ending === 'broken') {
          report('the connection is closed on a request of 1.5 MB, with no answer that could be read');
        } else {
          observed.refused(exchange, { of: ' of a request of 1.5 MB' });
        }
        await goesOnServing(context, `after a request of ${pastLimit} bytes`);
        observed.accepted(operation, await within);
      },
    },
  ];
}

/** A body as a report shows it: one character for each byte, as it need not be UTF-8. */
function byteByByte({ kind, bytes }: Body<string>): object {
  return { kind, body: Buffer.from(bytes).toString('latin1') };
}

/** Left waiting, or answered without a failure of the server's. */
function isServed({ ending, answer }: Exchange): boolean {
  return ending === 'open' || (answer?.status ?? 500) < 500;
}

/** Sees a valid request accepted, beside those that must be refused. */
function acceptsValid({ target, observed }: RuleContext, operation: Operation): Promise<void> {
  const accepted = validTwin(target, operation).then((twin) => observed.accepted(operation, twin));
  // Where a refusal is missing as well, that is told first.
  accepted.catch(() => {});
  return accepted;
}

/** The body of a valid request, as text to be spoilt. @throws SetupFailed */
async function validBody(target: Fixture, operation: Operation): Promise<string> {
  return JSON.stringify(await operation.validRequest(target, await target.quietDomain()));
}

/** Sends each of these bodies; gives what it is beside what it came to. */
function sendAll(target: Fixture, operation: string, bodies: Readonly<Record<string, string | Uint8Array>>) {
  return Promise.all(
    Object.entries(bodies).map(
      async ([what, body]) =>
        [what, await target.callBytes(operation, body, { deadlineMs: refusalMs })] as const,
    ),
  );
}

/** The target still answers: a crash that ended it, or a loop that occupies it, is seen here. */
async function goesOnServing({ target, observed }: RuleContext, when: string): Promise<void> {
  const name = await target.quietDomain();
  const exchange = await target.call('DescribeDomain', { name }, { deadlineMs: refusalMs });
  observed.success(exchange, `DescribeDomain to be served ${when}`);
}

/**
 * Sends a request that is too long. A server may answer before it has read all of it, and close (RFC 9110, section
 * 15.5.14); the close can then destroy the answer on its way, so that it is sent again where none was read.
 */
async function unlessCutOff(target: Fixture, operation: string, body: string): Promise<Exchange> {
  for (let attempt = 1; ; attempt++) {
    const exchange = await target.callBytes(operation, body, { deadlineMs: refusalMs });
    if (exchange.ending !== 'broken' || attempt === 3) return exchange;
  }
}
