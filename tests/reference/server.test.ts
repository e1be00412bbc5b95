import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Protocol, ReferenceService, type Task } from '../../reference/index.ts';
import { EMPTY, faultOf, serve, waiting } from './client.ts';

describe('closing', () => {
  it('ends waiting polls and connections at once', async () => {
    await using server = await serve({ pollHoldSeconds: 600 });
    const { client } = server;
    await client.prepare();
    const poll = client.poll('list').catch(() => 'cut off');
    await waiting(server, 1);
    await server.close();
    expect([EMPTY, 'cut off']).toContainEqual(await poll);
    await expect(client.poll('list')).rejects.toThrow();
  });

  it('leaves nothing behind that keeps a process alive', async () => {
    const script = `
      import { startReferenceServer } from ${JSON.stringify(new URL('../../reference/index.ts', import.meta.url).href)};
      const server = await startReferenceServer({ pollHoldSeconds: 600, latencyMs: 1 });
      const send = (operation, input) => fetch(server.url, {
        method: 'POST',
        headers: { 'X-Amz-Target': 'SimpleWorkflowService.' + operation },
        body: JSON.stringify(input),
      });
      const domain = 'd';
      await send('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '1' });
      await send('RegisterWorkflowType', { domain, name: 'w', version: '1' });
      const started = await send('StartWorkflowExecution', {
        domain, workflowId: 'w', workflowType: { name: 'w', version: '1' }, taskList: { name: 'l' },
        taskStartToCloseTimeout: '600', executionStartToCloseTimeout: '600', childPolicy: 'TERMINATE',
      });
      await send('PollForDecisionTask', { domain, taskList: { name: 'l' } });
      send('PollForActivityTask', { domain, taskList: { name: 'l' } }).catch(() => {});
      while (server.service.waitingPolls === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await server.close();
      console.log(started.status, 'closed');
    `;
    const args = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    expect(stdout).toBe('200 closed\n');
  });
});

it('sends each answer as late as it is told to', async () => {
  await using server = await serve({ latencyMs: 300 });
  const began = performance.now();
  await server.client.fault('DescribeDomain', { name: 'none' });
  expect(performance.now() - began).toBeGreaterThan(290);
});

describe('a changed server', () => {
  it('can be another service, of which one method differs', async () => {
    class Forgetful extends ReferenceService {
      override takeOff(): void {}
      override isDeliverable(_task: Task): boolean {
        return true;
      }
    }
    await using server = await serve({ service: (options) => new Forgetful(options) });
    await server.client.prepare();
    await server.client.schedule('list', {});
    const [first, second] = [await server.client.poll('list'), await server.client.poll('list')];
    expect([first.activityId, second.activityId]).toEqual(['one', 'one']);
  });

  it('can be another protocol', async () => {
    class Late extends Protocol {
      override mediaType(): string {
        return 'text/html';
      }
    }
    await using server = await serve({ protocol: (service, options) => new Late(service, options) });
    const { headers } = await server.client.send('DescribeDomain', { name: 'none' });
    expect(headers.get('content-type')).toBe('text/html');
  });

  it('can be wrapped: requests, responses, and connections that break', async () => {
    await using server = await serve({
      wrap: async (request, next) => {
        const input = await request.clone().json();
        if (input.name === 'break') {
          return Response.error();
        }
        const response = await next(request);
        return new Response(`${await response.text()} `, { status: 418, headers: response.headers });
      },
    });
    const reply = await server.client.send('DescribeDomain', { name: 'none' });
    expect(reply.status).toBe(418);
    expect(reply.text).toMatch(/\} $/);
    await expect(server.client.send('DescribeDomain', { name: 'break' })).rejects.toThrow('fetch failed');
  });

  it('tells nothing of its own mistakes', async () => {
    class Broken extends ReferenceService {
      override describeDomain(): never {
        throw new TypeError(`at ${import.meta.filename}`);
      }
    }
    await using server = await serve({ service: new Broken() });
    const reply = await server.client.send('DescribeDomain', { name: 'none' });
    expect(reply.status).toBe(500);
    expect(faultOf({ ...reply, status: 400 })).toBe(
      'InternalFailure: The request processing has failed because of an unknown error',
    );
  });
});
