// What a mock is; client/mock.ts asks it, by msw, which takes long to load.

/** What `http.post` and the like of msw make, in any version of it. */
export interface MockHandler {
  run(args: { request: Request; requestId: string }): Promise<{ response?: Response | undefined } | null>;
}

/**
 * What stands for a server in this process: msw handlers, or a function. The request's signal is aborted when the client
 * gives up, as a connection would be closed.
 */
export type MockHandlers = readonly MockHandler[] | ((request: Request) => Response | Promise<Response>);

/** A mock as the target. */
export interface Mock {
  readonly handlers: MockHandlers;
  /** The module that it came from, as the user named it; absent when a program gave it. */
  readonly module?: string | undefined;
}

/** The address of a mock that is for none in particular. It is not looked up: no request leaves the process. */
export const mockEndpoint = 'http://swf.mock/';

export function isMockHandlers(value: unknown): value is MockHandlers {
  return typeof value === 'function' || (Array.isArray(value) && value.length > 0 && value.every(isHandler));
}

function isHandler(value: unknown): boolean {
  return typeof (value as Partial<MockHandler> | null | undefined)?.run === 'function';
}
