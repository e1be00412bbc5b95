import { bodyObject, isObject } from '../../client/exchange.ts';
import { faultOf } from '../../client/fault.ts';
import { SetupFailed } from '../../client/setup-failed.ts';
import {
  allNearMisses,
  type DomainReason,
  domainNames,
  type InvalidDomain,
  invalidDomains,
} from '../../generators/index.ts';
import { mistypedValues, tooLongTexts, trickyNames } from '../../generators/tricky-values.ts';
import { describe } from '../../kit/describe.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Operation } from '../../kit/operation.ts';
import { Inconclusive, Violation } from '../../kit/outcome.ts';
import { asciiSource } from '../../kit/property.ts';
import { apiReference, model, type RuleDefinition, recorded } from '../../kit/rule.ts';
import { acceptanceMs, isCallersFault, refusalMs } from './mistakes.ts';
import { everyRefused } from './refusals.ts';

const length = model('DomainName: string, min 1, max 256');

const unknown = { faults: ['UnknownResourceFault'] };
const validation = { status: 400, faults: ['ValidationException'] };
const wrongType = { status: 400, faults: ['SerializationException', 'ValidationException'] };

/** The domain that a request names: looked up as it is, and never made. */
export function domain(operation: Operation): readonly RuleDefinition[] {
  const { documentation, holds, name: operationName, quotes } = operation;
  const { noun, plural, sending } = operation.words;
  const unknownResource = documentation('SWF.Client.exceptions.UnknownResourceFault');
  const refusing = (target: Fixture, request: object) =>
    target.call(operationName, request, { deadlineMs: refusalMs });
  const accepting = (target: Fixture, request: object) =>
    target.call(operationName, request, { deadlineMs: acceptanceMs(target, operation) });
  return [
    {
      id: 'domain.unknown',
      level: 'must',
      evidence: ['doc', 'live'],
      says: `A ${noun} in a domain that is not registered is answered UnknownResourceFault, whatever valid name it has.`,
      citation: unknownResource,
      fix: `Look the domain up ${holds ? 'before the poll waits' : 'first'}, and answer UnknownResourceFault when it is not registered.`,
      async check({ target, observed, property }) {
        const valid = await operation.validRequest(target, await target.domain());
        observed.accepted(operation, await accepting(target, valid));
        // Surely nobody's domain. Of a generated one that is registered afterwards nobody knows whether it was before.
        observed.refused(await refusing(target, { ...valid, domain: target.freshName() }), unknown);
        await property({
          arbitrary: domainNames(),
          examples: trickyNames,
          async check(name) {
            const exchange = await refusing(target, { ...valid, domain: name });
            try {
              observed.refused(exchange, unknown);
            } catch (violation) {
              // A short name may be somebody's domain: then there was nothing to refuse.
              if (!(violation instanceof Violation) || (await isRegistered(target, name)) !== true)
                throw violation;
            }
          },
        });
      },
    },
    {
      id: 'domain.near-miss',
      level: 'must',
      evidence: ['derived'],
      says: "A name that nearly is a registered domain's is unknown too: other case, a prefix, one character more, decomposed accents.",
      citation: unknownResource,
      fix: 'Compare domain names exactly: no trimming, no folding of case, no normalization.',
      async check({ target, observed }) {
        const names = [await target.domain(), ...(await accentedDomain(target))];
        for (const name of names) {
          const valid = await operation.validRequest(target, name);
          observed.accepted(operation, await accepting(target, valid));
          await Promise.all(
            allNearMisses(name).map(async ({ kind, value }) => {
              const exchange = await refusing(target, { ...valid, domain: value });
              const spaced = kind === 'leading-space' || kind === 'trailing-space';
              const faults = spaced ? ['UnknownResourceFault', 'ValidationException'] : unknown.faults;
              const of = ` for ${asciiSource(value)}, the ${kind} of the registered ${asciiSource(name)}`;
              observed.refused(exchange, { faults, of });
            }),
          );
        }
      },
    },
    {
      id: 'domain.not-created',
      level: 'must',
      evidence: ['derived'],
      says: `${sending} an unknown domain does not register it.`,
      citation: apiReference('RegisterDomain', 'Registers a new domain.'),
      fix: `Never create a domain on a ${noun}: only RegisterDomain does.`,
      async check({ target, observed }) {
        const name = target.freshName();
        const registered = await target.domain();
        const known = await isRegistered(target, target.domains.main);
        if (known !== true) throw new SetupFailed('DescribeDomain does not find a registered domain');
        await Promise.all(
          [1, 2, 3].map(async () => {
            const valid = await operation.validRequest(target, registered);
            return refusing(target, { ...valid, domain: name });
          }),
        );
        const described = await target.call('DescribeDomain', { name });
        const isMade = isObject(bodyObject(described)?.domainInfo);
        const { status = 0 } = faultOf(described) ?? {};
        // Which fault says so is not for this rule; a server that fails says nothing.
        if (!isMade && (status < 400 || status >= 500)) {
          throw new Inconclusive(`DescribeDomain does not say: ${describe(described)}`, described);
        }
        observed.part(
          'body.domainInfo',
          !isMade,
          'DescribeDomain to find no such domain',
          describe(described),
          described,
        );
      },
    },
    {
      id: 'domain.missing',
      level: 'must',
      evidence: ['doc'],
      says: `A ${noun} without a domain, or whose domain is null, is answered 400 ValidationException.`,
      citation: documentation(quotes.domain),
      fix: 'Refuse a request whose required member is absent or null with 400 ValidationException.',
      async check(context) {
        const registered = context.target.domains.quiet;
        const { missing, null: isNull } = invalidDomains({ registered });
        await everyRefused(context, operation, {
          member: 'domain',
          invalid: missing,
          expected: validation,
          cases: 3,
        });
        await everyRefused(context, operation, {
          member: 'domain',
          invalid: isNull,
          expected: validation,
          cases: 3,
        });
      },
    },
    {
      id: 'domain.wrong-type',
      level: 'must',
      evidence: ['like'],
      says: 'A domain that is a number, boolean, array or object is answered 400 SerializationException or ValidationException.',
      citation: recorded(
        'recorded on DynamoDB, of the same protocol family',
        'a wrong JSON type gives 400 SerializationException',
      ),
      fix: 'Check the JSON type of each member before using it; do not turn numbers or arrays into text.',
      async check(context) {
        const registered = context.target.domains.quiet;
        const invalid = invalidDomains({ registered })['wrong-type'];
        const examples = mistypedValues(registered).map((value) => broken('wrong-type', value, registered));
        await everyRefused(context, operation, { member: 'domain', invalid, examples, expected: wrongType });
      },
    },
    {
      id: 'domain.empty',
      level: 'must',
      evidence: ['doc'],
      says: 'An empty domain is answered with a 400 fault.',
      citation: length,
      fix: 'Refuse a domain of no characters.',
      async check(context) {
        const registered = context.target.domains.quiet;
        const invalid = invalidDomains({ registered }).empty;
        await everyRefused(context, operation, {
          member: 'domain',
          invalid,
          expected: { status: 400 },
          cases: 3,
        });
      },
    },
    {
      id: 'domain.too-long',
      level: 'must',
      evidence: ['doc'],
      says: 'A domain of more than 256 characters is answered with a 400 fault.',
      citation: length,
      fix: 'Refuse a domain of more than 256 characters.',
      async check(context) {
        const registered = context.target.domains.quiet;
        const invalid = invalidDomains({ registered })['too-long'];
        const texts = [registered.padEnd(257, 'a'), ...tooLongTexts.map(({ long }) => long)];
        const examples = texts.map((text) => broken('too-long', text, registered));
        await everyRefused(context, operation, {
          member: 'domain',
          invalid,
          examples,
          expected: { status: 400 },
        });
      },
    },
    {
      id: 'domain.length-fault',
      level: 'should',
      evidence: ['derived'],
      says: 'What refuses an empty or too long domain is a ValidationException.',
      citation: documentation(
        'the parameter values fall outside the specified constraints, the action fails',
      ),
      fix: 'Validate the length of the domain before looking it up, and answer ValidationException.',
      async check({ target, observed }) {
        const registered = await target.domain();
        const names = ['', ...tooLongTexts.map(({ long }) => long)];
        let instead: string | undefined;
        await Promise.all(
          names.map(async (name) => {
            const valid = await operation.validRequest(target, registered);
            const exchange = await refusing(target, { ...valid, domain: name });
            // Whether it is refused at all, and as the caller's mistake, is for domain.empty and domain.too-long.
            if (isCallersFault(exchange)) observed.refused(exchange, { faults: ['ValidationException'] });
            else instead = describe(exchange);
          }),
        );
        if (observed.count === 0) throw new Inconclusive(`none of them was refused with a 4xx: ${instead}`);
      },
    },
    {
      id: 'domain.deprecated',
      level: 'info',
      evidence: ['doc'],
      says: `Whether ${plural} go on working in a deprecated domain.`,
      citation: apiReference(
        'DeprecateDomain',
        'After a domain has been deprecated it cannot be used to create new workflow executions or register new types. However, you can still use visibility actions on this domain.',
      ),
      fix: `Nothing need be mended: DomainDeprecatedFault is not listed for ${plural}, so that they should go on working.`,
      async check({ target, observed, report }) {
        const name = target.domains.deprecated;
        const registration = { name, workflowExecutionRetentionPeriodInDays: '1' };
        await target.setUp('RegisterDomain', registration, ['DomainAlreadyExistsFault']);
        await target.setUp('DeprecateDomain', { name }, ['DomainDeprecatedFault']);
        const exchange = await accepting(target, await operation.validRequest(target, name));
        observed.counted(exchange);
        report(`a ${noun} in a deprecated domain: ${describe(exchange)}`);
      },
    },
  ];
}

/** A request whose domain is this, and its twin in a domain that is registered. */
function broken(reason: DomainReason, domain: unknown, registered: string): InvalidDomain {
  return { reason, members: { domain }, twin: { domain: registered } };
}

/** The accented domain, where the target lets us have it: only then are its near misses looked at. */
async function accentedDomain(target: Fixture): Promise<string[]> {
  try {
    await target.registerDomain(target.domains.accented);
    return [target.domains.accented];
  } catch (error) {
    if (error instanceof SetupFailed) return [];
    throw error;
  }
}

/** Whether DescribeDomain finds a domain; undefined when it says neither. */
async function isRegistered(target: Fixture, name: string): Promise<boolean | undefined> {
  const described = await target.call('DescribeDomain', { name });
  if (isObject(bodyObject(described)?.domainInfo)) return true;
  return faultOf(described)?.type === 'UnknownResourceFault' ? false : undefined;
}
