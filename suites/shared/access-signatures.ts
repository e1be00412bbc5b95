import type { AwsCredentialIdentity } from '@smithy/types';
import { otherRequests } from '../../client/request-budget.ts';
import type { Signing } from '../../client/signer.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { LongPoll } from '../../kit/operation.ts';
import { apiReference, developerGuide, type RuleContext, type RuleDefinition } from '../../kit/rule.ts';
import { callerIf, leftWaiting, waitingTask } from './access-callers.ts';
import { refusalMs } from './mistakes.ts';

/** A request that nobody may have sent. */
interface Forgery {
  /** Such as `signed an hour ago`: what makes it one, after "a poll". */
  readonly what: string;
  readonly signing: Signing;
}

const hourMs = 60 * 60_000;

/** The headers of Signature Version 4. */
const signatureHeaders = ['authorization', 'x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'];

/** Of the form that real ones have, and nobody's. */
const madeUpKey = 'AKIDSWFCONFORMANCE00';
const madeUpSecret = 'nobody+has/this+secret+of+swf/conformance';
const madeUpToken = 'nobody+has/this+session+token+of+swf/conformance==';

/** A request is served only when its signature shows whose it is. */
export function accessSignatures(operation: LongPoll): readonly RuleDefinition[] {
  return [
    {
      id: 'access.unsigned',
      level: 'must',
      evidence: ['doc', 'like'],
      requires: ['authentication'],
      says: 'A poll without a signature is refused with a 4xx fault, and nothing is executed.',
      citation: developerGuide(
        'Access to Amazon SWF requires credentials that AWS can use to authenticate your requests.',
      ),
      fix: 'Refuse a request without an Authorization header of Signature Version 4 before anything else, as 400 MissingAuthenticationTokenException.',
      async check(context) {
        await refusedAndIdle(context, operation, [
          { what: 'without any signature', signing: { change: unsigned } },
          {
            what: 'with an Authorization header of another scheme',
            signing: {
              change: (headers) => ({ ...unsigned(headers), authorization: 'Bearer swf-conformance' }),
            },
          },
        ]);
      },
    },
    {
      id: 'access.unknown-key',
      level: 'must',
      evidence: ['doc', 'like'],
      requires: ['authentication'],
      says: 'A poll signed with an access key that does not exist, or with a session token that is not of its key, is refused with a 4xx fault, and nothing is executed.',
      citation: apiReference(
        'Common Errors',
        'InvalidClientTokenId: The X.509 certificate or AWS access key ID provided does not exist in our records.',
      ),
      fix: 'Look the access key id up, with its session token where it is a temporary one, and refuse one that you do not know as 400 UnrecognizedClientException.',
      async check(context) {
        const { target } = context;
        const own = await target.credentials();
        const madeUp = { accessKeyId: madeUpKey, secretAccessKey: madeUpSecret };
        await refusedAndIdle(context, operation, [
          { what: 'signed with a key that was made up', signing: { as: madeUp } },
          {
            what: 'signed with a secret that exists, under the id of a key that does not',
            signing: { as: { ...own, accessKeyId: madeUpKey } },
          },
          ...temporaryKeys(target, own).flatMap(withoutTheirToken),
        ]);
      },
    },
    {
      id: 'access.bad-signature',
      level: 'must',
      evidence: ['doc', 'like'],
      requires: ['authentication'],
      says: 'A poll whose signature is not that of its key, its date and its body is refused with a 4xx fault, and nothing is executed.',
      citation: {
        source: 'Signature Version 4 signing process, AWS General Reference',
        quote:
          "AWS then compares its calculated signature to the one you sent with the request. If the signatures match, the request is processed. If the signatures don't match, the request is denied.",
      },
      fix: 'Calculate the signature from the request as it came, with the SHA-256 of the body that you read, and refuse one that differs as 400 InvalidSignatureException.',
      async check(context) {
        const { target } = context;
        const own = await target.credentials();
        const other = { domain: target.domains.main, taskList: { name: target.freshName() } };
        await refusedAndIdle(context, operation, [
          {
            what: "signed with another secret than the key's",
            signing: { as: { ...own, secretAccessKey: madeUpSecret } },
          },
          { what: 'in whose signature the first digit was changed', signing: { change: digitChanged(0) } },
          { what: 'in whose signature the last digit was changed', signing: { change: digitChanged(63) } },
          {
            what: 'whose body was changed after it was signed',
            signing: { body: Buffer.from(JSON.stringify(other)) },
          },
        ]);
      },
    },
    {
      id: 'access.stale-date',
      level: 'must',
      evidence: ['doc', 'like'],
      requires: ['authentication'],
      says: 'A poll that was signed an hour ago, or is dated an hour ahead, is refused with a 4xx fault, and nothing is executed.',
      citation: apiReference(
        'Common Errors',
        'RequestExpired: The request reached the service more than 15 minutes after the date stamp on the request […], or the date stamp on the request is more than 15 minutes in the future.',
      ),
      fix: 'Refuse a request whose X-Amz-Date is more than 5 minutes (15 at the most) from your clock, before or after it.',
      async check(context) {
        // 15 minutes that the documentation allows, twice, for clocks that differ; and more.
        await refusedAndIdle(context, operation, [
          { what: 'signed an hour ago', signing: { fromNowMs: -hourMs } },
          { what: 'signed a day ago, at the same time', signing: { fromNowMs: -24 * hourMs } },
          { what: 'dated an hour ahead', signing: { fromNowMs: hourMs } },
        ]);
      },
    },
  ];
}

/** Polls, of a list on which a task waits, that are forged: each is refused, and the task is still there. */
async function refusedAndIdle(
  context: RuleContext,
  poll: LongPoll,
  forgeries: readonly Forgery[],
): Promise<void> {
  const { target, observed } = context;
  const { name: operation } = poll;
  const task = await waitingTask(target, poll);
  const polls = forgeries.map(({ what, signing }) => {
    const label = `${operation}, ${what}`;
    const named = { operation, label, countedAs: otherRequests };
    return target.poll(task.waiting.taskList, { ...named, signing, deadlineMs: refusalMs });
  });
  const results = await Promise.all(polls);
  const judged = results.map((result, i) => ({ ...result, what: forgeries[i]?.what }));
  // One that took the task tells more than those that came too late for it.
  const took = judged.filter(({ kind }) => kind === 'task');
  for (const { exchange, what } of [...took, ...judged]) {
    observed.refused(exchange, { of: ` of a poll ${what}` });
  }
  await leftWaiting(context, poll, task, results);
}

function unsigned(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !signatureHeaders.includes(name)));
}

/** Puts another digit at that place of the signature. */
function digitChanged(place: number): NonNullable<Signing['change']> {
  return (headers) => {
    const [before = '', signature = ''] = (headers.authorization ?? '').split(/(?<=Signature=)/);
    const digit = signature[place] === '0' ? '1' : '0';
    const changed = signature.slice(0, place) + digit + signature.slice(place + 1);
    return { ...headers, authorization: before + changed };
  };
}

interface TemporaryKey {
  readonly whose: string;
  readonly credentials: AwsCredentialIdentity;
}

/** Those that come with a session token, and may poll where tasks are scheduled. */
function temporaryKeys(target: Fixture, own: AwsCredentialIdentity): TemporaryKey[] {
  const others = callerIf(target, 'onlyDomain').filter(
    ({ principal }) => principal.domain === target.domains.main,
  );
  const all = [
    { whose: "the run's own key", credentials: own },
    ...others.map(({ name, principal }) => ({ whose: `the key of ${name}`, credentials: principal })),
  ];
  return all.filter(({ credentials }) => credentials.sessionToken !== undefined);
}

function withoutTheirToken({ whose, credentials }: TemporaryKey): Forgery[] {
  const { sessionToken: _, ...key } = credentials;
  return [
    {
      what: `signed with ${whose} and a session token that was made up`,
      signing: { as: { ...key, sessionToken: madeUpToken } },
    },
    { what: `signed with ${whose} without its session token`, signing: { as: key } },
  ];
}
