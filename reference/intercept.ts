import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { defineNetwork, InterceptorSource } from 'msw/experimental';
import { type ReferenceOptions, referenceHandlers } from './handlers.ts';
import type { ReferenceService } from './service.ts';

export interface InterceptOptions extends ReferenceOptions {
  /** Requests to this origin are answered; all others go their way. */
  url: string;
}

export interface InterceptedReference {
  url: string;
  service: ReferenceService;
  /** Ends all waiting polls, and lets every request go its way again. */
  close(): Promise<void>;
}

/** Serves the reference inside this process, without TCP: to node:http, fetch, the AWS SDK, and undici from npm. */
export function interceptReference(options: InterceptOptions): InterceptedReference {
  const { origin } = new URL(options.url);
  const { service, handlers } = referenceHandlers(
    options,
    (request) => new URL(request.url).origin === origin,
  );
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
    handlers,
    context: { quiet: true },
    onUnhandledFrame: 'bypass',
  });
  network.enable();
  return {
    url: options.url,
    service,
    async close() {
      service.close();
      await network.disable();
    },
  };
}
