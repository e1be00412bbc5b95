import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import {
  Interrupted,
  type RunEvent,
  referenceHandlers,
  runConformance,
  startReferenceServer,
  type TargetSettings,
  Unusable,
} from '../../index.ts';
import { runReport } from '../../results/report.ts';

const only = ['hold.full', 'empty.ok', 'hold.side-by-side', 'hold.abandoned', 'wire.connection-survives'];

describe('a run from a program', () => {
  it('takes msw handlers, and nothing else is needed but how long they hold', async () => {
    const { handlers } = referenceHandlers({ pollHoldSeconds: 2 });
    const events: RunEvent['kind'][] = [];
    const report = await runConformance({
      target: { handlers, pollHoldSeconds: 2 },
      only,
      onEvent: ({ kind }) => events.push(kind),
    });
    expect(runReport.parse(report)).toEqual(report);
    expect(report.summary.verdict).toBe('conformant');
    expect(report.target).toMatchObject({ endpoint: 'http://swf.mock/', mock: 'handlers of a program' });
    const statuses = Object.fromEntries(report.rules.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({ 'hold.full': 'pass', 'wire.connection-survives': 'skip' });
    expect(new Set(events)).toEqual(new Set(['prepared', 'started', 'ruleEnded', 'cleaning']));
  });

  it('takes a function, and says what is wrong with it', async () => {
    const { handlers } = referenceHandlers({ pollHoldSeconds: 2 });
    const [handler] = handlers;
    const report = await runConformance({
      target: {
        async handlers(request) {
          const result = await handler?.run({ request, requestId: '1' });
          return new Response(result?.response?.body, { status: result?.response?.status ?? 500 });
        },
        pollHoldSeconds: 2,
      },
      only: ['wire.media-type'],
      seed: 7,
    });
    expect(report.summary.verdict).toBe('not-conformant');
    const { failure } = report.rules.find(({ id }) => id === 'wire.media-type') ?? {};
    expect(failure?.observed).toBe('no Content-Type');
    expect(failure?.reproduce.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^npx swf-conformance run --mock MODULE .*--only wire\.media-type --seed 7/),
    ]);
  });

  it('takes an endpoint as a text, and finds credentials for it', async () => {
    const server = await startReferenceServer({ pollHoldSeconds: 2 });
    const report = await runConformance({
      target: { endpoint: server.url, pollHoldSeconds: 2 },
      only: ['empty.ok', 'wire.connection-survives'],
    });
    await server.close();
    expect(report.summary.verdict).toBe('conformant');
    expect(report.rules.filter(({ status }) => status === 'pass')).toHaveLength(2);
  });

  it('is over when it is interrupted, and closes what it began', async () => {
    const { handlers, service } = referenceHandlers({ pollHoldSeconds: 60 });
    const interruption = new AbortController();
    const run = runConformance({
      target: { handlers },
      only: ['hold.*'],
      signal: interruption.signal,
      onEvent: ({ kind }) => kind === 'started' && setTimeout(() => interruption.abort(), 500),
    });
    await expect(run).rejects.toThrow(Interrupted);
    expect(service.waitingPolls).toBe(0);
  });

  it('says that handlers for another address are of no use', async () => {
    const handlers = [http.post('https://swf.us-east-1.amazonaws.com/', () => HttpResponse.json({}))];
    const run = runConformance({ target: { handlers } });
    await expect(run).rejects.toThrow(Unusable);
    await expect(run).rejects.toThrow(/no handler of the mock answers POST http:\/\/swf\.mock\//);
    const report = await runConformance({
      target: { handlers, endpoint: 'https://swf.us-east-1.amazonaws.com' },
      only: ['wire.media-type'],
    });
    expect(report.summary.verdict).toBe('not-conformant');
  });
});

describe('settings that cannot be', () => {
  const target: TargetSettings = { handlers: () => new Response('{}') };
  it.each([
    ['no target', { target: {} as TargetSettings }, 'a target has an endpoint or handlers'],
    ['no handlers', { target: { handlers: [] } }, 'handlers are msw handlers, or a function'],
    ['no URL', { target: { endpoint: 'localhost:4566' } }, 'the endpoint is no URL of http'],
    ['no seed', { target, seed: 1.5 }, 'seed'],
    ['no hold', { target: { ...target, pollHoldSeconds: 0 } }, 'pollHoldSeconds'],
    ['no limit', { target: { ...target, maxPollers: 0 } }, 'maxPollers'],
    ['no such group', { target: { ...target, with: ['limit' as 'limits'] } }, 'with'],
    ['no such rule', { target, only: ['hold.ful'] }, "no rule matches 'hold.ful'"],
    ['no rule left', { target, only: ['hold.full'], skip: ['hold.*'] }, 'leave no rule'],
  ])('%s', async (_what, settings, message) => {
    const run = runConformance(settings);
    await expect(run).rejects.toThrow(TypeError);
    await expect(run).rejects.toThrow(message);
  });
});
