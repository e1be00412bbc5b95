import { randomUUID } from 'node:crypto';
import { Fault, serializationFault, serviceFault } from './faults.ts';
import type { JsonObject } from './model.ts';
import type { ReferenceService } from './service.ts';
import { type Credentials, readAuthorization, signatureFault } from './sigv4.ts';

/** Whether a principal may do that. The principal is an access key id. */
export type Authorize = (principal: string, operation: string, input: JsonObject) => boolean;

export interface ProtocolOptions {
  /** Keys that may sign requests. Without any, signatures are not looked at. */
  credentials?: Credentials | Credentials[];
  /** Denies what it answers false to. It is asked only where signatures are checked. */
  authorize?: Authorize;
  /** The region of requests that name none in their signature. */
  region?: string;
}

/** The service's limit of a request's size (documented: 1 MB). */
export const BODY_LIMIT = 1024 * 1024;

const TARGET = /^(?:com\.amazonaws\.swf\.service\.model\.)?SimpleWorkflowService\.(\w+)$/;

/** AWS JSON 1.0 over HTTP: from a Request to the service, and from its output or fault to a Response. */
export class Protocol {
  protected readonly service: ReferenceService;
  protected readonly options: ProtocolOptions;

  constructor(service: ReferenceService, options: ProtocolOptions = {}) {
    this.service = service;
    this.options = options;
  }

  /** Answers a request, whatever it is. Never throws. */
  async answer(request: Request): Promise<Response> {
    try {
      const body = await this.readBody(request);
      const principal = this.authenticate(request, body);
      const operation = this.parseTarget(request);
      const input = this.service.readInput(operation, this.parseBody(body));
      this.permit(principal, operation, input);
      const call = { region: this.regionOf(request), signal: request.signal };
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
    if (this.options.credentials === undefined) {
      return undefined;
    }
    const fault = signatureFault(request, body, [this.options.credentials].flat(), Date.now());
    if (fault !== undefined) {
      throw fault;
    }
    return readAuthorization(request)?.accessKeyId;
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

  /** The JSON value that the body is: strict UTF-8, no byte order mark, nothing before or after it. */
  parseBody(body: Uint8Array): unknown {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
    } catch {
      throw serializationFault('The request body is not JSON');
    }
  }

  /** Throws the denial if the principal may not do that. */
  permit(principal: string | undefined, operation: string, input: JsonObject): void {
    const { authorize } = this.options;
    if (principal !== undefined && authorize !== undefined && !authorize(principal, operation, input)) {
      throw this.denial(principal, operation);
    }
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
