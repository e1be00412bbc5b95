import { type ReferenceServer, startReferenceServer } from '../../reference/index.ts';

/** A server that answers "null" to polls: empty.ok fails there. */
export function startNullServer(): Promise<ReferenceServer> {
  return startReferenceServer({
    pollHoldSeconds: 1,
    async wrap(request, next) {
      const isPoll = request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask');
      const response = await next(request);
      return isPoll ? new Response('null', { headers: response.headers }) : response;
    },
  });
}
