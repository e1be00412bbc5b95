import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunSettings, runConformance } from '../../index.ts';
import { Unusable } from '../../kit/target.ts';
import { startReferenceServer } from '../../reference/index.ts';
import { runReport } from '../../results/report.ts';

const credentials = { accessKeyId: 'AKIDHOSTILE00000', secretAccessKey: 'a-secret-of-some-length' };
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function settings(endpoint: string, changes: Partial<RunSettings> = {}): RunSettings {
  const target = { endpoint: new URL(endpoint), region: 'us-east-1', credentials, pollHold: 2 };
  const given = { ...target, only: [], skip: [], failOn: 'must', seed: 7, cases: 10, ...changes };
  return given as RunSettings;
}

async function serve(listener: RequestListener): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  closers.push(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

describe('a target that is no SWF at all', () => {
  it('answers HTML: unusable, and says so', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hello</html>');
    });
    const run = runConformance(settings(url));
    await expect(run).rejects.toThrow(Unusable);
    await expect(run).rejects.toThrow(/answers, but not as SWF does.*text\/html/);
  });

  it('never answers: unusable', async () => {
    const { url } = await serve(() => {});
    await expect(runConformance(settings(url))).rejects.toThrow(/does not answer: still open/);
  });
});

describe('a target that breaks everything', () => {
  it.each([
    ['answers 500 with JSON', 500, '{"oops":true}'],
    ['answers {} to all', 200, '{}'],
    ['answers [] and nonsense', 200, '{"runId":7,"taskToken":{"a":1},"events":"none","domainInfo":[]}'],
  ])('%s: is not conformant, and nothing is our own fault', async (_, status, body) => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
    });
    const report = runReport.parse(await runConformance(settings(url)));
    expect(report.rules.filter((rule) => rule.status === 'error')).toEqual([]);
    expect(report.summary.verdict).toBe('not-conformant');
  });

  it('echoes what it is sent: no credentials reach the report', async () => {
    const server = await startReferenceServer({
      async wrap(request, next) {
        if (!request.headers.get('x-amz-target')?.endsWith('PollForActivityTask')) return next(request);
        const echo = `${credentials.accessKeyId} ${credentials.secretAccessKey} ${request.headers.get('authorization')}`;
        const body = JSON.stringify({ __type: 'Bad', message: echo });
        return new Response(body, { status: 400, headers: { 'x-echo': credentials.accessKeyId } });
      },
    });
    closers.push(() => server.close());
    const report = await runConformance(settings(server.url, { only: ['domain.*', 'empty.*'] }));
    const text = JSON.stringify(report);
    expect(text.includes('(blanked)')).toBe(true);
    expect(text.includes(credentials.accessKeyId)).toBe(false);
    expect(text.includes(credentials.secretAccessKey)).toBe(false);
    expect(/Signature=[0-9a-f]{64}/.test(text)).toBe(false);
  });
});

describe('a target that dies midway', () => {
  it('ends the run as unusable, or by what it broke before', async () => {
    const server = await startReferenceServer({ pollHoldSeconds: 2 });
    let ended = 0;
    const report = await runConformance(
      settings(server.url, {
        onEvent(event) {
          if (event.kind === 'ruleEnded') ended += 1;
          if (ended === 10) server.close();
        },
      }),
    );
    expect(report.rules.filter((rule) => rule.status === 'error')).toEqual([]);
    expect(report.summary.verdict).toBe('unusable');
    expect(report.summary.message).toMatch(/stopped answering/);
    expect(report.run.leftBehind.length).toBeGreaterThan(0);
  });
});

describe('a target that throttles', () => {
  it('is waited out, counted, and no finding', async () => {
    let requests = 0;
    const server = await startReferenceServer({
      pollHoldSeconds: 2,
      async wrap(request, next) {
        requests += 1;
        if (requests % 10 !== 0) return next(request);
        const body = {
          __type: 'com.amazon.coral.availability#ThrottlingException',
          message: 'Rate exceeded',
        };
        return new Response(JSON.stringify(body), { status: 400 });
      },
    });
    closers.push(() => server.close());
    const report = await runConformance(settings(server.url));
    expect(report.rules.filter((rule) => !['pass', 'info', 'skip'].includes(rule.status))).toEqual([]);
    expect(report.run.throttled).toBeGreaterThan(20);
  });
});

describe('an interruption', () => {
  it('ends the run at once, and what it had started is closed', async () => {
    const server = await startReferenceServer({ pollHoldSeconds: 60 });
    closers.push(() => server.close());
    const terminated = new Set<string>();
    const interruption = new AbortController();
    const run = runConformance(
      settings(server.url, {
        pollHold: 60,
        signal: interruption.signal,
        onEvent(event) {
          if (event.kind === 'started') setTimeout(() => interruption.abort(), 2500);
          if (event.kind === 'cleaning') terminated.add(String(event.executions));
        },
      }),
    );
    await expect(run).rejects.toThrow('interrupted');
    expect([...terminated].map(Number)[0]).toBeGreaterThan(0);
    expect(server.service.waitingPolls).toBe(0);
  });
});
