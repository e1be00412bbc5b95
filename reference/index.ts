/** The embedded reference server: Amazon SWF as documented, as far as PollForActivityTask needs it. */
export {
  Fault,
  invalid,
  serializationFault,
  serviceFault,
  swfFault,
  throttlingFault,
  validationFault,
} from './faults.ts';
export { type ReferenceOptions, referenceAnswer, type Wrap } from './handlers.ts';
export { type InterceptedReference, type InterceptOptions, interceptReference } from './intercept.ts';
export type * from './model.ts';
export type { Policy, PolicyRequest, Statement } from './policy.ts';
export { type Authorize, BODY_LIMIT, type Principal, Protocol, type ProtocolOptions } from './protocol.ts';
export { type ReferenceServer, type ServerOptions, startReferenceServer } from './server.ts';
export { ReferenceService } from './service.ts';
export type { Credentials } from './sigv4.ts';
export type { ServiceOptions } from './task-lists.ts';
export { type Quota, quotas, quotasDividedBy, TokenBuckets } from './throttle.ts';
