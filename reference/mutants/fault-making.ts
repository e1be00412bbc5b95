import { Fault } from '../faults.ts';
import type { ReferenceOptions } from '../handlers.ts';
import { Protocol } from '../protocol.ts';
import type { Collateral } from './mutant.ts';
import { isPoll } from './wire-making.ts';

/** The rules that want HTTP 400, or want a fault named, by what is wrong with the poll. */
export const unknownDomainRules = [
  'poll-for-activity-task.domain.unknown',
  'poll-for-activity-task.domain.near-miss',
];
export const missingMemberRules = [
  'poll-for-activity-task.domain.missing',
  'poll-for-activity-task.task-list.missing',
  'poll-for-activity-task.task-list.null',
  'poll-for-activity-task.task-list.no-name',
];
export const lengthRules = [
  'poll-for-activity-task.domain.empty',
  'poll-for-activity-task.domain.too-long',
  'poll-for-activity-task.task-list.empty',
  'poll-for-activity-task.task-list.too-long',
  'poll-for-activity-task.identity.too-long',
];
export const namingRules = [
  'poll-for-activity-task.task-list.leading-whitespace',
  'poll-for-activity-task.task-list.trailing-whitespace',
  'poll-for-activity-task.task-list.unicode-whitespace',
  'poll-for-activity-task.task-list.colon',
  'poll-for-activity-task.task-list.slash',
  'poll-for-activity-task.task-list.bar',
  'poll-for-activity-task.task-list.c0-control',
  'poll-for-activity-task.task-list.c1-control',
  'poll-for-activity-task.task-list.arn',
];
/** Those that want a denial by its name. */
export const denialRules = [
  'poll-for-activity-task.access.action',
  'poll-for-activity-task.access.domain',
  'poll-for-activity-task.access.task-list',
];
export const wrongTypeRules = [
  'poll-for-activity-task.domain.wrong-type',
  'poll-for-activity-task.task-list.wrong-type',
  'poll-for-activity-task.identity.wrong-type',
];

/** The rules that a server breaks whose faults have no name that the documentation knows. */
export const namedFaultRules = [
  ...unknownDomainRules,
  ...missingMemberRules,
  ...wrongTypeRules,
  'poll-for-activity-task.domain.length-fault',
  'poll-for-activity-task.task-list.empty',
  'poll-for-activity-task.task-list.too-long',
  'poll-for-activity-task.task-list.refusal-fault',
  'poll-for-activity-task.identity.too-long',
  'poll-for-activity-task.wire.malformed-fault',
  ...denialRules,
];

/** What follows where the name of a fault cannot be read. */
export const unnamed: Collateral = {
  rules: namedFaultRules,
  why: 'They want the documented fault by its name, which nothing of this answer tells.',
};

/** Changes the faults of polls, or of other requests that it is told, on their way out. */
export function answeringFaults(
  change: (response: Response, fault: Fault, request: Request) => Response | Promise<Response>,
  concerns: (fault: Fault, request: Request) => boolean = (_, request) => isPoll(request),
): Pick<ReferenceOptions, 'protocol' | 'wrap'> {
  const faults = new WeakMap<Response, Fault>();
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override renderFault(fault: Fault, request: Request): Response {
          const response = super.renderFault(fault, request);
          faults.set(response, fault);
          return response;
        }
      })(service, options),
    wrap: async (request, next) => {
      const response = await next(request);
      const fault = faults.get(response);
      return fault && concerns(fault, request) ? change(response, fault, request) : response;
    },
  };
}

/** Sends the faults of polls with another body. */
export function writingFaults(write: (fault: Fault) => object): Pick<ReferenceOptions, 'protocol' | 'wrap'> {
  return answeringFaults((response, fault) => withJson(response, write(fault)));
}

/** A protocol whose faults are others. */
export function changingFaults(change: (fault: Fault) => Fault): Pick<ReferenceOptions, 'protocol'> {
  return {
    protocol: (service, options) =>
      new (class extends Protocol {
        override renderFault(fault: Fault, request: Request): Response {
          return super.renderFault(change(fault), request);
        }
      })(service, options),
  };
}

/** The same answer with another body. */
export function withJson(response: Response, body: object): Response {
  const { status, headers } = response;
  return new Response(JSON.stringify(body), { status, headers });
}

export function withStatus(response: Response, status: number): Response {
  return new Response(response.body, { status, headers: response.headers });
}

export const nameOf = (fault: Fault) => fault.type.split('#').at(-1) ?? '';
export const isValidation = (fault: Fault) => nameOf(fault) === 'ValidationException';
export const isSerialization = (fault: Fault) => nameOf(fault) === 'SerializationException';

/** The fault with another text. */
export function saying(fault: Fault, text: string): Fault {
  return new Fault(fault.type, text, fault.status, fault.textMember);
}
