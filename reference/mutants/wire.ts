import { serializationFault, serviceFault } from '../faults.ts';
import type { Mutant, Variant } from './mutant.ts';
import { wireBodyMutants } from './wire-bodies.ts';
import {
  answering,
  answeringOversized,
  answeringSuccess,
  depthOf,
  isObject,
  operationOf,
  parsing,
  readingBodies,
  routing,
  withBytes,
  withHeader,
} from './wire-making.ts';
import { wireTargetMutants } from './wire-targets.ts';

/** Members of a request that this server knows. */
const pollMembers = ['domain', 'taskList', 'identity'];

const answers: readonly Mutant[] = [
  {
    name: 'success-as-html',
    breaks: ['wire.media-type'],
    does: 'It sends a success with the default media type of its web framework.',
    options: answeringSuccess((response) => withHeader(response, 'content-type', 'text/html; charset=utf-8')),
  },
  {
    name: 'success-as-plain-json',
    breaks: ['wire.media-type'],
    does: 'It sends a success as application/json.',
    options: answeringSuccess((response) => withHeader(response, 'content-type', 'application/json')),
  },
  {
    name: 'success-without-media-type',
    breaks: ['wire.media-type'],
    does: 'It sends no Content-Type.',
    options: answeringSuccess((response) => withHeader(response, 'content-type', undefined)),
  },
  {
    name: 'success-is-201',
    breaks: ['wire.status'],
    does: 'It answers a task with HTTP 201.',
    options: answering((response) =>
      response.ok ? new Response(response.body, { status: 201, headers: response.headers }) : response,
    ),
  },
  {
    name: 'byte-order-mark-sent',
    breaks: ['wire.json'],
    does: 'It puts a byte order mark in front of its answers.',
    options: answering((response) => withBytes(response, (bytes) => Buffer.from(`\ufeff${bytes}`))),
  },
  {
    name: 'latin-1-sent',
    breaks: ['wire.json'],
    does: 'It encodes its answers as Latin-1.',
    options: answeringSuccess((response) =>
      withBytes(response, (bytes) => Buffer.from(String(bytes), 'latin1')),
    ),
  },
  {
    name: 'utf-16-sent',
    breaks: ['wire.json'],
    does: 'It encodes its answers as UTF-16.',
    options: answeringSuccess((response) =>
      withBytes(response, (bytes) => Buffer.from(String(bytes), 'utf16le')),
    ),
  },
  {
    name: 'faults-in-latin-1',
    breaks: ['wire.json'],
    does: 'It encodes faults as Latin-1.',
    options: answering((response) =>
      response.ok ? response : withBytes(response, (bytes) => Buffer.from(String(bytes), 'latin1')),
    ),
  },
  {
    name: 'single-quotes-sent',
    breaks: ['wire.json'],
    does: 'It prints its answers as Python does.',
    options: answeringSuccess((response) =>
      withBytes(response, (bytes) => Buffer.from(String(bytes).replaceAll('"', "'"))),
    ),
  },
  {
    name: 'request-id-missing',
    breaks: ['wire.request-id'],
    does: 'It sends no request id.',
    options: answering((response) => withHeader(response, 'x-amzn-RequestId', undefined)),
  },
  {
    name: 'request-id-missing-on-faults',
    breaks: ['wire.request-id'],
    does: 'It sends no request id with a fault.',
    options: answering((response) =>
      response.ok ? response : withHeader(response, 'x-amzn-RequestId', undefined),
    ),
  },
  {
    name: 'request-id-constant',
    breaks: ['wire.request-id'],
    does: 'It sends the same request id with every answer.',
    options: answering((response) =>
      withHeader(response, 'x-amzn-RequestId', '00000000-0000-0000-0000-000000000000'),
    ),
  },
  {
    name: 'fault-closes-connection',
    breaks: ['wire.connection-survives'],
    does: 'It closes the connection after a fault, as some servlet containers do.',
    options: answering((response) => (response.ok ? response : withHeader(response, 'connection', 'close'))),
  },
];

const requests: readonly Mutant[] = [
  {
    name: 'media-type-compared-whole',
    breaks: ['wire.media-type-parameters'],
    does: 'It refuses a media type with parameters.',
    options: routing((request, _, asDocumented) => {
      if ((request.headers.get('content-type') ?? '').includes(';')) {
        throw serviceFault('UnknownOperationException', 'There is no such operation');
      }
      return asDocumented();
    }),
  },
  {
    name: 'escapes-not-resolved',
    breaks: ['wire.escapes'],
    does: 'It looks names up as they are written, escapes included.',
    options: parsing((text, asDocumented) => {
      const body = asDocumented();
      const [, name] = /"taskList":\{"name":"((?:[^"\\]|\\.)*)"\}\}$/.exec(text) ?? [];
      return isObject(body) && name?.includes('\\u') ? { ...body, taskList: { name } } : body;
    }),
  },
  {
    name: 'escapes-of-units-read-apart',
    breaks: ['wire.escapes'],
    does: 'It reads the two halves of an escaped pair as two characters that are not known.',
    options: parsing((text, asDocumented) => {
      const pairs = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g;
      return pairs.test(text) ? JSON.parse(text.replace(pairs, '\ufffd\ufffd')) : asDocumented();
    }),
  },
  {
    name: 'unknown-members-refused',
    breaks: ['wire.unknown-members'],
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
    name: 'unknown-members-of-task-list-refused',
    breaks: ['wire.unknown-members'],
    does: 'It refuses members of the task list that the model lacks.',
    options: readingBodies((body) => {
      if (isObject(body) && isObject(body.taskList) && Object.keys(body.taskList).length > 1) {
        throw serializationFault('Unrecognized field');
      }
      return body;
    }),
  },
  {
    name: 'plain-json-refused',
    breaks: ['wire.plain-json'],
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
  ...answers,
  ...requests,
  ...wireTargetMutants,
  ...wireBodyMutants,
];

export const wireVariants: readonly Variant[] = [
  {
    name: 'connections-closed-always',
    does: 'It closes the connection after every answer, as a server of HTTP/1.0 does.',
    options: answering(
      (response) => withHeader(response, 'connection', 'close'),
      () => true,
    ),
  },
  {
    name: 'unknown-operation-is-404',
    does: 'It answers an operation that it does not know with HTTP 404.',
    options: routing((request, service, asDocumented) => {
      if (!service.serves(operationOf(request))) {
        throw serviceFault('UnknownOperationException', 'There is no such operation', 404);
      }
      return asDocumented();
    }),
  },
  {
    name: 'foreign-target-is-another-service',
    does: 'It is several services behind one port, of which another answers a foreign target.',
    options: answering(
      () => Response.json({ __type: 'ResourceNotFoundException' }, { status: 501 }),
      (request) => /DynamoDB|StepFunctions/.test(request.headers.get('x-amz-target') ?? ''),
    ),
  },
  {
    name: 'media-type-with-charset',
    does: 'It sends the media type with a parameter and in capitals.',
    options: answering((response) =>
      withHeader(response, 'content-type', 'application/X-Amz-JSON-1.0; charset=UTF-8'),
    ),
  },
  {
    name: 'oversized-is-413',
    does: 'It answers a request past 1 MB with HTTP 413 and an empty body.',
    options: answeringOversized(() => new Response(null, { status: 413, headers: { connection: 'close' } })),
  },
  {
    name: 'oversized-is-cut-off',
    does: 'It closes the connection on a request past 1 MB.',
    options: answeringOversized(() => Response.error()),
  },
  {
    name: 'depth-bounded',
    does: 'It refuses JSON of more than 64 levels.',
    options: parsing((text, asDocumented) => {
      if (depthOf(text) > 64) {
        throw serializationFault('Document nesting depth exceeds the maximum');
      }
      return asDocumented();
    }),
  },
  {
    name: 'byte-order-mark-overlooked',
    does: 'It overlooks a byte order mark.',
    options: parsing((text, asDocumented) =>
      text.startsWith('\ufeff') ? JSON.parse(text.slice(1)) : asDocumented(),
    ),
  },
  {
    name: 'json-read-beyond-rfc-8259',
    does: 'It takes what is JavaScript and no JSON in a member that it does not know.',
    options: parsing((text, asDocumented) => {
      try {
        return asDocumented();
      } catch (error) {
        const [, known] = /^(\{.*?\}),["']?extra/s.exec(text) ?? [];
        if (known === undefined || !text.endsWith('}')) {
          throw error;
        }
        return JSON.parse(`${known}}`);
      }
    }),
  },
];
