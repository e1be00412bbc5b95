import { serializationFault, serviceFault } from '../faults.ts';
import type { Call, JsonObject } from '../model.ts';
import { serving } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import {
  answering,
  answeringOversized,
  depthOf,
  operationOf,
  parsing,
  routing,
} from '../mutants/wire-making.ts';
import { ReferenceService } from '../service.ts';

/** How requests are read, and which are refused. */
export const requestVariants: readonly Variant[] = [
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
  {
    name: 'fails-at-first',
    does: 'Each request to start an execution or to read its history fails with InternalFailure the first time, and is served when it is sent again.',
    options: serving(
      class extends ReferenceService {
        readonly #failed = new Set<string>();

        override async perform(
          operation: string,
          input: JsonObject,
          call: Call,
        ): Promise<JsonObject | undefined> {
          const request = operation + JSON.stringify(input);
          if (/^(Start|GetWorkflow)/.test(operation) && !this.#failed.has(request)) {
            this.#failed.add(request);
            throw new Error('it was asked for the first time');
          }
          return super.perform(operation, input, call);
        }
      },
    ),
  },
  {
    name: 'unauthenticated',
    does: 'Signatures are not looked at.',
    skips: ['poll-for-activity-task.access.*'],
    options: { credentials: undefined, principals: undefined },
  },
];
