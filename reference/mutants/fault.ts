import type { Fault } from '../faults.ts';
import {
  answeringFaults,
  changingFaults,
  denialRules,
  isSerialization,
  isValidation,
  lengthRules,
  missingMemberRules,
  nameOf,
  namingRules,
  saying,
  unknownDomainRules,
  unnamed,
  withStatus,
  writingFaults,
  wrongTypeRules,
} from './fault-making.ts';
import { faultMistakeMutants } from './fault-mistakes.ts';
import { faultNameMutants } from './fault-names.ts';
import { withBody } from './making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { withHeader } from './wire-making.ts';

/** What follows where an invalid member is not answered with HTTP 400. */
const validationNot400: Collateral = {
  rules: [
    ...missingMemberRules,
    ...lengthRules,
    ...namingRules,
    'poll-for-activity-task.domain.length-fault',
    'poll-for-activity-task.task-list.refusal-fault',
  ],
  why: 'They want a fault of HTTP 400 for each member that is missing or out of its bounds.',
};

/** Statuses and connections; what is answered to one kind of mistake alone stands in fault-mistakes.ts. */
const statuses: readonly Mutant[] = [
  {
    name: 'fault-is-200',
    breaks: ['poll-for-activity-task.fault.status', 'poll-for-activity-task.fault.sdk'],
    collateral: [
      {
        rules: [
          ...unknownDomainRules,
          ...missingMemberRules,
          ...lengthRules,
          ...namingRules,
          ...wrongTypeRules,
          'poll-for-activity-task.wire.malformed',
          'poll-for-activity-task.wire.not-an-object',
          'poll-for-activity-task.wire.oversized',
          'poll-for-activity-task.access.unsigned',
          'poll-for-activity-task.access.unknown-key',
          'poll-for-activity-task.access.bad-signature',
          'poll-for-activity-task.access.stale-date',
          ...denialRules,
        ],
        why: 'A success is not the refusal that they want, whatever its body says.',
      },
    ],
    does: 'It answers every fault with HTTP 200.',
    options: answeringFaults((response) => withStatus(response, 200)),
  },
  {
    name: 'fault-of-wrong-type-is-an-html-500',
    breaks: [
      'poll-for-activity-task.fault.status',
      'poll-for-activity-task.wire.malformed',
      'poll-for-activity-task.wire.not-an-object',
      ...wrongTypeRules,
    ],
    collateral: [
      {
        rules: ['poll-for-activity-task.wire.odd-json'],
        why: 'A byte order mark is malformed JSON to this server, which answers that with HTTP 500.',
      },
    ],
    does: 'It lets an exception of its parser become the HTML page of its web framework.',
    options: answeringFaults((response, fault) =>
      isSerialization(fault)
        ? withHeader(
            withBody(response, '<!doctype html><h1>Internal Server Error</h1>', 500),
            'content-type',
            'text/html',
          )
        : response,
    ),
  },
  {
    name: 'fault-closes-without-answer',
    breaks: ['poll-for-activity-task.fault.status', 'poll-for-activity-task.fault.sdk', ...lengthRules],
    does: 'It ends the connection on members that are empty or too long, without an answer.',
    options: answeringFaults((response, fault) =>
      fault.message.includes('must have length') ? Response.error() : response,
    ),
  },
];

/** The text. */
const messages: readonly Mutant[] = [
  {
    name: 'fault-without-message',
    breaks: ['poll-for-activity-task.fault.message'],
    does: 'It names the fault and says no more.',
    options: writingFaults((fault) => ({ __type: fault.type })),
  },
  {
    name: 'fault-message-is-empty',
    breaks: ['poll-for-activity-task.fault.message'],
    does: 'It sends an empty message.',
    options: writingFaults((fault) => ({ __type: fault.type, message: '' })),
  },
  {
    name: 'fault-message-is-null',
    breaks: ['poll-for-activity-task.fault.message'],
    does: 'It sends null as the message.',
    options: writingFaults((fault) => ({ __type: fault.type, message: null })),
  },
  {
    name: 'fault-message-under-another-name',
    breaks: ['poll-for-activity-task.fault.message'],
    does: 'It sends the text under "errorMessage".',
    options: writingFaults((fault) => ({ __type: fault.type, errorMessage: fault.message })),
  },
  {
    name: 'fault-message-is-a-number',
    breaks: ['poll-for-activity-task.fault.message', 'poll-for-activity-task.fault.message-string'],
    does: 'It sends a number as the message.',
    options: writingFaults((fault) => ({ __type: fault.type, message: 400 })),
  },
  {
    name: 'fault-message-is-false',
    breaks: ['poll-for-activity-task.fault.message', 'poll-for-activity-task.fault.message-string'],
    does: 'It sends false as the message.',
    options: writingFaults((fault) => ({ __type: fault.type, message: false })),
  },
  {
    name: 'fault-message-is-a-list',
    breaks: ['poll-for-activity-task.fault.message', 'poll-for-activity-task.fault.message-string'],
    does: 'It sends the validation errors as a list under "message".',
    options: answeringFaults((response, fault) =>
      isValidation(fault)
        ? withBody(response, JSON.stringify({ __type: fault.type, message: [fault.message] }))
        : response,
    ),
  },
  {
    name: 'fault-message-is-an-object',
    breaks: ['poll-for-activity-task.fault.message', 'poll-for-activity-task.fault.message-string'],
    does: 'It sends an object under "Message".',
    options: writingFaults((fault) => ({ __type: fault.type, Message: { text: fault.message } })),
  },
];

/** The media type, and what is no JSON. */
const mediaTypes: readonly Mutant[] = [
  ...(
    [
      ['fault-as-html', 'text/html; charset=utf-8'],
      ['fault-as-plain-json', 'application/json'],
      ['fault-as-json-1.1', 'application/x-amz-json-1.1'],
      ['fault-as-bytes', 'application/octet-stream'],
      ['fault-without-media-type', undefined],
    ] as const
  ).map(
    ([name, type]): Mutant => ({
      name,
      breaks: ['poll-for-activity-task.fault.media-type'],
      does: type ? `It sends faults as ${type}.` : 'It sends faults without a Content-Type.',
      options: answeringFaults((response) => withHeader(response, 'content-type', type)),
    }),
  ),
  {
    name: 'fault-as-xml',
    breaks: [
      'poll-for-activity-task.fault.media-type',
      'poll-for-activity-task.fault.type',
      'poll-for-activity-task.fault.message',
      'poll-for-activity-task.fault.sdk',
      'poll-for-activity-task.wire.json',
    ],
    collateral: [unnamed],
    does: 'It answers faults in XML, as the query protocol does.',
    options: answeringFaults((response, fault) =>
      withHeader(
        withBody(response, `<ErrorResponse><Error><Code>${nameOf(fault)}</Code></Error></ErrorResponse>`),
        'content-type',
        'text/xml',
      ),
    ),
  },
  {
    name: 'fault-without-body',
    breaks: [
      'poll-for-activity-task.fault.media-type',
      'poll-for-activity-task.fault.type',
      'poll-for-activity-task.fault.message',
      'poll-for-activity-task.fault.sdk',
      'poll-for-activity-task.wire.json',
    ],
    collateral: [unnamed],
    does: 'It answers faults with a status alone.',
    options: answeringFaults((response) => withBody(response, '')),
  },
];

const pythonTrace = `Traceback (most recent call last):
  File "/opt/app/swf/responses.py", line 112, in poll_for_activity_task
    domain = self.domains[name]
KeyError: 'domain'`;
const nodeTrace = `Error: no such domain
    at Service.domainOf (/srv/swf/dist/domains.js:41:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;
const javaTrace = `java.lang.NullPointerException
\tat org.example.swf.Domains.find(Domains.java:88)`;
const goTrace = `panic: runtime error: invalid memory address or nil pointer dereference

goroutine 41 [running]:
main.(*Server).poll(0x0)`;

/** What the fault tells of the server. */
const internals: readonly Mutant[] = [
  {
    name: 'fault-with-python-traceback',
    breaks: ['poll-for-activity-task.fault.no-internals'],
    does: 'It appends its stack trace to the message.',
    options: changingFaults((fault) => saying(fault, `${fault.message} ${pythonTrace}`)),
  },
  {
    name: 'fault-with-node-stack',
    breaks: ['poll-for-activity-task.fault.no-internals'],
    does: 'It sends its stack as the message of a SerializationException.',
    options: changingFaults((fault) => (isSerialization(fault) ? saying(fault, nodeTrace) : fault)),
  },
  {
    name: 'fault-with-java-stack',
    breaks: [
      'poll-for-activity-task.fault.no-internals',
      'poll-for-activity-task.fault.status',
      'poll-for-activity-task.fault.sdk',
    ],
    collateral: [validationNot400],
    does: 'It answers an invalid member with HTTP 500 and its stack trace.',
    options: answeringFaults((response, fault) =>
      isValidation(fault) ? withBody(response, javaTrace, 500) : response,
    ),
  },
  {
    name: 'fault-with-goroutines',
    breaks: ['poll-for-activity-task.fault.no-internals'],
    does: 'It recovers from a panic and sends the goroutine as the message.',
    options: changingFaults((fault) => (isValidation(fault) ? saying(fault, goTrace) : fault)),
  },
  {
    name: 'fault-with-source-path',
    breaks: ['poll-for-activity-task.fault.no-internals'],
    does: 'It says in which of its files the fault was raised.',
    options: changingFaults((fault) => saying(fault, `${fault.message} (/app/internal/swf/poll.go:42)`)),
  },
  {
    name: 'fault-with-a-debugging-member',
    breaks: ['poll-for-activity-task.fault.no-internals'],
    does: 'It sends its stack trace as a member of its own.',
    options: writingFaults((fault: Fault) => ({
      __type: fault.type,
      message: fault.message,
      stackTrace: nodeTrace.split('\n'),
    })),
  },
];

export const faultMutants: readonly Mutant[] = [
  ...statuses,
  ...faultNameMutants,
  ...messages,
  ...mediaTypes,
  ...internals,
  ...faultMistakeMutants,
];
