import { type Exchange, header, mediaType } from '../../client/exchange.ts';
import { cut, faultOf } from '../../client/fault.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Operation } from '../../kit/operation.ts';
import { Inconclusive, type Shown } from '../../kit/outcome.ts';
import { type RuleDefinition, recorded } from '../../kit/rule.ts';
import type { ServableRequest } from '../../kit/servable-request.ts';
import { isCallersFault, refusalMs } from './mistakes.ts';

/** The media type of AWS JSON 1.0. */
export const awsJson = 'application/x-amz-json-1.0';

const recordedSuccess = recorded(
  'recorded on the live service, 2016 to 2023 (83 of 83 recordings)',
  "The response's Content-Type is the request's family; x-amzn-RequestId and Content-Length are always there.",
);

/** How answers are written. */
export function wire(operation: Operation): readonly RuleDefinition[] {
  const { holds, name, words } = operation;
  const served = async (target: Fixture) => {
    const [request] = await operation.servableRequests(target, [{}]);
    return (request as ServableRequest).serve();
  };
  return [
    {
      id: 'wire.media-type',
      level: 'must',
      evidence: ['live'],
      says: `A success is of the media type ${awsJson}.`,
      citation: recordedSuccess,
      fix: `Send "Content-Type: ${awsJson}" with every answer.`,
      async check({ target, observed }) {
        const exchange = await served(target);
        const type = mediaType(exchange);
        observed.part('header content-type', type === awsJson, awsJson, type || 'no Content-Type', exchange);
      },
    },
    {
      id: 'wire.status',
      level: 'must',
      evidence: ['live'],
      says: 'A success is HTTP 200.',
      citation: operation.success,
      fix: `Answer a ${words.noun} that is served with HTTP 200${holds ? ', whether it found a task or not' : ''}.`,
      async check({ target, observed }) {
        const exchange = await served(target);
        observed.status(exchange, 200, 'HTTP 200');
      },
    },
    {
      id: 'wire.json',
      level: 'must',
      evidence: ['doc'],
      says: 'The body of an answer is JSON in UTF-8, without a byte order mark.',
      citation: recorded(
        'RFC 8259, section 8.1; the API model 2012-01-25 names the protocol "json"',
        'JSON text exchanged between systems that are not part of a closed ecosystem MUST be encoded using UTF-8. Implementations MUST NOT add a byte order mark (U+FEFF) to the beginning of a networked-transmitted JSON text.',
      ),
      fix: 'Encode every answer as UTF-8 without a byte order mark, by a JSON library: one JSON value and nothing else.',
      async check({ target, observed }) {
        // Both answers hold the text again, so that it shows in which encoding they are.
        const text = 'gr\u00fc\u00df dich, \u4e16\u754c \ud83d\ude00';
        const [{ body }] = (await operation.servableRequests(target, [{ input: text }])) as [ServableRequest];
        const requests = [body, { ...body, domain: `${target.freshName()} ${text}` }];
        const sent = requests.map((request) => target.call(name, request, { deadlineMs: refusalMs }));
        for (const exchange of await Promise.all(sent)) {
          // A request that was not answered is for other rules.
          if (!exchange.answer) continue;
          const mistake = mistakeInJson(exchange.answer.body);
          observed.part(
            'body',
            mistake === undefined,
            'JSON in UTF-8',
            `${describe(exchange)}: ${mistake}`,
            exchange,
          );
        }
      },
    },
    {
      id: 'wire.request-id',
      level: 'should',
      evidence: ['live'],
      says: 'Successes and faults alike have the header x-amzn-RequestId, with a value that is different each time.',
      citation: recordedSuccess,
      fix: 'Give every answer, faults included, a header x-amzn-RequestId with a value of its own, such as a UUID.',
      async check({ target, observed }) {
        const seen = new Map<string, Exchange>();
        for (const exchange of await successesAndFaults(target, operation)) {
          const id = header(exchange, 'x-amzn-RequestId') ?? '';
          observed.part('header x-amzn-requestid', id !== '', 'a header x-amzn-RequestId', 'none', exchange);
          const other = seen.get(id);
          const both: Shown = [...(other ? [other] : []), exchange];
          const twice = `${cut(id)} on two answers`;
          observed.part(
            'header x-amzn-requestid',
            !other,
            'another x-amzn-RequestId on each answer',
            twice,
            ...both,
          );
          seen.set(id, exchange);
        }
      },
    },
    {
      id: 'wire.connection-survives',
      level: 'should',
      evidence: ['derived'],
      says: 'A fault does not cost the connection: a second request on it is served.',
      citation: recorded(
        'RFC 9112, section 9.3',
        'HTTP/1.1 defaults to the use of "persistent connections", allowing multiple requests and responses to be carried over a single connection.',
      ),
      fix: 'Keep the connection open after a fault, as after a success: every new one costs its client a TLS handshake.',
      requires: ['connection'],
      async check({ target, observed, report }) {
        const domain = await target.quietDomain();
        const valid = await operation.validRequest(target, domain);
        const [control, ...trials] = await Promise.all([
          secondRequest(target, 'DescribeDomain', { name: domain }),
          secondRequest(target, name, { ...valid, domain: target.freshName() }),
          secondRequest(target, name, { ...valid, ...operation.mistakes.tooLong.members }),
        ]);
        const refused = trials.filter(({ first }) => isCallersFault(first));
        if (refused.length === 0) {
          const { first } = trials[0];
          const message = `no mistake was refused with a 4xx: an unknown domain came to ${describe(first)}`;
          throw new Inconclusive(`${message} (fault.status is about that)`, first);
        }
        for (const { first, second, kept } of refused) {
          const expected =
            'the next request to be served on the connection of a fault, as on that of a success';
          const seen = second.answer ? 'the connection was closed after the fault' : describe(second);
          observed.part('connection', kept || !control.kept, expected, seen, first, second);
        }
        if (!control.kept)
          report('the target closes the connection after every answer, also after a success');
      },
    },
  ];
}

/** A request on a connection of its own, and another after it: whether that was answered on the same connection. */
async function secondRequest(
  target: Fixture,
  operation: string,
  body: object,
): Promise<{ first: Exchange; second: Exchange; kept: boolean }> {
  const trial = await trySecondRequest(target, operation, body);
  // A connection may end for another reason: only twice is no accident.
  return trial.kept ? trial : trySecondRequest(target, operation, body);
}

async function trySecondRequest(
  target: Fixture,
  operation: string,
  body: object,
): Promise<{ first: Exchange; second: Exchange; kept: boolean }> {
  const connection = target.connection();
  const common = { deadlineMs: refusalMs, signal: target.signal, requestBudget: target.requestBudget };
  try {
    const first = await connection.send({ ...common, operation, body: JSON.stringify(body) });
    // A close that follows the answer has to arrive here first.
    await target.wait(50 + target.roundTripMs);
    const name = { name: await target.quietDomain() };
    const second = await connection.send({
      ...common,
      operation: 'DescribeDomain',
      body: JSON.stringify(name),
    });
    const kept = second.reused && second.exchange.ending === 'answered';
    return { first: first.exchange, second: second.exchange, kept };
  } finally {
    connection.close();
  }
}

/** Two requests that are served and two that are refused. @throws Inconclusive when none of one of these was answered */
async function successesAndFaults(target: Fixture, operation: Operation): Promise<Exchange[]> {
  const servable = await operation.servableRequests(target, [{}, {}]);
  const refused = async () => {
    const valid = await operation.validRequest(target, await target.domain());
    const body = { ...valid, domain: target.freshName() };
    return target.call(operation.name, body, { deadlineMs: refusalMs });
  };
  const [successes, faults] = await Promise.all([
    Promise.all(servable.map((request) => request.serve())),
    Promise.all([refused(), refused()]),
  ]);
  const refusals = faults.filter((exchange) => faultOf(exchange) !== undefined);
  if (refusals.length === 0) {
    const { noun } = operation.words;
    throw new Inconclusive(`no ${noun} of an unknown domain was refused: domain.unknown is about that`);
  }
  return [...successes, ...refusals];
}

/** What keeps these bytes from being JSON on the wire; undefined when nothing does. */
function mistakeInJson(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'the body is empty';
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'the body is no UTF-8';
  }
  if (text.startsWith('\ufeff')) return 'the body begins with a byte order mark';
  try {
    JSON.parse(text);
  } catch {
    return `the body is no JSON: ${cut(text, 60)}`;
  }
  return undefined;
}
