import {
  BODY_LIMIT,
  Protocol,
  type ProtocolOptions,
  type ReferenceService,
  serializationFault,
  serviceFault,
  type Wrap,
} from '../index.ts';
import type { JsonObject } from '../model.ts';
import type { Mutant, Variant } from './mutant.ts';

type Changed = Pick<Mutant['options'], 'protocol' | 'wrap' | 'service'>;

/** Changes every answer, or those of the requests that it is told. */
function answering(
  change: (response: Response, request: Request) => Response | Promise<Response>,
  concerns: (request: Request) => boolean = isPoll,
): { wrap: Wrap } {
  return {
    wrap: async (request, next) => {
      const response = await next(request);
      return concerns(request) ? change(response, request) : response;
    },
  };
}

function isPoll(request: Request): boolean {
  return (request.headers.get('x-amz-target') ?? '').endsWith('.PollForActivityTask');
}

function withHeader(response: Response, name: string, value: string | undefined): Response {
  const headers = new Headers(response.headers);
  if (value === undefined) {
    headers.delete(name);
  } else {
    headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers });
}

async function withBytes(
  response: Response,
  change: (bytes: Buffer<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return new Response(change(bytes), { status: response.status, headers: response.headers });
}

/** A protocol that parses bodies otherwise. */
function parsing(parse: (text: string, asDocumented: () => unknown) => unknown): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override parseBody(body: Uint8Array): unknown {
          return parse(Buffer.from(body).toString(), () => super.parseBody(body));
        }
      })(service, options),
  };
}

/** A protocol that reads the operation otherwise. */
function routing(
  route: (request: Request, service: ReferenceService, asDocumented: () => string) => string,
): Changed {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override parseTarget(request: Request): string {
          return route(request, service, () => super.parseTarget(request));
        }
      })(service, options),
  };
}

/** A protocol that looks at a poll's body once more. */
function readingPolls(read: (body: unknown) => unknown): Changed {
  return parsing((_, asDocumented) => read(asDocumented()));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const operationOf = (request: Request) => (request.headers.get('x-amz-target') ?? '').split('.').at(-1) ?? '';

/** How deep the text nests. Counts in strings too, which is enough here. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
  }
  return deepest;
}

/** Members of a request that this server knows. */
const pollMembers = ['domain', 'taskList', 'identity'];

const answers: readonly Mutant[] = [
  {
    name: 'success-as-html',
    breaks: ['wire.media-type'],
    does: 'It sends a success with the default media type of its web framework.',
    options: answering((response) => withHeader(response, 'content-type', 'text/html; charset=utf-8')),
  },
  {
    name: 'success-as-plain-json',
    breaks: ['wire.media-type'],
    does: 'It sends a success as application/json.',
    options: answering((response) => withHeader(response, 'content-type', 'application/json')),
  },
  {
    name: 'success-without-media-type',
    breaks: ['wire.media-type'],
    does: 'It sends no Content-Type.',
    options: answering((response) => withHeader(response, 'content-type', undefined)),
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
    options: answering((response) => withBytes(response, (bytes) => Buffer.from(String(bytes), 'latin1'))),
  },
  {
    name: 'utf-16-sent',
    breaks: ['wire.json'],
    does: 'It encodes its answers as UTF-16.',
    options: answering((response) => withBytes(response, (bytes) => Buffer.from(String(bytes), 'utf16le'))),
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
    options: answering((response) =>
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
    options: readingPolls((body) => {
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
    options: readingPolls((body) => {
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

const targets: readonly Mutant[] = [
  {
    name: 'operation-found-by-its-beginning',
    breaks: ['wire.unknown-operation'],
    does: 'It takes an operation that begins with the name of a poll for it.',
    options: routing((request, _, asDocumented) =>
      operationOf(request).startsWith('PollForActivityTask') ? 'PollForActivityTask' : asDocumented(),
    ),
  },
  {
    name: 'unknown-operation-is-200',
    breaks: ['wire.unknown-operation'],
    does: 'It answers an unknown operation with an empty success.',
    options: answering(
      (response) => (response.ok ? response : new Response('{}', { headers: response.headers })),
      (request) =>
        /^SimpleWorkflowService\.(NoSuch|PollForActivity$)/.test(request.headers.get('x-amz-target') ?? ''),
    ),
  },
  {
    name: 'unknown-operation-is-500',
    breaks: ['wire.unknown-operation'],
    does: 'It fails with HTTP 500 on an operation that it does not know.',
    options: routing((request, service, asDocumented) => {
      const operation = operationOf(request);
      if (operation !== '' && !service.serves(operation)) {
        throw new Error(`no method ${operation}`);
      }
      return asDocumented();
    }),
  },
  {
    name: 'missing-target-is-a-poll',
    breaks: ['wire.no-target'],
    does: 'It takes a request without a target for a poll.',
    options: routing((request, _, asDocumented) =>
      request.headers.has('x-amz-target') ? asDocumented() : 'PollForActivityTask',
    ),
  },
  {
    name: 'missing-target-is-500',
    breaks: ['wire.no-target'],
    does: 'It fails with HTTP 500 without a target.',
    options: routing((request, _, asDocumented) => {
      if (!request.headers.has('x-amz-target')) {
        throw new Error('no target');
      }
      return asDocumented();
    }),
  },
  {
    name: 'executed-before-refused',
    breaks: ['wire.unknown-operation', 'wire.no-target', 'wire.foreign-target'],
    does: 'It hands a task out before it sees that the operation is unknown.',
    options: { protocol: (service, options) => new HastyProtocol(service, options) },
  },
  {
    name: 'unknown-operation-misnamed',
    breaks: ['wire.target-fault'],
    does: 'It answers an unknown operation with a ValidationException.',
    options: routing((request, service, asDocumented) => {
      if (!service.serves(operationOf(request))) {
        throw serviceFault('ValidationException', 'There is no such operation');
      }
      return asDocumented();
    }),
  },
  {
    name: 'long-target-refused',
    breaks: ['wire.legacy-target'],
    does: 'It serves the short target alone.',
    options: routing((request, _, asDocumented) => {
      if ((request.headers.get('x-amz-target') ?? '').startsWith('com.amazonaws')) {
        throw serviceFault('UnknownOperationException', 'There is no such operation');
      }
      return asDocumented();
    }),
  },
  {
    name: 'prefix-of-target-overlooked',
    breaks: ['wire.foreign-target'],
    does: 'It looks only at what follows the last dot of the target.',
    options: routing((request, service, asDocumented) => {
      const operation = operationOf(request);
      return service.serves(operation) ? operation : asDocumented();
    }),
  },
];

const bodies: readonly Mutant[] = [
  {
    name: 'trailing-text-overlooked',
    breaks: ['wire.malformed'],
    does: 'It reads the first JSON value of the body and overlooks what follows.',
    options: parsing((text, asDocumented) => {
      const [first] = /^\{"domain":"[^"]*","taskList":\{"name":"[^"]*"\}\}/.exec(text) ?? [];
      return first === undefined ? asDocumented() : JSON.parse(first);
    }),
  },
  {
    name: 'bad-utf-8-replaced',
    breaks: ['wire.malformed'],
    does: 'It puts U+FFFD in the place of bytes that are no UTF-8.',
    options: parsing((text, asDocumented) => (text.includes('\ufffd') ? JSON.parse(text) : asDocumented())),
  },
  {
    name: 'malformed-is-500',
    breaks: ['wire.malformed'],
    does: 'It fails with HTTP 500 on a body that is no JSON.',
    options: parsing((text, asDocumented) => {
      JSON.parse(text);
      return asDocumented();
    }),
  },
  {
    name: 'empty-body-is-500',
    breaks: ['wire.malformed'],
    does: 'It fails with HTTP 500 on an empty body.',
    options: parsing((text, asDocumented) => {
      if (text.trim() === '') {
        throw new Error('no body');
      }
      return asDocumented();
    }),
  },
  {
    name: 'malformed-is-404',
    breaks: ['wire.malformed'],
    does: 'It answers malformed JSON with HTTP 404.',
    options: parsing((_, asDocumented) => {
      try {
        return asDocumented();
      } catch {
        throw serviceFault('SerializationException', '', 404);
      }
    }),
  },
  {
    name: 'comment-is-500',
    breaks: ['wire.malformed'],
    does: 'It fails with HTTP 500 on what is JavaScript and no JSON.',
    options: parsing((text, asDocumented) => {
      if (/extra|NaN/.test(text)) {
        JSON.parse(text);
      }
      return asDocumented();
    }),
  },
  {
    name: 'malformed-misnamed',
    breaks: ['wire.malformed-fault'],
    does: 'It answers malformed JSON with a ValidationException.',
    options: parsing((_, asDocumented) => {
      try {
        return asDocumented();
      } catch {
        throw serviceFault('ValidationException', 'The body is no JSON');
      }
    }),
  },
  {
    name: 'body-null-is-500',
    breaks: ['wire.not-an-object'],
    does: 'It fails with HTTP 500 on members of null.',
    options: readingPolls((body) => {
      if (body === null) {
        throw new TypeError('null has no members');
      }
      return body;
    }),
  },
  {
    name: 'list-of-one-unwrapped',
    breaks: ['wire.not-an-object'],
    does: 'It takes a list of one request for that request.',
    options: readingPolls((body) => (Array.isArray(body) && body.length === 1 ? body[0] : body)),
  },
  {
    name: 'json-in-a-string-read',
    breaks: ['wire.not-an-object'],
    does: 'It parses a body that is a string once more.',
    options: readingPolls((body) =>
      typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : body,
    ),
  },
  {
    name: 'deep-json-is-500',
    breaks: ['wire.odd-json'],
    does: 'It lets the stack of its parser overflow on deep JSON, answered HTTP 500.',
    options: parsing((text, asDocumented) => {
      if (depthOf(text) > 1000) {
        throw new RangeError('Maximum call stack size exceeded');
      }
      return asDocumented();
    }),
  },
  {
    name: 'deep-json-breaks-connection',
    breaks: ['wire.odd-json'],
    does: 'It loses the worker, and with it the connection, on deep JSON.',
    options: {
      wrap: async (request, next) => {
        const text = await request.clone().text();
        return depthOf(text) > 1000 ? Response.error() : next(request);
      },
    },
  },
  {
    name: 'huge-number-is-500',
    breaks: ['wire.odd-json'],
    does: 'It fails with HTTP 500 on a number beyond 64 bits.',
    options: parsing((text, asDocumented) => {
      if (/:-?\d{19,}[,}]/.test(text)) {
        throw new RangeError('out of range');
      }
      return asDocumented();
    }),
  },
  {
    name: 'byte-order-mark-is-500',
    breaks: ['wire.odd-json'],
    does: 'It fails with HTTP 500 on a byte order mark.',
    options: parsing((text, asDocumented) => {
      if (text.startsWith('\ufeff')) {
        throw new SyntaxError('unexpected character');
      }
      return asDocumented();
    }),
  },
  {
    name: 'duplicate-members-are-500',
    breaks: ['wire.odd-json'],
    does: 'It fails with HTTP 500 on a name that comes twice.',
    options: parsing((text, asDocumented) => {
      const names = [...text.matchAll(/"(domain|taskList|extra)":/g)].map(([, name]) => name);
      if (new Set(names).size < names.length && !text.includes('decisions')) {
        throw new Error('duplicate key');
      }
      return asDocumented();
    }),
  },
  {
    name: 'stuck-after-deep-json',
    breaks: ['wire.odd-json'],
    does: 'It leaves a lock behind on deep JSON, so that nothing but polls is served any more.',
    options: {
      protocol: (service, options) => new StuckProtocol(service, options, (text) => depthOf(text) > 1000),
    },
  },
  {
    name: 'size-unbounded',
    breaks: ['wire.oversized'],
    does: 'It accepts a request of any size.',
    options: answeringOversized(() => Response.json({ startedEventId: 0 })),
  },
  {
    name: 'oversized-is-500',
    breaks: ['wire.oversized'],
    does: 'It fails with HTTP 500 on a request past 1 MB.',
    options: answeringOversized(() => new Response('out of memory', { status: 500 })),
  },
  {
    name: 'oversized-is-not-answered',
    breaks: ['wire.oversized'],
    does: 'It neither answers a request past 1 MB nor closes its connection.',
    options: answeringOversized(() => new Promise(() => {})),
  },
  {
    name: 'stuck-after-oversized',
    breaks: ['wire.oversized'],
    does: 'It leaves a lock behind on a request past 1 MB, so that nothing but polls is served any more.',
    options: {
      protocol: (service, options) => new StuckProtocol(service, options, (text) => text.length > BODY_LIMIT),
    },
  },
];

/** Answers requests past the limit in its own way. */
function answeringOversized(answer: () => Response | Promise<Response>): { wrap: Wrap } {
  return {
    wrap: async (request, next) => {
      const { byteLength } = await request.clone().arrayBuffer();
      return byteLength > BODY_LIMIT ? answer() : next(request);
    },
  };
}

/** Serves polls alone once it has read a body that is its undoing. */
class StuckProtocol extends Protocol {
  readonly #undoing: (body: string) => boolean;
  #stuck = false;

  constructor(service: ReferenceService, options: ProtocolOptions, undoing: (body: string) => boolean) {
    super(service, options);
    this.#undoing = undoing;
  }

  override async answer(request: Request): Promise<Response> {
    this.#stuck ||= this.#undoing(await request.clone().text());
    return this.#stuck && !isPoll(request) ? new Promise(() => {}) : super.answer(request);
  }
}

/** Takes every operation that it does not know for a poll, and refuses it when that is done. */
class HastyProtocol extends Protocol {
  readonly #unknown = new WeakSet<Request>();

  override parseTarget(request: Request): string {
    try {
      return super.parseTarget(request);
    } catch {
      this.#unknown.add(request);
      return 'PollForActivityTask';
    }
  }

  override renderSuccess(output: JsonObject | undefined, request: Request): Response {
    const unknown = serviceFault('UnknownOperationException', 'There is no such operation');
    return this.#unknown.has(request)
      ? this.renderFault(unknown, request)
      : super.renderSuccess(output, request);
  }
}

export const wireMutants: readonly Mutant[] = [...answers, ...requests, ...targets, ...bodies];

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
    name: 'answers-in-ascii',
    does: 'It escapes all that is not ASCII in its answers.',
    options: answering((response) =>
      withBytes(response, (bytes) =>
        Buffer.from(
          String(bytes).replace(
            /[^ -~]/g,
            (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
          ),
        ),
      ),
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
