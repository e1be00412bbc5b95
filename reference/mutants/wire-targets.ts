import { serviceFault } from '../faults.ts';
import type { JsonObject } from '../model.ts';
import { Protocol } from '../protocol.ts';
import type { ReferenceService } from '../service.ts';
import type { Mutant } from './mutant.ts';
import { type Changed, operationOf, routing } from './wire-making.ts';

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

/** Takes an operation of SWF for a poll where it guesses so. */
function guessing(isPoll: (operation: string, service: ReferenceService) => boolean): Changed {
  return routing((request, service, asDocumented) => {
    const isOurs = request.headers.get('x-amz-target')?.startsWith('SimpleWorkflowService.');
    return isOurs && isPoll(operationOf(request), service) ? 'PollForActivityTask' : asDocumented();
  });
}

/** Targets, read otherwise than documented; which faults refuse the others is told in fault-mistakes.ts. */
export const wireTargetMutants: readonly Mutant[] = [
  {
    name: 'wire-operation-found-by-its-beginning',
    breaks: ['poll-for-activity-task.wire.unknown-operation'],
    does: 'It takes an operation that begins with the name of a poll for it.',
    options: guessing((operation) => operation.startsWith('PollForActivityTask')),
  },
  {
    name: 'wire-operation-found-by-its-stem',
    breaks: ['poll-for-activity-task.wire.unknown-operation'],
    does: 'It takes an operation whose name is the beginning of a poll for it.',
    options: guessing((operation) => 'PollForActivityTask'.startsWith(operation)),
  },
  {
    name: 'wire-operation-polls-by-default',
    breaks: ['poll-for-activity-task.wire.unknown-operation'],
    does: 'It takes every operation of SWF that it does not know for a poll.',
    options: guessing((operation, service) => !service.serves(operation)),
  },
  {
    name: 'wire-missing-target-is-a-poll',
    breaks: ['poll-for-activity-task.wire.no-target'],
    does: 'It takes a request without a target for a poll.',
    options: routing((request, _, asDocumented) =>
      request.headers.has('x-amz-target') ? asDocumented() : 'PollForActivityTask',
    ),
  },
  {
    name: 'wire-executed-before-refused',
    breaks: [
      'poll-for-activity-task.wire.unknown-operation',
      'poll-for-activity-task.wire.no-target',
      'poll-for-activity-task.wire.foreign-target',
    ],
    does: 'It hands a task out before it sees that the operation is unknown.',
    options: { protocol: (service, options) => new HastyProtocol(service, options) },
  },
  {
    name: 'wire-long-target-refused',
    breaks: ['poll-for-activity-task.wire.legacy-target'],
    does: 'It serves the short target alone.',
    options: routing((request, _, asDocumented) => {
      if ((request.headers.get('x-amz-target') ?? '').startsWith('com.amazonaws')) {
        throw serviceFault('UnknownOperationException', 'There is no such operation');
      }
      return asDocumented();
    }),
  },
  {
    name: 'wire-prefix-of-target-overlooked',
    breaks: ['poll-for-activity-task.wire.foreign-target'],
    does: 'It looks only at what follows the last dot of the target.',
    options: routing((request, service, asDocumented) => {
      const operation = operationOf(request);
      return service.serves(operation) ? operation : asDocumented();
    }),
  },
];
