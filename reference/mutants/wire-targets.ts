import { serviceFault } from '../faults.ts';
import type { JsonObject } from '../model.ts';
import { Protocol } from '../protocol.ts';
import type { Mutant } from './mutant.ts';
import { answering, operationOf, routing } from './wire-making.ts';

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

/** Targets, read otherwise than documented. */
export const wireTargetMutants: readonly Mutant[] = [
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
