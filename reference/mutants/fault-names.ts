import { answeringFaults, namedFaultRules, nameOf, unnamed, writingFaults } from './fault-making.ts';
import { withBody } from './making.ts';
import type { Mutant } from './mutant.ts';
import { withHeader } from './wire-making.ts';

/** How a fault is named, or not. */
export const faultNameMutants: readonly Mutant[] = [
  {
    name: 'fault-unnamed',
    breaks: ['poll-for-activity-task.fault.type', 'poll-for-activity-task.fault.sdk'],
    collateral: [unnamed],
    does: 'It leaves __type out.',
    options: writingFaults(({ message }) => ({ message })),
  },
  ...(
    [
      ['null', null],
      ['empty', ''],
      ['number', 400],
      ['list', ['UnknownResourceFault']],
      ['status-text', 'Bad Request'],
    ] as const
  ).map(
    ([kind, type]): Mutant => ({
      name: `fault-type-is-${kind}`,
      breaks: ['poll-for-activity-task.fault.type', 'poll-for-activity-task.fault.sdk'],
      collateral: [unnamed],
      does: `It sends ${JSON.stringify(type)} as __type.`,
      options: writingFaults(({ message }) => ({ __type: type, message })),
    }),
  ),
  ...(
    [
      ['capitalised-type', '__Type'],
      ['bare-type', 'type'],
      ['error-type', 'errorType'],
      ['underscored-type', '_type'],
    ] as const
  ).map(
    ([kind, member]): Mutant => ({
      name: `fault-named-by-${kind}`,
      breaks: ['poll-for-activity-task.fault.type', 'poll-for-activity-task.fault.sdk'],
      collateral: [unnamed],
      does: `It names the fault under "${member}" in place of "__type".`,
      options: writingFaults((fault) => ({ [member]: fault.type, message: fault.message })),
    }),
  ),
  {
    name: 'fault-named-by-code',
    breaks: ['poll-for-activity-task.fault.type'],
    does: 'It names the fault under "code", as other protocols do.',
    options: writingFaults((fault) => ({ code: nameOf(fault), message: fault.message })),
  },
  {
    name: 'fault-named-in-header',
    breaks: ['poll-for-activity-task.fault.type'],
    does: 'It names the fault in the header x-amzn-ErrorType alone.',
    options: answeringFaults((response, fault) =>
      withHeader(
        withBody(response, JSON.stringify({ message: fault.message })),
        'x-amzn-ErrorType',
        nameOf(fault),
      ),
    ),
  },
  {
    name: 'fault-named-by-a-sentence',
    breaks: ['poll-for-activity-task.fault.type', 'poll-for-activity-task.fault.sdk'],
    collateral: [unnamed],
    does: 'It sends the message as __type.',
    options: writingFaults(({ message }) => ({ __type: message || 'An error', message })),
  },
  {
    name: 'fault-name-in-lower-case',
    breaks: ['poll-for-activity-task.fault.sdk', ...namedFaultRules],
    does: 'It writes the name of a fault in lower case.',
    options: writingFaults((fault) => ({ __type: fault.type.toLowerCase(), message: fault.message })),
  },
  {
    name: 'fault-name-behind-a-dot',
    breaks: ['poll-for-activity-task.fault.type', 'poll-for-activity-task.fault.sdk'],
    collateral: [unnamed],
    does: 'It puts a dot in place of "#" between namespace and name.',
    options: writingFaults((fault) => ({ __type: fault.type.replace('#', '.'), message: fault.message })),
  },
  {
    name: 'fault-name-doubled',
    breaks: ['poll-for-activity-task.fault.type'],
    collateral: [unnamed],
    does: 'It puts a second "#" behind the name.',
    options: writingFaults((fault) => ({ __type: `${fault.type}#`, message: fault.message })),
  },
  {
    name: 'fault-wrapped',
    breaks: [
      'poll-for-activity-task.fault.type',
      'poll-for-activity-task.fault.sdk',
      'poll-for-activity-task.fault.message',
    ],
    collateral: [unnamed],
    does: 'It wraps the fault in a member "error".',
    options: writingFaults((fault) => ({ error: { __type: fault.type, message: fault.message } })),
  },
  {
    name: 'fault-in-a-list',
    breaks: [
      'poll-for-activity-task.fault.type',
      'poll-for-activity-task.fault.sdk',
      'poll-for-activity-task.fault.message',
      'poll-for-activity-task.fault.media-type',
    ],
    collateral: [unnamed],
    does: 'It sends a list of one fault in place of the fault.',
    options: writingFaults((fault) => [{ __type: fault.type, message: fault.message }]),
  },
];
