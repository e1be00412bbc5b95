import type { Fault } from '../faults.ts';
import {
  answeringFaults,
  isSerialization,
  isValidation,
  lengthRules,
  missingMemberRules,
  nameOf,
  namingRules,
  unknownDomainRules,
  withJson,
  withStatus,
  wrongTypeRules,
} from './fault-making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { isPoll } from './wire-making.ts';

/** A kind of mistake that a caller can make, and what the rules want to be told of it. */
interface Mistake {
  readonly name: string;
  /** Ends the sentence "It answers …". */
  readonly what: string;
  readonly isBehind: (fault: Fault, request: Request) => boolean;
  /** The statuses that rules forbid, and those rules. */
  readonly statuses: Readonly<Record<number, readonly string[]>>;
  /** What 500 and 503 bring besides. */
  readonly failing?: readonly Collateral[];
  /** The names that rules forbid are all but these; those rules. */
  readonly names: readonly string[];
  readonly nameRules: readonly string[];
}

/** Each of these statuses breaks the same rules. */
function any(rules: readonly string[]): Mistake['statuses'] {
  return { 200: rules, 404: rules, 500: rules, 503: rules };
}

const isUnknownDomain = (fault: Fault) => nameOf(fault) === 'UnknownResourceFault';
const isMissing = (fault: Fault) => isValidation(fault) && fault.message.includes('must not be null');
const isOfNaming = (fault: Fault) =>
  isValidation(fault) && /must not (start or end|contain|be 'arn')/.test(fault.message);
const isOfLength = (fault: Fault) => isValidation(fault) && fault.message.includes('must have length');
const isMalformed = (fault: Fault) => isSerialization(fault) && fault.message.includes('is not JSON');
const isUnknownOperation = (fault: Fault) => nameOf(fault) === 'UnknownOperationException';

const mistakes: readonly Mistake[] = [
  {
    name: 'unknown-domain',
    what: 'an unknown domain',
    isBehind: (fault, request) => isPoll(request) && isUnknownDomain(fault),
    statuses: {
      200: ['poll-for-activity-task.fault.status', 'poll-for-activity-task.fault.sdk', ...unknownDomainRules],
      404: ['poll-for-activity-task.fault.status'],
      500: ['poll-for-activity-task.fault.status', ...unknownDomainRules],
      503: ['poll-for-activity-task.fault.status', ...unknownDomainRules],
    },
    names: ['UnknownResourceFault'],
    nameRules: ['poll-for-activity-task.fault.sdk', ...unknownDomainRules],
  },
  {
    name: 'missing-member',
    what: 'a required member that is missing',
    isBehind: (fault, request) => isPoll(request) && isMissing(fault),
    statuses: any(['poll-for-activity-task.fault.status', ...missingMemberRules]),
    names: ['ValidationException'],
    nameRules: missingMemberRules,
  },
  {
    name: 'bad-length',
    what: 'a member that is too long, or empty',
    isBehind: (fault, request) => isPoll(request) && isOfLength(fault),
    statuses: {
      ...any(['poll-for-activity-task.fault.status', ...lengthRules]),
      200: ['poll-for-activity-task.fault.status', 'poll-for-activity-task.fault.sdk', ...lengthRules],
    },
    names: ['ValidationException'],
    nameRules: [
      'poll-for-activity-task.fault.sdk',
      'poll-for-activity-task.domain.length-fault',
      'poll-for-activity-task.task-list.empty',
      'poll-for-activity-task.task-list.too-long',
      'poll-for-activity-task.identity.too-long',
    ],
  },
  {
    name: 'bad-name',
    what: 'a task list whose name breaks the naming rules',
    isBehind: (fault, request) => isPoll(request) && isOfNaming(fault),
    statuses: any(namingRules),
    names: ['ValidationException'],
    nameRules: ['poll-for-activity-task.task-list.refusal-fault'],
  },
  {
    name: 'wrong-type',
    what: 'a member of the wrong type',
    isBehind: (fault, request) => isPoll(request) && isSerialization(fault) && !isMalformed(fault),
    statuses: any([
      'poll-for-activity-task.fault.status',
      'poll-for-activity-task.wire.not-an-object',
      ...wrongTypeRules,
    ]),
    names: ['SerializationException', 'ValidationException'],
    nameRules: wrongTypeRules,
  },
  {
    name: 'malformed-json',
    what: 'malformed JSON',
    isBehind: (fault, request) => isPoll(request) && isMalformed(fault),
    statuses: any(['poll-for-activity-task.fault.status', 'poll-for-activity-task.wire.malformed']),
    failing: [
      {
        rules: ['poll-for-activity-task.wire.odd-json'],
        why: 'A byte order mark is malformed JSON to this server.',
      },
    ],
    names: ['SerializationException'],
    nameRules: ['poll-for-activity-task.wire.malformed-fault'],
  },
  {
    name: 'unknown-operation',
    what: 'an operation that it does not know',
    isBehind: (fault, request) => isUnknownOperation(fault) && request.headers.has('x-amz-target'),
    statuses: {
      200: ['poll-for-activity-task.wire.unknown-operation'],
      500: ['poll-for-activity-task.wire.unknown-operation'],
      503: ['poll-for-activity-task.wire.unknown-operation'],
    },
    names: ['UnknownOperationException'],
    nameRules: ['poll-for-activity-task.wire.target-fault'],
  },
  {
    name: 'missing-target',
    what: 'a request without X-Amz-Target',
    isBehind: (fault, request) => isUnknownOperation(fault) && !request.headers.has('x-amz-target'),
    statuses: {
      200: ['poll-for-activity-task.wire.no-target'],
      500: ['poll-for-activity-task.wire.no-target'],
      503: ['poll-for-activity-task.wire.no-target'],
    },
    names: ['UnknownOperationException'],
    nameRules: ['poll-for-activity-task.wire.target-fault'],
  },
];

/** The names of all mistakes, one that is made up, and one of HTTP's. */
const names = [
  'UnknownResourceFault',
  'ValidationException',
  'SerializationException',
  'UnknownOperationException',
  'InvalidRequest',
  'BadRequest',
];

/** Each kind of mistake, answered with each status that is not its own. */
const statusMutants = mistakes.flatMap(({ name, what, isBehind, statuses, failing }) =>
  Object.entries(statuses).map(
    ([status, breaks]): Mutant => ({
      name: `fault-of-${name}-is-${status}`,
      breaks,
      ...(failing && Number(status) >= 500 && { collateral: failing }),
      does: `It answers ${what} with HTTP ${status}.`,
      options: answeringFaults((response) => withStatus(response, Number(status)), isBehind),
    }),
  ),
);

/** Each kind of mistake, under each name that is not its own. */
const nameMutants = mistakes.flatMap(({ name, what, isBehind, names: own, nameRules }) =>
  names
    .filter((other) => !own.includes(other))
    .map(
      (other): Mutant => ({
        name: `fault-of-${name}-named-${kebab(other)}`,
        breaks: nameRules,
        does: `It calls the fault for ${what} ${other}.`,
        options: answeringFaults(
          (response, { message }) => withJson(response, { __type: other, message }),
          isBehind,
        ),
      }),
    ),
);

export const faultMistakeMutants: readonly Mutant[] = [...statusMutants, ...nameMutants];

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
