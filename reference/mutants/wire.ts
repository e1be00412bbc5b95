import { randomUUID } from 'node:crypto';
import { serializationFault, serviceFault } from '../faults.ts';
import { answeringFaults, isValidation, namedFaultRules } from './fault-making.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { wireBodyMutants } from './wire-bodies.ts';
import {
  answering,
  answeringSuccess,
  isObject,
  operationOf,
  parsing,
  readingBodies,
  routing,
  withBytes,
  withHeader,
} from './wire-making.ts';
import { wireTargetMutants } from './wire-targets.ts';

const withRequestId = (response: Response, id: string | undefined) =>
  withHeader(response, 'x-amzn-RequestId', id);

/** Members of a request that this server knows. */
const pollMembers = ['domain', 'taskList', 'identity'];

/** Where faults cannot be read. */
const noFaults: Collateral = {
  rules: [
    ...namedFaultRules,
    'poll-for-activity-task.fault.type',
    'poll-for-activity-task.fault.message',
    'poll-for-activity-task.fault.media-type',
    'poll-for-activity-task.fault.sdk',
  ],
  why: 'What is no JSON names no fault, nor can it be read by the SDK.',
};

/** How answers are written. */
const bodies: readonly Mutant[] = [
  {
    name: 'wire-success-is-201',
    breaks: ['poll-for-activity-task.wire.status', 'poll-for-activity-task.empty.ok'],
    does: 'It answers a poll with HTTP 201.',
    options: answering((response) =>
      response.ok ? new Response(response.body, { status: 201, headers: response.headers }) : response,
    ),
  },
  {
    name: 'wire-byte-order-mark-sent',
    breaks: ['poll-for-activity-task.wire.json'],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.hold.sdk-timeout',
          'poll-for-activity-task.empty.sdk',
          'poll-for-activity-task.task.sdk',
          'poll-for-activity-task.fault.sdk',
        ],
        why: 'The SDK cannot parse an answer that begins with a byte order mark.',
      },
    ],
    does: 'It puts a byte order mark in front of its answers.',
    options: answering((response) => withBytes(response, (bytes) => Buffer.from(`\ufeff${bytes}`))),
  },
  {
    name: 'wire-latin-1-sent',
    breaks: ['poll-for-activity-task.wire.json'],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.task.activity',
          'poll-for-activity-task.task.input',
          'poll-for-activity-task.task.sdk',
        ],
        why: 'Texts beyond ASCII do not come back as they were given.',
      },
    ],
    does: 'It encodes its answers as Latin-1.',
    options: answeringSuccess((response) =>
      withBytes(response, (bytes) => Buffer.from(String(bytes), 'latin1')),
    ),
  },
  {
    name: 'wire-faults-in-utf-16',
    breaks: ['poll-for-activity-task.wire.json'],
    collateral: [noFaults],
    does: 'It encodes its faults as UTF-16.',
    options: answeringFaults((response) =>
      withBytes(response, (bytes) => Buffer.from(String(bytes), 'utf16le')),
    ),
  },
  {
    name: 'wire-faults-in-latin-1',
    breaks: ['poll-for-activity-task.wire.json'],
    collateral: [
      {
        rules: [
          'poll-for-activity-task.domain.*',
          'poll-for-activity-task.task-list.*',
          'poll-for-activity-task.identity.*',
        ],
        why: 'A generated name that the message repeats can make a control character of it, which is no JSON.',
      },
    ],
    does: 'It encodes faults as Latin-1.',
    options: answering((response) =>
      response.ok ? response : withBytes(response, (bytes) => Buffer.from(String(bytes), 'latin1')),
    ),
  },
  {
    name: 'wire-faults-in-single-quotes',
    breaks: ['poll-for-activity-task.wire.json'],
    collateral: [noFaults],
    does: 'It prints its faults as Python does.',
    options: answeringFaults((response) =>
      withBytes(response, (bytes) => Buffer.from(String(bytes).replaceAll('"', "'"))),
    ),
  },
  {
    name: 'wire-faults-followed-by-text',
    breaks: ['poll-for-activity-task.wire.json'],
    collateral: [noFaults],
    does: 'It goes on writing after the JSON of a fault.',
    options: answeringFaults((response) => withBytes(response, (bytes) => Buffer.from(`${bytes}\nError`))),
  },
];

/** The headers of answers, and what becomes of their connection. */
const headers: readonly Mutant[] = [
  ...(
    [
      ['wire-success-as-html', 'text/html; charset=utf-8'],
      ['wire-success-as-plain-json', 'application/json'],
      ['wire-success-as-json-1.1', 'application/x-amz-json-1.1'],
      ['wire-success-as-bytes', 'application/octet-stream'],
      ['wire-success-without-media-type', undefined],
    ] as const
  ).map(
    ([name, type]): Mutant => ({
      name,
      breaks: ['poll-for-activity-task.wire.media-type'],
      does: type ? `It sends a success as ${type}.` : 'It sends a success without a Content-Type.',
      options: answeringSuccess((response) => withHeader(response, 'content-type', type)),
    }),
  ),
  {
    name: 'wire-request-id-missing',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends no request id.',
    options: answering((response) => withRequestId(response, undefined)),
  },
  {
    name: 'wire-request-id-missing-on-faults',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends no request id with a fault.',
    options: answeringFaults((response) => withRequestId(response, undefined)),
  },
  {
    name: 'wire-request-id-missing-on-successes',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends no request id with a success.',
    options: answeringSuccess((response) => withRequestId(response, undefined)),
  },
  {
    name: 'wire-request-id-empty',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends an empty request id.',
    options: answering((response) => withRequestId(response, '')),
  },
  {
    name: 'wire-request-id-under-another-name',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends the request id as x-amz-request-id.',
    options: answering((response) =>
      withHeader(withRequestId(response, undefined), 'x-amz-request-id', randomUUID()),
    ),
  },
  {
    name: 'wire-request-id-constant',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends the same request id with every answer.',
    options: answering((response) => withRequestId(response, '00000000-0000-0000-0000-000000000000')),
  },
  {
    name: 'wire-request-id-constant-on-faults',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It sends the same request id with every fault.',
    options: answeringFaults((response) => withRequestId(response, 'error')),
  },
  {
    name: 'wire-request-id-of-its-text',
    breaks: ['poll-for-activity-task.wire.request-id'],
    does: 'It makes the request id from the name of the operation.',
    options: answering((response, request) => withRequestId(response, operationOf(request))),
  },
  {
    name: 'wire-fault-closes-connection',
    breaks: ['poll-for-activity-task.wire.connection-survives'],
    does: 'It closes the connection after a fault, as some servlet containers do.',
    options: answeringFaults((response) => withHeader(response, 'connection', 'close')),
  },
  {
    name: 'wire-validation-closes-connection',
    breaks: ['poll-for-activity-task.wire.connection-survives'],
    does: 'It closes the connection after a fault on a member that is invalid.',
    options: answeringFaults((response, fault) =>
      isValidation(fault) ? withHeader(response, 'connection', 'close') : response,
    ),
  },
];

/** Requests, read otherwise than documented. */
const requests: readonly Mutant[] = [
  {
    name: 'wire-media-type-compared-whole',
    breaks: ['poll-for-activity-task.wire.media-type-parameters'],
    does: 'It refuses a media type with parameters.',
    options: routing((request, _, asDocumented) => {
      if ((request.headers.get('content-type') ?? '').includes(';')) {
        throw serviceFault('UnknownOperationException', 'There is no such operation');
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-charset-in-capitals-refused',
    breaks: ['poll-for-activity-task.wire.media-type-parameters'],
    does: 'It knows "charset=utf-8" in small letters alone.',
    options: routing((request, _, asDocumented) => {
      if ((request.headers.get('content-type') ?? '').includes('UTF-8')) {
        throw serviceFault('UnsupportedMediaTypeException', 'There is no such charset', 415);
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-escapes-of-domain-not-resolved',
    breaks: ['poll-for-activity-task.wire.escapes'],
    does: 'It looks a domain up as it is written, escapes included.',
    options: parsing((text, asDocumented) => {
      const body = asDocumented();
      const [, domain] = /^\{"domain":"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
      return isObject(body) && domain?.includes('\\u') ? { ...body, domain } : body;
    }),
  },
  {
    name: 'wire-escapes-of-list-not-resolved',
    breaks: ['poll-for-activity-task.wire.escapes'],
    collateral: [
      {
        rules: ['poll-for-activity-task.task-list.c0-control'],
        why: 'A control character that is sent as an escape is then none.',
      },
    ],
    does: 'It looks task lists up as they are written, escapes included.',
    options: parsing((text, asDocumented) => {
      const body = asDocumented();
      const [, name] = /"taskList":\{"name":"((?:[^"\\]|\\.)*)"\}\}$/.exec(text) ?? [];
      return isObject(body) && name?.includes('\\u') ? { ...body, taskList: { name } } : body;
    }),
  },
  {
    name: 'wire-escapes-of-units-read-apart',
    breaks: ['poll-for-activity-task.wire.escapes'],
    does: 'It reads the two halves of an escaped pair as two characters that are not known.',
    options: parsing((text, asDocumented) => {
      const pairs = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g;
      return pairs.test(text) ? JSON.parse(text.replace(pairs, '\ufffd\ufffd')) : asDocumented();
    }),
  },
  {
    name: 'wire-unknown-members-refused',
    breaks: ['poll-for-activity-task.wire.unknown-members'],
    does: 'It refuses members that the model lacks.',
    options: readingBodies((body) => {
      if (isObject(body) && Object.hasOwn(body, 'taskList') && Object.hasOwn(body, 'domain')) {
        const isOfPoll = !Object.hasOwn(body, 'workflowId') && !Object.hasOwn(body, 'name');
        if (isOfPoll && !Object.keys(body).every((name) => pollMembers.includes(name))) {
          throw serializationFault('Unrecognized field');
        }
      }
      return body;
    }),
  },
  {
    name: 'wire-unknown-members-of-task-list-refused',
    breaks: ['poll-for-activity-task.wire.unknown-members'],
    does: 'It refuses members of the task list that the model lacks.',
    options: readingBodies((body) => {
      if (isObject(body) && isObject(body.taskList) && Object.keys(body.taskList).length > 1) {
        throw serializationFault('Unrecognized field');
      }
      return body;
    }),
  },
  {
    name: 'wire-plain-json-refused',
    breaks: ['poll-for-activity-task.wire.plain-json'],
    does: 'It refuses requests of application/json.',
    options: routing((request, _, asDocumented) => {
      if (request.headers.get('content-type') === 'application/json') {
        throw serviceFault('UnknownOperationException', 'There is no such operation');
      }
      return asDocumented();
    }),
  },
];

export const wireMutants: readonly Mutant[] = [
  ...bodies,
  ...headers,
  ...requests,
  ...wireTargetMutants,
  ...wireBodyMutants,
];
