import { expect, it } from 'vitest';
import { type RunSettings, runConformance } from '../../index.ts';
import { referenceHandlers, type Wrap } from '../../reference/handlers.ts';
import { startReferenceServer } from '../../reference/index.ts';

const limits = { with: ['limits'], pollHold: 2 } as const;

/** What the two rules come to. */
async function judge(settings: RunSettings) {
  const { rules } = await runConformance({ ...settings, only: ['limit.*'] });
  const [pollers, others] = rules.filter(({ area }) => area === 'limit');
  if (!pollers || !others) throw new Error('there are two rules of the limit');
  return { pollers, others };
}

/** Against a server that does this around each poll. */
async function judgeServer(wrap: Wrap, settings: { maxPollers: number; pollHold?: number; rate?: number }) {
  const isPoll = (request: Request) => request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask');
  const { url, close } = await startReferenceServer({
    pollHoldSeconds: settings.pollHold ?? limits.pollHold,
    pollersPerTaskList: settings.maxPollers,
    wrap: (request, next) => (isPoll(request) ? wrap(request, next) : next(request)),
  });
  const result = await judge({ endpoint: url, ...limits, ...settings });
  await close();
  return result;
}

it('a mock is judged too', async () => {
  const { handlers } = referenceHandlers({ pollHoldSeconds: 2, pollersPerTaskList: 30 });
  const { pollers, others } = await judge({ handlers, ...limits, maxPollers: 30 });
  expect([pollers.status, others.status]).toEqual(['pass', 'pass']);
  expect(pollers.message).toBe('');
  const fewer = await judge({ handlers, ...limits, maxPollers: 40 });
  expect([fewer.pollers.status, fewer.others.status]).toEqual(['pass', 'pass']);
  expect(fewer.pollers.message).toBe(
    'the limit was met at 30 polls; 40 are configured, and fewer are allowed',
  );
  const more = await judge({ handlers, ...limits, maxPollers: 20 });
  expect(more.pollers.failure?.observed).toMatch(/^30 polls were waiting there at once, the last still open/);
  // Of the limit that there is nothing can be told.
  expect(more.others.status).toBe('pass');
});

it('of a server that takes no more connections nothing is known', async () => {
  let open = 0;
  const { pollers, others } = await judgeServer(
    async (request, next) => {
      if (open >= 12) return Response.error();
      open += 1;
      return next(request).finally(() => {
        open -= 1;
      });
    },
    { maxPollers: 30 },
  );
  expect([pollers.status, others.status]).toEqual(['inconclusive', 'inconclusive']);
  expect(pollers.message).toContain('the valid twin of the request was not accepted: no answer');
});

it('of a server that holds no polls nothing is known', async () => {
  const { pollers, others } = await judgeServer(async () => Response.json({ startedEventId: 0 }), {
    maxPollers: 30,
  });
  expect([pollers.status, others.status]).toEqual(['inconclusive', 'inconclusive']);
  expect(pollers.message).toMatch(/^polls ended before 30 were waiting, the last after 0\.\d\d s: HTTP 200/);
});

it('where the hold is too short for so many polls, that is said, with what to do', async () => {
  const { pollers } = await judgeServer((request, next) => next(request), {
    maxPollers: 100,
    rate: 40,
  });
  expect(pollers.status).toBe('inconclusive');
  expect(pollers.message).toMatch(/^a hold of 2\.00 s is too short to see what 100 polls at once come to/);
  expect(pollers.message).toContain('--poll-hold');
});

it('throttling while the polls are opened is waited out', async () => {
  let polls = 0;
  const { pollers, others } = await judgeServer(
    async (request, next) => {
      polls += 1;
      const said = { __type: 'com.amazon.coral.availability#ThrottlingException', message: 'Rate exceeded' };
      return polls % 17 === 5 ? Response.json(said, { status: 400 }) : next(request);
    },
    // An operation that is throttled is slowed down, so that the story takes more than 2 s.
    { maxPollers: 20, pollHold: 5 },
  );
  expect([pollers.status, others.status]).toEqual(['pass', 'pass']);
});
