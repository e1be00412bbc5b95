import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import {
  Interrupted,
  type RunEvent,
  referenceHandlers,
  runConformance,
  startReferenceServer,
  Unusable,
} from '../../index.ts';
import { runReport } from '../../results/report.ts';

const only = [
  'poll-for-activity-task.hold.full',
  'poll-for-activity-task.empty.ok',
  'poll-for-activity-task.hold.side-by-side',
  'poll-for-activity-task.hold.abandoned',
  'poll-for-activity-task.wire.connection-survives',
];

describe('a run from a program', () => {
  it('takes msw handlers, and nothing else is needed but how long they hold', async () => {
    const { handlers } = referenceHandlers({ pollHoldSeconds: 2 });
    const events: RunEvent['kind'][] = [];
    const report = await runConformance({
      handlers,
      pollHold: 2,
      only,
      onEvent: ({ kind }) => events.push(kind),
    });
    expect(runReport.parse(report)).toEqual(report);
    expect(report.summary.verdict).toBe('conformant');
    expect(report.target).toMatchObject({ endpoint: 'http://swf.mock/', mock: 'handlers of a program' });
    const statuses = Object.fromEntries(report.rules.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({
      'poll-for-activity-task.hold.full': 'pass',
      'poll-for-activity-task.wire.connection-survives': 'skip',
    });
    expect(new Set(events)).toEqual(new Set(['prepared', 'started', 'ruleEnded', 'cleaning']));
  });

  it('takes a function, and says what is wrong with it', async () => {
    const { handlers } = referenceHandlers({ pollHoldSeconds: 2 });
    const [handler] = handlers;
    const report = await runConformance({
      async handlers(request) {
        const result = await handler?.run({ request, requestId: '1' });
        return new Response(result?.response?.body, { status: result?.response?.status ?? 500 });
      },
      pollHold: 2,
      only: ['poll-for-activity-task.wire.media-type'],
      seed: 7,
    });
    expect(report.summary.verdict).toBe('not-conformant');
    const { failure } = report.rules.find(({ id }) => id === 'poll-for-activity-task.wire.media-type') ?? {};
    expect(failure?.observed).toBe('no Content-Type');
    expect(failure?.reproduce.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^npm run --silent swf-conformance -- run --mock MODULE .*--only poll-for-activity-task\.wire\.media-type --seed 7/,
      ),
    ]);
  });

  it('takes an endpoint as a text, and finds credentials for it', async () => {
    const server = await startReferenceServer({ pollHoldSeconds: 2 });
    const report = await runConformance({
      endpoint: server.url,
      pollHold: 2,
      only: ['poll-for-activity-task.empty.ok', 'poll-for-activity-task.wire.connection-survives'],
    });
    await server.close();
    expect(report.summary.verdict).toBe('conformant');
    expect(report.rules.filter(({ status }) => status === 'pass')).toHaveLength(2);
  });

  it('is over when it is interrupted, and closes what it began', async () => {
    const { handlers, service } = referenceHandlers({ pollHoldSeconds: 60 });
    const interruption = new AbortController();
    const run = runConformance({
      handlers,
      only: ['hold.*'],
      signal: interruption.signal,
      onEvent: ({ kind }) => kind === 'started' && setTimeout(() => interruption.abort(), 500),
    });
    await expect(run).rejects.toThrow(Interrupted);
    expect(service.waitingPolls).toBe(0);
  });

  it('says that handlers for another address are of no use', async () => {
    const handlers = [http.post('https://swf.us-east-1.amazonaws.com/', () => HttpResponse.json({}))];
    const run = runConformance({ handlers });
    await expect(run).rejects.toThrow(Unusable);
    await expect(run).rejects.toThrow(/no handler of the mock answers POST http:\/\/swf\.mock\//);
    const report = await runConformance({
      handlers,
      endpoint: 'https://swf.us-east-1.amazonaws.com',
      only: ['poll-for-activity-task.wire.media-type'],
    });
    expect(report.summary.verdict).toBe('not-conformant');
  });
});

describe('settings that cannot be', () => {
  const target = { handlers: () => new Response('{}') };
  it.each<[string, object, string]>([
    ['no target', {}, 'endpoint: a target is missing: give an endpoint or handlers'],
    [
      'no handlers',
      { handlers: [] },
      'handlers: what was given is not allowed: give msw handlers, or a function',
    ],
    [
      'no URL',
      { endpoint: 'localhost:4566' },
      'endpoint: "localhost:4566" is not allowed: give a URL such as',
    ],
    ['no seed', { ...target, seed: 1.5 }, 'seed: 1.5 is not allowed: give a whole number'],
    [
      'no hold',
      { ...target, pollHold: 0 },
      'pollHold: 0 is not allowed: give a number from 1 to 3600 seconds',
    ],
    ['no limit', { ...target, maxPollers: 0 }, 'maxPollers: 0 is not allowed: give a whole number from 1'],
    [
      'no such group',
      { ...target, with: ['limit'] },
      'with: there is no group "limit"; did you mean limits?',
    ],
    ['no such rule', { ...target, only: ['hold.ful'] }, 'only: no rule matches "hold.ful"; did you mean'],
    [
      'no rule left',
      { ...target, only: ['poll-for-activity-task.hold.full'], skip: ['hold.*'] },
      'skip: no rule is left',
    ],
    ['no name', { ...target, onli: ['hold.*'] }, 'onli: there is no such setting; did you mean only?'],
    ['an older name', { ...target, pollHoldSeconds: 2 }, 'no such setting; did you mean pollHold?'],
    [
      'a target that is nested',
      { target, pollHoldSeconds: 2 },
      'target: there is no such setting\npollHoldSeconds: there',
    ],
    ["the command line's", { ...target, out: 'reports' }, 'out: runConformance has no such setting'],
    ['no key', { ...target, credentials: { accessKeyId: 'hunter2' } }, 'credentials: what was given'],
    ['no signal', { ...target, signal: {} }, 'signal: it is no AbortSignal'],
  ])('%s', async (_what, settings, message) => {
    const run = runConformance(settings as Parameters<typeof runConformance>[0]);
    await expect(run).rejects.toThrow(TypeError);
    await expect(run).rejects.toThrow(message);
  });

  it('are told all at once, and what is undefined is not given', async () => {
    const wrong = { ...target, pollHold: undefined, cases: 0, seeds: 1, rate: 0 };
    await expect(runConformance(wrong)).rejects.toThrow(
      /^cases: 0 is not.*\nseeds: there is no such.*did you mean seed\?\nrate: 0 is not[^\n]*$/,
    );
  });
});
