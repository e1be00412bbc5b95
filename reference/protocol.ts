import { randomUUID } from 'node:crypto';
import { domainArn } from './arns.ts';
import { Fault, serializationFault, serviceFault, throttlingFault } from './faults.ts';
import type { Call, JsonObject } from './model.ts';
import { allows, type Policy, type PolicyRequest } from './policy.ts';
import type { ReferenceService } from './service.ts';
import { type Credentials, readAuthorization, type SignatureCheck, sha256, signatureFault } from './sigv4.ts';
import { type Quota, TokenBuckets } from './throttle.ts';

/** Whether a principal may do that. The principal is an access key id. */
export type Authorize = (principal: string, operation: string, input: JsonObject) => boolean;

/** Somebody who may do what a policy says. */
export interface Principal extends Credentials {
  policy: Policy;
}

export interface ProtocolOptions {
  /** Keys that may sign requests, and do everything. Without any, and without principals, signatures are not looked at. */
  credentials?: Credentials | Credentials[] | undefined;
  /** Others who may sign requests, and do what their policies allow. */
  principals?: Principal[] | undefined;
  /** Denies what it answers false to. It is asked only where signatures are checked. */
  authorize?: Authorize;
  /** The region of requests that name none in their signature. */
  region?: string;
  /** Throttles each operation by its quota; nothing is throttled when absent. */
  quotas?: Readonly<Record<string, Quota>>;
}

/** The service's limit of a request's size (documented: 1 MB). */
export const BODY_LIMIT = 1024 * 1024;

const TARGET = /^(?:com\.amazonaws\.swf\.service\.model\.)?SimpleWorkflowService\.(\w+)$/;

/** AWS JSON 1.0 over HTTP: from a Request to the service, and from its output or fault to a Response. */
export class Protocol {
  protected readonly service: ReferenceService;
  protected readonly options: ProtocolOptions;
  readonly #buckets: TokenBuckets | undefined;

  constructor(service: ReferenceService, options: ProtocolOptions = {}) {
    this.service = service;
    this.options = options;
    this.#buckets = options.quotas && new TokenBuckets(options.quotas);
  }

  /** Answers a request, whatever it is. Never throws. */
  async answer(request: Request): Promise<Response> {
    try {
      const body = await this.readBody(request);
      const principal = this.authenticate(request, body);
      const operation = this.parseTarget(request);
      this.throttle(operation, request);
      const input = this.service.readInput(operation, this.parseBody(body));
      const call = { region: this.regionOf(request), signal: request.signal };
      await this.permit(principal, operation, input, call);
      return this.renderSuccess(await this.service.perform(operation, input, call), request);
    } catch (error) {
      return this.renderFault(error instanceof Fault ? error : this.internalFailure(error), request);
    }
  }

  /** The body's bytes; one that is too long is not read to its end. */
  async readBody(request: Request): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    // preventCancel: msw hands out a clone, and cancelling one half of a cloned body waits for the other for ever.
    for await (const chunk of request.body?.values({ preventCancel: true }) ?? []) {
      length += chunk.byteLength;
      if (length > BODY_LIMIT) {
        throw serviceFault('RequestEntityTooLargeException', `Request size exceeded ${BODY_LIMIT} bytes`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** Who asks, where signatures are checked. */
  authenticate(request: Request, body: Uint8Array): string | undefined {
    const { credentials = [], principals = [] } = this.options;
    const keys = [credentials, principals].flat(2);
    if (keys.length === 0) {
      return undefined;
    }
    const fault = this.signatureFault(request, { keys, bodyHash: sha256(body), now: Date.now() });
    if (fault !== undefined) {
      throw fault;
    }
    return readAuthorization(request)?.accessKeyId;
  }

  /** Why the request is not authentic, if so. */
  signatureFault(request: Request, check: SignatureCheck): Fault | undefined {
    return signatureFault(request, check);
  }

  /** The operation that is asked for, by its short or long name (the long one: live, of older SDKs). */
  parseTarget(request: Request): string {
    const [, operation] = TARGET.exec(request.headers.get('x-amz-target') ?? '') ?? [];
    const isOurs = request.method === 'POST' && new URL(request.url).pathname === '/';
    if (!isOurs || operation === undefined || !this.service.serves(operation)) {
      throw serviceFault('UnknownOperationException', 'There is no such operation');
    }
    return operation;
  }

  /** Throws the throttling fault if the operation's bucket is empty. */
  throttle(operation: string, request: Request): void {
    if (this.#buckets?.take(this.regionOf(request), operation) === false) throw throttlingFault();
  }

  /** The JSON value that the body is: strict UTF-8, no byte order mark, nothing before or after it. */
  parseBody(body: Uint8Array): unknown {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
    } catch {
      throw serializationFault('The request body is not JSON');
    }
  }

  /** Throws the denial if the principal may not do that. */
  async permit(
    principal: string | undefined,
    operation: string,
    input: JsonObject,
    call: Call,
  ): Promise<void> {
    if (principal !== undefined && !this.isPermitted(principal, operation, input, call)) {
      throw this.denial(principal, operation);
    }
  }

  /** By `authorize`, and by the principal's policy. */
  isPermitted(principal: string, operation: string, input: JsonObject, call: Call): boolean {
    const { authorize, principals = [] } = this.options;
    const policy = principals.find(({ accessKeyId }) => accessKeyId === principal)?.policy;
    const permitted = authorize === undefined || authorize(principal, operation, input);
    return permitted && (policy === undefined || this.allows(policy, policyRequest(operation, input, call)));
  }

  /** Whether a policy allows it. */
  allows(policy: Policy, request: PolicyRequest): boolean {
    return allows(policy, request);
  }

  /** Live 2016. The documentation lists OperationNotPermittedFault instead. */
  denial(principal: string, operation: string): Fault {
    return serviceFault(
      'AccessDeniedException',
      `User: ${principal} is not authorized to perform: swf:${operation}`,
    );
  }

  /** Lists and domains are scoped to the region, which the request names in its signature. */
  regionOf(request: Request): string {
    return readAuthorization(request)?.region || this.options.region || 'us-east-1';
  }

  /** A mistake of ours: told without its cause. */
  internalFailure(_error: unknown): Fault {
    return serviceFault(
      'InternalFailure',
      'The request processing has failed because of an unknown error',
      500,
    );
  }

  /** A void operation has an empty body, with a content type all the same (live). */
  renderSuccess(output: JsonObject | undefined, request: Request): Response {
    const body = output === undefined ? '' : JSON.stringify(output);
    return new Response(body, { status: 200, headers: this.headers(request) });
  }

  renderFault(fault: Fault, request: Request): Response {
    const body = JSON.stringify({ __type: fault.type, [fault.textMember]: fault.message });
    return new Response(body, { status: fault.status, headers: this.headers(request) });
  }

  headers(request: Request): Record<string, string> {
    return {
      'x-amzn-RequestId': this.requestId(),
      'Content-Type': this.mediaType(request),
      Date: new Date().toUTCString(),
    };
  }

  /** Different each time. */
  requestId(): string {
    return randomUUID();
  }

  /** Live: the response's media type is of the request's family. */
  mediaType(request: Request): string {
    const [given = ''] = (request.headers.get('content-type') ?? '').split(';');
    return given.trim().toLowerCase() === 'application/json'
      ? 'application/json'
      : 'application/x-amz-json-1.0';
  }
}

/** The operation as a policy sees it; one that names no domain, such as those of a task token, is done to anything. */
function policyRequest(operation: string, input: JsonObject, { region }: Call): PolicyRequest {
  // RegisterDomain and its like call it the name.
  const { name, domain = name, taskList } = input;
  const list = (taskList as { name: string } | undefined)?.name;
  return {
    action: `swf:${operation}`,
    resource: domain === undefined ? '*' : domainArn(region, String(domain)),
    context: { 'swf:taskList.name': list },
  };
}
