import { bodyObject, bodyText, type Exchange, type JsonObject, mediaType } from '../../client/exchange.ts';
import { cut, faultName, faultOf } from '../../client/fault.ts';
import type { SdkOutcome } from '../../client/sdk.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Operation } from '../../kit/operation.ts';
import { type RuleDefinition, recorded } from '../../kit/rule.ts';
import { domainFault, faults, refusals, validationFault, validTwin, wasAccepted } from './mistakes.ts';

const recordedFault = recorded(
  'recorded on the live service, 2022',
  'HTTP 400, Content-Type: application/x-amz-json-1.0, body {"__type":"com.amazonaws.swf.base.model#UnknownResourceFault","message":"…"}.',
);

/** What the name of a shape in an API model looks like. */
const shapeName = /^[A-Za-z][A-Za-z0-9_]*$/;

/** What a fault is made of, and how it reads. */
export function fault(operation: Operation): readonly RuleDefinition[] {
  return [
    {
      id: 'fault.status',
      level: 'must',
      evidence: ['doc', 'live'],
      says: "The caller's mistakes are answered with HTTP 400: never 200, never 5xx.",
      citation: recordedFault,
      fix: 'Answer every mistake of the caller with HTTP 400; keep 5xx for failures of the server, which SDKs try again.',
      async check(context) {
        for (const { mistake, exchange } of await refusals(context, operation)) {
          context.observed.status(exchange, 400, `HTTP 400 for ${mistake}`);
        }
      },
    },
    {
      id: 'fault.type',
      level: 'must',
      evidence: ['doc', 'live'],
      says: 'The member __type of a fault names it, after "#" and before ":".',
      citation: recordedFault,
      fix: 'Send the name of the fault as the member "__type" of a JSON object, with a namespace and "#" before it or without.',
      async check(context) {
        for (const { mistake, exchange } of await faults(context, operation)) {
          const type = bodyObject(exchange)?.__type;
          const named = typeof type === 'string' && shapeName.test(faultName(type));
          const expected = `a "__type" that names the fault for ${mistake}`;
          context.observed.part('body.__type', named, expected, shown(exchange), exchange);
        }
      },
    },
    {
      id: 'fault.message',
      level: 'should',
      evidence: ['live'],
      says: 'A fault says in a text, under "message" or "Message", what is wrong.',
      citation: recordedFault,
      fix: 'Send a text that says what is wrong as the member "message" of every fault.',
      async check(context) {
        const decisive = (await faults(context, operation)).filter(({ hasText }) => hasText);
        for (const { mistake, exchange } of decisive) {
          const expected = `a text under "message" for ${mistake}`;
          context.observed.part(
            'body.message',
            faultOf(exchange)?.message !== '',
            expected,
            shown(exchange),
            exchange,
          );
        }
      },
    },
    {
      id: 'fault.message-string',
      level: 'must',
      evidence: ['live'],
      says: 'Where a fault has a "message" or "Message", it is a string.',
      citation: recordedFault,
      fix: 'Send the "message" of a fault as one string, not as an object or a list: clients read it as text.',
      async check(context) {
        for (const { mistake, exchange } of await faults(context, operation)) {
          const { message, Message } = bodyObject(exchange) ?? {};
          const texts = [message, Message].every((text) => (text ?? '') === String(text ?? ''));
          const expected = `a string, or nothing, as "message" for ${mistake}`;
          context.observed.part('body.message', texts, expected, shown(exchange), exchange);
        }
      },
    },
    {
      id: 'fault.media-type',
      level: 'must',
      evidence: ['live'],
      says: 'A fault is a JSON object of the media type application/x-amz-json-1.0.',
      citation: recordedFault,
      fix: 'Send every fault as JSON with "Content-Type: application/x-amz-json-1.0", as a success is sent.',
      async check(context) {
        for (const { mistake, exchange } of await faults(context, operation)) {
          const type = mediaType(exchange);
          const expected = `a JSON object of application/x-amz-json-1.0 for ${mistake}`;
          const isJson = type === 'application/x-amz-json-1.0' && bodyObject(exchange) !== undefined;
          const seen = `${type || 'no Content-Type'}: ${shown(exchange)}`;
          context.observed.part('header content-type', isJson, expected, seen, exchange);
        }
      },
    },
    {
      id: 'fault.sdk',
      level: 'must',
      evidence: ['doc'],
      says: 'An AWS SDK client throws UnknownResourceFault as its own class, and the other faults under their names.',
      citation: operation.documentation(`Exceptions: ${operation.faults.join(', ')}`),
      fix: 'Send faults in the form that SDKs read: HTTP 400, a JSON object, its "__type" the name of the fault.',
      async check({ target, observed }) {
        const { tooLong } = operation.mistakes;
        await target.quietDomain();
        const [valid, unknown, invalid] = await Promise.all([
          validTwin(target, operation),
          thrownBySdk(target, operation, await domainFault(target, operation), {
            domain: target.freshName(),
          }),
          thrownBySdk(target, operation, await validationFault(target, operation), tooLong.members),
        ]);
        observed.accepted(operation, valid);
        if (unknown) {
          const isClass = unknown.isOf('UnknownResourceFault');
          observed.part(
            'thrown by the SDK',
            isClass,
            'the SDK to throw UnknownResourceFault',
            thrown(unknown),
            unknown.exchange,
          );
        }
        if (invalid) {
          const isNamed = invalid.thrown instanceof Error && invalid.thrown.name === 'ValidationException';
          observed.part(
            'thrown by the SDK',
            isNamed,
            'the SDK to throw ValidationException',
            thrown(invalid),
            invalid.exchange,
          );
        }
      },
    },
    {
      id: 'fault.no-internals',
      level: 'should',
      evidence: ['derived'],
      says: 'A fault tells neither a stack trace nor a path of the server.',
      citation: recorded(
        'recorded on the live service',
        'The texts of its faults, such as "Unknown domain: NAME" and "1 validation error detected: …", speak of the request alone.',
      ),
      fix: 'Tell the caller what is wrong with the request, and keep stack traces and paths for the log.',
      async check(context) {
        for (const { mistake, exchange } of await refusals(context, operation)) {
          if (!exchange.answer) continue;
          const internal = internals(bodyText(exchange));
          const expected = `no stack trace and no path of the server in the answer to ${mistake}`;
          context.observed.part('body', internal === undefined, expected, cut(internal ?? ''), exchange);
        }
      },
    },
  ];
}

/** What the SDK throws for a request, valid but for these members, that the target refuses on the wire; undefined where it accepts it. */
async function thrownBySdk(
  target: Fixture,
  operation: Operation,
  onTheWire: Exchange,
  members: JsonObject,
): Promise<SdkOutcome | undefined> {
  if (wasAccepted(onTheWire)) return undefined;
  const valid = await operation.validRequest(target, await target.quietDomain());
  return target.sdkCall(operation.name, { ...valid, ...members });
}

function thrown({ error }: SdkOutcome): string {
  return error === undefined ? 'it threw nothing' : `it threw ${cut(error.split('\n')[0] ?? '')}`;
}

/** The body in a few words, for the members that a fault is made of. */
function shown(exchange: Exchange): string {
  const body = bodyObject(exchange);
  return body ? cut(JSON.stringify(body)) : `no JSON object: ${cut(bodyText(exchange)) || 'an empty body'}`;
}

const internalTexts: readonly RegExp[] = [
  /Traceback \(most recent call last\)/,
  // JavaScript: "at poll (file:///app/server.js:10:5)"; Java: "at org.example.Server.poll(Server.java:12)"; C#.
  /\bat (?:[^\n"()]{0,200}\()?[^\n"()\s]{0,200}(?:\.[cm]?[jt]s|node:[\w/]+):\d+:\d+/,
  /\bat [\w.$<>/]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)/,
  /\bat [^\n"]{1,200} in [^\n"]{1,200}\.cs:line \d+/,
  /goroutine \d+ \[\w+/,
  /panicked at [^\n"]{0,200}\.rs:\d+:\d+/,
  // An absolute path of a source file, on POSIX or Windows.
  /(?<![\w.:/-])(?:\/[\w.@+-]+)+\/[\w.@+-]+\.(?:py|rb|php|js|mjs|cjs|ts|go|rs|java|kt|scala|cs|cpp|cc|c|ex)\b/,
  /\b[A-Za-z]:(?:\\{1,2}[\w .@+-]+)+\.(?:py|rb|php|js|mjs|cjs|ts|go|rs|java|kt|scala|cs|cpp|cc|c|ex)\b/,
];

/** The first thing in the text that only the server's authors need; undefined when there is none. */
export function internals(text: string): string | undefined {
  const found = internalTexts.map((pattern) => pattern.exec(text)?.[0]);
  return found.find((internal) => internal !== undefined);
}
