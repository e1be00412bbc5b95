import { BODY_LIMIT, Protocol, type ProtocolOptions } from '../protocol.ts';
import type { ReferenceService } from '../service.ts';
import type { Collateral, Mutant } from './mutant.ts';
import { answeringOversized, depthOf, isPoll, parsing, readingBodies } from './wire-making.ts';

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

const stuck: readonly Collateral[] = [
  {
    rules: ['*'],
    why: 'Nothing but polls is answered any more, whatever a rule was about to do.',
  },
];

/** Bodies, read otherwise than documented. */
export const wireBodyMutants: readonly Mutant[] = [
  {
    name: 'wire-trailing-text-overlooked',
    breaks: ['poll-for-activity-task.wire.malformed'],
    does: 'It reads the first JSON value of the body and overlooks what follows.',
    options: parsing((text, asDocumented) => {
      const [first] = /^\{"domain":"[^"]*","taskList":\{"name":"[^"]*"\}\}/.exec(text) ?? [];
      return first === undefined ? asDocumented() : JSON.parse(first);
    }),
  },
  {
    name: 'wire-bad-utf-8-replaced',
    breaks: ['poll-for-activity-task.wire.malformed'],
    does: 'It puts U+FFFD in the place of bytes that are no UTF-8.',
    options: parsing((text, asDocumented) => (text.includes('\ufffd') ? JSON.parse(text) : asDocumented())),
  },
  {
    name: 'wire-empty-body-is-500',
    breaks: ['poll-for-activity-task.wire.malformed'],
    does: 'It fails with HTTP 500 on an empty body.',
    options: parsing((text, asDocumented) => {
      if (text.trim() === '') {
        throw new Error('no body');
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-empty-body-is-no-members',
    breaks: ['poll-for-activity-task.wire.malformed-fault'],
    does: 'It reads an empty body as an object without members, and misses those.',
    options: parsing((text, asDocumented) => (text === '' ? {} : asDocumented())),
  },
  {
    name: 'wire-comment-is-500',
    breaks: ['poll-for-activity-task.wire.malformed'],
    does: 'It fails with HTTP 500 on what is JavaScript and no JSON.',
    options: parsing((text, asDocumented) => {
      if (/extra|NaN/.test(text)) {
        JSON.parse(text);
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-body-null-is-500',
    breaks: ['poll-for-activity-task.wire.not-an-object'],
    does: 'It fails with HTTP 500 on members of null.',
    options: readingBodies((body) => {
      if (body === null) {
        throw new TypeError('null has no members');
      }
      return body;
    }),
  },
  {
    name: 'wire-list-of-one-unwrapped',
    breaks: ['poll-for-activity-task.wire.not-an-object'],
    does: 'It takes a list of one request for that request.',
    options: readingBodies((body) => (Array.isArray(body) && body.length === 1 ? body[0] : body)),
  },
  {
    name: 'wire-json-in-a-string-read',
    breaks: ['poll-for-activity-task.wire.not-an-object'],
    does: 'It parses a body that is a string once more.',
    options: readingBodies((body) =>
      typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : body,
    ),
  },
  {
    name: 'wire-deep-json-is-500',
    breaks: ['poll-for-activity-task.wire.odd-json'],
    does: 'It lets the stack of its parser overflow on deep JSON, answered HTTP 500.',
    options: parsing((text, asDocumented) => {
      if (depthOf(text) > 1000) {
        throw new RangeError('Maximum call stack size exceeded');
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-deep-json-breaks-connection',
    breaks: ['poll-for-activity-task.wire.odd-json'],
    does: 'It loses the worker, and with it the connection, on deep JSON.',
    options: {
      wrap: async (request, next) => {
        const text = await request.clone().text();
        return depthOf(text) > 1000 ? Response.error() : next(request);
      },
    },
  },
  {
    name: 'wire-huge-number-is-500',
    breaks: ['poll-for-activity-task.wire.odd-json'],
    does: 'It fails with HTTP 500 on a number beyond 64 bits.',
    options: parsing((text, asDocumented) => {
      if (/:-?\d{19,}[,}]/.test(text)) {
        throw new RangeError('out of range');
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-byte-order-mark-is-500',
    breaks: ['poll-for-activity-task.wire.odd-json'],
    does: 'It fails with HTTP 500 on a byte order mark.',
    options: parsing((text, asDocumented) => {
      if (text.startsWith('\ufeff')) {
        throw new SyntaxError('unexpected character');
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-duplicate-members-are-500',
    breaks: ['poll-for-activity-task.wire.odd-json'],
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
    name: 'wire-stuck-after-deep-json',
    breaks: ['poll-for-activity-task.wire.odd-json'],
    collateral: stuck,
    does: 'It leaves a lock behind on deep JSON, so that nothing but polls is served any more.',
    options: {
      protocol: (service, options) => new StuckProtocol(service, options, (text) => depthOf(text) > 1000),
    },
  },
  {
    name: 'wire-size-unbounded',
    breaks: ['poll-for-activity-task.wire.oversized'],
    does: 'It accepts a request of any size.',
    options: answeringOversized(() => Response.json({ startedEventId: 0 })),
  },
  {
    name: 'wire-oversized-is-500',
    breaks: ['poll-for-activity-task.wire.oversized'],
    does: 'It fails with HTTP 500 on a request past 1 MB.',
    options: answeringOversized(() => new Response('out of memory', { status: 500 })),
  },
  {
    name: 'wire-oversized-is-not-answered',
    breaks: ['poll-for-activity-task.wire.oversized'],
    does: 'It neither answers a request past 1 MB nor closes its connection.',
    options: answeringOversized(() => new Promise(() => {})),
  },
  {
    name: 'wire-stuck-after-oversized',
    breaks: ['poll-for-activity-task.wire.oversized'],
    collateral: stuck,
    does: 'It leaves a lock behind on a request past 1 MB, so that nothing but polls is served any more.',
    options: {
      protocol: (service, options) => new StuckProtocol(service, options, (text) => text.length > BODY_LIMIT),
    },
  },
];
