import { HttpResponse, http, passthrough } from 'msw';
import { describe, expect, it } from 'vitest';
import { askMock } from '../../client/mock.ts';
import { isMockHandlers, type MockHandlers } from '../../client/mock-handlers.ts';

const endpoint = new URL('http://swf.mock/');
const sent = {
  method: 'POST',
  path: '/',
  headers: [
    ['host', 'swf.mock'],
    ['X-Amz-Target', 'SimpleWorkflowService.PollForActivityTask'],
  ],
  body: Buffer.from('{"domain":"a"}'),
} as const;

function ask(handlers: MockHandlers, signal = new AbortController().signal, maximumBytes = 1000) {
  return askMock({ handlers }, endpoint, sent, { signal, maximumBytes });
}

describe('a function', () => {
  it('is given the request as it would come over a wire, and its answer is read', async () => {
    const answer = await ask(async (request) => {
      const { method, url, headers } = request;
      const seen = {
        method,
        url,
        target: headers.get('x-amz-target'),
        length: headers.get('content-length'),
      };
      return Response.json({ ...seen, body: await request.json() }, { status: 201, headers: { 'x-a': 'b' } });
    });
    expect(answer.status).toBe(201);
    expect(answer.headers).toContainEqual(['x-a', 'b']);
    expect(JSON.parse(answer.body.toString())).toEqual({
      method: 'POST',
      url: 'http://swf.mock/',
      target: 'SimpleWorkflowService.PollForActivityTask',
      length: '14',
      body: { domain: 'a' },
    });
  });

  it('is not asked within the same turn of the event loop', async () => {
    const order: string[] = [];
    setTimeout(() => order.push('timer'));
    for (let i = 0; i < 100; i++) await ask(() => new Response('{}'));
    order.push('answers');
    expect(order).toEqual(['timer', 'answers']);
  });

  it('sees that the client has gone, and what it does then harms nobody', async () => {
    const gone = new AbortController();
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const answer = ask((request) => {
      setTimeout(() => gone.abort());
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => {
          resolve();
          setTimeout(() => reject(new Error('too late')));
        });
      });
    }, gone.signal);
    await expect(answer).rejects.toThrow('aborted');
    await aborted;
    // An unhandled rejection would fail this run of vitest.
    await new Promise((done) => setTimeout(done, 20));
  });

  it('may hold a thousand requests at once', async () => {
    const waiting: (() => void)[] = [];
    const hold = () => new Promise<Response>((resolve) => waiting.push(() => resolve(new Response('{}'))));
    const answers = Array.from({ length: 1000 }, () => ask(hold));
    await expect.poll(() => waiting.length).toBe(1000);
    for (const answer of waiting) answer();
    expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
  });

  it.each<[string, MockHandlers, RegExp]>([
    [
      'throws',
      () => {
        throw new RangeError('boom');
      },
      /^the mock threw RangeError: boom$/,
    ],
    [
      'gives nothing',
      (() => undefined) as unknown as MockHandlers,
      /gave no Response for POST .*, but undefined/,
    ],
    ['gives a network error', () => Response.error(), /Response\.error\(\)/],
    ['gives more than can be', () => new Response('a'.repeat(1001)), /longer than 1000 bytes/],
    [
      'breaks off',
      () => new Response(new ReadableStream({ pull: (body) => body.error(new Error('broken off')) })),
      /broken off/,
    ],
  ])('that %s is a connection that breaks', async (_what, handlers, message) => {
    await expect(ask(handlers)).rejects.toThrow(message);
  });

  it('whose answer never ends is given up with the request', async () => {
    const gone = AbortSignal.timeout(50);
    const endless = new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{')) });
    await expect(ask(() => new Response(endless), gone)).rejects.toThrow();
  });
});

describe('msw handlers', () => {
  it('answer', async () => {
    const answer = await ask([http.post('*', () => HttpResponse.json({ startedEventId: 0 }))]);
    expect(answer.body.toString()).toBe('{"startedEventId":0}');
  });

  it('that know nothing of the request let it go nowhere', async () => {
    const elsewhere = [http.post('http://elsewhere.test/', () => HttpResponse.json({}))];
    await expect(ask(elsewhere)).rejects.toThrow(
      /^no handler of the mock answers POST http:\/\/swf\.mock\/ /,
    );
    await expect(ask([http.all('*', () => passthrough())])).rejects.toThrow(/without a network/);
  });
});

it('what is a mock: a function, or handlers and nothing else', () => {
  const handler = http.post('*', () => HttpResponse.json({}));
  expect([() => new Response(), [handler]].every(isMockHandlers)).toBe(true);
  expect([undefined, null, 'a', {}, [], [handler, 1], [{ run: 1 }]].some(isMockHandlers)).toBe(false);
});
