import fc from 'fast-check';
import { mediaType } from '../../client/exchange.ts';
import { escaped, taskListNames } from '../../generators/index.ts';
import { describe } from '../../kit/describe.ts';
import type { Operation } from '../../kit/operation.ts';
import { type RuleDefinition, recorded } from '../../kit/rule.ts';
import type { ServableRequest } from '../../kit/servable-request.ts';
import { refusalMs } from './mistakes.ts';
import { isServed, servesForms } from './served-forms.ts';
import { awsJson } from './wire.ts';

/** What a generated name is put after, so that it is fresh: names of at most this many characters leave room for it. */
const longestSuffix = 60;

/** A name, and it again as a JSON text in which one character or more are escaped. */
const escapedNames = taskListNames()
  .filter((name) => name.length <= longestSuffix)
  .chain((name) => escaped(name).map((json) => ({ name, json })));

interface EscapedNames {
  readonly taskList: { readonly name: string; readonly json: string };
  readonly domainJson: string;
}

/** Ways to write a request. */
export function wireRequests(operation: Operation): readonly RuleDefinition[] {
  const { name, wants } = operation;
  return [
    {
      id: 'wire.media-type-parameters',
      level: 'must',
      evidence: ['doc'],
      says: `A request of ${awsJson} with a charset parameter is served.`,
      citation: recorded(
        'RFC 9110, section 8.3.1',
        'The type/subtype MAY be followed by semicolon-delimited parameters in the form of name/value pairs.',
      ),
      fix: `Compare the media type of a request without its parameters: "${awsJson}; charset=utf-8" is ${awsJson}.`,
      async check(context) {
        const types = [`${awsJson}; charset=utf-8`, `${awsJson};charset=UTF-8`];
        await servesForms(
          context,
          operation,
          types.map((type) => ({
            what: `with "Content-Type: ${type}"`,
            body: (valid) => valid,
            headers: { 'content-type': type },
          })),
        );
      },
    },
    {
      id: 'wire.escapes',
      level: 'must',
      evidence: ['doc'],
      says: 'A domain or task list written with JSON escapes is the same domain or task list.',
      citation: recorded(
        'RFC 8259, section 7',
        'Any character may be escaped. […] So, for example, a string containing only a single reverse solidus character may be represented as "\\u005C".',
      ),
      fix: 'Read the body by a JSON library that resolves escapes, before names are compared.',
      async check(context) {
        const { target, property } = context;
        await target.domain();
        // The fresh beginning of a name stands in front of the generated rest, which has the escapes.
        const beginning = ({ body }: ServableRequest, { name }: EscapedNames['taskList']) =>
          JSON.stringify(body.taskList.name.slice(0, -name.length)).slice(0, -1);
        await property<EscapedNames, ServableRequest>({
          arbitrary: fc.record({
            taskList: escapedNames,
            domainJson: fc.oneof(
              fc.constant(JSON.stringify(target.domains.main)),
              escaped(target.domains.main),
            ),
          }),
          prepare: (values) =>
            operation.servableRequests(
              target,
              values.map(({ taskList }) => ({ taskList: `${target.freshName()}-${taskList.name}` })),
            ),
          async check({ taskList, domainJson }, request) {
            const nameJson = `${beginning(request, taskList)}${taskList.json.slice(1)}`;
            const body = `{"domain":${domainJson},"taskList":{"name":${nameJson}}}`;
            await isServed(context, operation, {
              send: () => target.callBytes(name, body, { deadlineMs: refusalMs }),
              usual: request.body,
              request,
              expected: wants.ofList,
            });
          },
        });
      },
    },
    {
      id: 'wire.unknown-members',
      level: 'should',
      evidence: ['like'],
      says: 'Members that the model lacks are ignored.',
      citation: recorded(
        'recorded on DynamoDB, which has the same protocol',
        'Unknown extra members are accepted.',
      ),
      fix: 'Ignore members of a request that the model does not have, at every depth.',
      async check(context) {
        await servesForms(context, operation, [
          {
            what: 'with the members "extra" and "more"',
            body: (valid) => ({ extra: 1, ...valid, more: { names: ['a', null] } }),
          },
          {
            what: 'whose taskList has a member "extra"',
            body: (valid) => ({ ...valid, taskList: { ...valid.taskList, extra: 'a' } }),
          },
        ]);
      },
    },
    {
      id: 'wire.plain-json',
      level: 'info',
      evidence: ['live'],
      says: 'Whether a request of application/json is served, and which media type answers it.',
      citation: recorded(
        'recorded on the live service, 2016 to 2023 (83 of 83 recordings)',
        "The response's Content-Type is the request's family.",
      ),
      fix: `Serve application/json as ${awsJson}, or refuse it with a 4xx fault.`,
      async check({ target, observed, report }) {
        const [request] = (await operation.servableRequests(target, [{}])) as [ServableRequest];
        const headers = { 'content-type': 'application/json' };
        const exchange = await target.call(name, request.body, { headers, deadlineMs: refusalMs });
        const isServed = wants.isIn(exchange);
        const answered = exchange.ending === 'answered';
        observed.part(
          'answer',
          answered,
          'an answer to a request of application/json',
          describe(exchange),
          exchange,
        );
        // A refusal tells nothing where a request of the protocol's own type is refused too.
        if (!isServed) await request.serve();
        const type = mediaType(exchange) || 'no media type';
        report(
          isServed
            ? `a request of application/json is served, and answered as ${type}`
            : `a request of application/json is not served: ${describe(exchange)} (${type})`,
        );
      },
    },
  ];
}
