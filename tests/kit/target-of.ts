import { afterEach } from 'vitest';
import { Target } from '../../kit/target.ts';
import { type ReferenceOptions, startReferenceServer } from '../../reference/index.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A target, and its reference server with these options; both are closed when the test is over. */
export async function targetOf(options: ReferenceOptions, rate?: number): Promise<Target> {
  const server = await startReferenceServer(options);
  const target = new Target(
    {
      endpoint: new URL(server.url),
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      pollHold: 1,
      rate,
      runId: '0',
    },
    new AbortController().signal,
  );
  closers.push(
    () => server.close(),
    () => target.wire.close(),
  );
  return target;
}

/** What a request asks for. */
export const operationOf = (request: Request) => request.headers.get('x-amz-target')?.split('.').at(-1) ?? '';
