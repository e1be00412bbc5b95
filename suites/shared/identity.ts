import { type InvalidIdentity, identities, invalidIdentities } from '../../generators/index.ts';
import { mistypedValues, tooLongTexts, trickyIdentities } from '../../generators/tricky-values.ts';
import type { LongPoll } from '../../kit/operation.ts';
import { model, type RuleDefinition, recorded } from '../../kit/rule.ts';
import type { ServableRequest } from '../../kit/servable-request.ts';
import { refusalMs } from './mistakes.ts';
import { everyRefused } from './refusals.ts';
import { isServed, servesForms } from './served-forms.ts';

/** The longest identity. */
const longest = 256;

const tooLong: InvalidIdentity[] = [
  ...tooLongTexts,
  // White space counts: an identity may end with it.
  { long: `${'a'.repeat(longest)} `, fitting: 'a'.repeat(longest) },
].map(({ long, fitting }) => ({
  reason: 'too-long',
  members: { identity: long },
  twin: { identity: fitting },
}));

const mistyped: InvalidIdentity[] = mistypedValues('ab').map((identity) => ({
  reason: 'wrong-type',
  members: { identity },
  twin: { identity: 'ab' },
}));

/** The identity that a poll may give. */
export function identity(operation: LongPoll): readonly RuleDefinition[] {
  const { name } = operation;
  const constraint = model(`${name}Input, identity: an optional string (shape Identity, max 256).`);
  return [
    {
      id: 'identity.optional',
      level: 'must',
      evidence: ['doc'],
      says: 'A poll without identity is served.',
      citation: model(`${name}Input requires domain and taskList; identity is not among the required.`),
      fix: 'Do not require identity.',
      async check(context) {
        const withIdentity = (valid: object) => ({ ...valid, identity: 'worker' });
        await servesForms(
          context,
          operation,
          [{ what: 'without identity', body: (valid) => valid }],
          withIdentity,
        );
      },
    },
    {
      id: 'identity.empty',
      level: 'must',
      evidence: ['doc'],
      says: 'A poll whose identity is the empty string is served.',
      citation: constraint,
      fix: 'Accept "" as identity: the model bounds its length from above only.',
      async check(context) {
        const empty = (valid: object) => ({ ...valid, identity: '' });
        await servesForms(context, operation, [{ what: 'whose identity is ""', body: empty }]);
      },
    },
    {
      id: 'identity.valid',
      level: 'must',
      evidence: ['doc'],
      says: 'A poll is served whatever its identity is, up to 256 characters of any kind.',
      citation: constraint,
      fix: 'Accept any text as identity: bound its length by 256 characters (not bytes), and its form by nothing.',
      async check(context) {
        const { target } = context;
        await target.domain();
        await context.property<string, ServableRequest>({
          arbitrary: identities(),
          examples: trickyIdentities,
          prepare: (values) =>
            operation.servableRequests(
              target,
              values.map(() => ({ taskList: target.freshName() })),
            ),
          async check(value, request) {
            const body = { ...request.body, identity: value };
            await isServed(context, operation, {
              send: () => target.call(name, body, { deadlineMs: refusalMs }),
              usual: request.body,
              request,
              expected: `${operation.wants.own} to a poll with this identity`,
            });
          },
        });
      },
    },
    {
      id: 'identity.null',
      level: 'should',
      evidence: ['like'],
      says: 'A poll whose identity is null is served as if it had none.',
      citation: recorded(
        'recorded on DynamoDB, which has the same protocol',
        'Null for an optional member is accepted.',
      ),
      fix: 'Read a member that is null as one that is absent.',
      async check(context) {
        const withNull = (valid: object) => ({ ...valid, identity: null });
        await servesForms(context, operation, [{ what: 'whose identity is null', body: withNull }]);
      },
    },
    {
      id: 'identity.too-long',
      level: 'must',
      evidence: ['doc'],
      says: `An identity of more than ${longest} characters is refused with HTTP 400 ValidationException.`,
      citation: constraint,
      fix: `Refuse a poll whose identity is longer than ${longest} characters with a ValidationException; do not cut it.`,
      async check(context) {
        await everyRefused(context, operation, {
          member: 'identity',
          invalid: invalidIdentities()['too-long'],
          examples: tooLong,
          expected: { status: 400, faults: ['ValidationException'] },
        });
      },
    },
    {
      id: 'identity.wrong-type',
      level: 'must',
      evidence: ['like'],
      says: 'An identity that is a number, a boolean, an array or an object is refused with HTTP 400 SerializationException or ValidationException.',
      citation: recorded(
        'recorded on DynamoDB, which has the same protocol',
        'A wrong JSON type gives 400 com.amazon.coral.service#SerializationException.',
      ),
      fix: 'Accept a JSON string (or null) as identity and nothing else: never read another type as text or overlook it.',
      async check(context) {
        await everyRefused(context, operation, {
          member: 'identity',
          invalid: invalidIdentities()['wrong-type'],
          examples: mistyped,
          expected: { status: 400, faults: ['SerializationException', 'ValidationException'] },
        });
      },
    },
  ];
}
