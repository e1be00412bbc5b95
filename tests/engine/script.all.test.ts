import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freshly, source } from '../../engine/evidence/source.ts';
import { runConformance, startReferenceServer } from '../../index.ts';
import { mutants } from '../../reference/mutants/index.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { Failure } from '../../results/rule.ts';
import { runProgram } from './programs.ts';

function mutant(name: string): Mutant['options'] {
  const found = mutants.find((each) => each.name === name);
  if (!found) throw new Error(`there is no mutant ${name}`);
  return found.options;
}

/** The failure of a rule on a server, and what its program prints there and on a server without the mistake. */
async function seen(
  options: Mutant['options'],
  id: string,
  target: object = {},
): Promise<{ failure: Failure; script: string | undefined; again: string; mended: string }> {
  const server = await startReferenceServer({ pollHoldSeconds: 2, ...options });
  const plain = await startReferenceServer({ pollHoldSeconds: 2 });
  try {
    const report = await runConformance({
      endpoint: server.url,
      pollHold: 2,
      ...target,
      only: [id],
      seed: 7,
    });
    const failure = report.rules.find((rule) => rule.id === id)?.failure;
    if (!failure) throw new Error(`${id} found nothing`);
    const script = failure.reproduce.find(({ how }) => how === 'script')?.text;
    if (script === undefined) return { failure, script, again: '', mended: '' };
    const [again, mended] = await Promise.all([runProgram(script), runProgram(script, plain.url)]);
    expect([again.code, mended.code], again.output + mended.output).toEqual([0, 0]);
    return { failure, script, again: again.output, mended: mended.output };
  } finally {
    await Promise.all([server.close(), plain.close()]);
  }
}

describe('a program', () => {
  it('shows again a poll that does not wake, with the pause before the task is scheduled', async () => {
    const {
      script = '',
      again,
      mended,
    } = await seen(mutant('hold-looks-once'), 'poll-for-activity-task.hold.waits-for-task');
    expect(again).toMatch(/poll1 <- HTTP 200 application\/x-amz-json-1\.0 \{"startedEventId":0\}/);
    expect(mended).toMatch(/poll1 <- HTTP 200 .*"activityId":"swfc-/);
    expect(again).toContain('clean-up <- HTTP 200');
    expect(again).toMatch(/expected: on the open poll, the task scheduled meanwhile/);
    expect(again).toMatch(/observed by swf-conformance: HTTP 200 \{"startedEventId":0\}/);
    // Half of the hold is a second; a shorter pause is that of a busy machine.
    const steady = script
      .replace(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT')
      .replace(/await sleep\(\d{3}\);\n/g, '')
      .replace(/sleep\(\d+\)/, 'sleep(MS)');
    await expect(steady).toMatchFileSnapshot('./script.golden.txt');
  });

  it('shows again a task of a terminated execution, whose termination it needs', async () => {
    const options = mutant('delivery-terminated-tasks-delivered');
    const { again, mended } = await seen(options, 'poll-for-activity-task.delivery.closed-execution');
    const [, number] = /no task of execution \S+-(\d+), which was terminated/.exec(again) ?? [];
    const itsTask = new RegExp(`poll\\d+ <- HTTP 200 .*"workflowId":"swfc-\\w+-${number}"`);
    expect(again).toMatch(itsTask);
    expect(mended).not.toMatch(itsTask);
    expect(mended).toMatch(/poll\d+ <- HTTP 200 /);
    expect(again).toMatch(/terminateWorkflowExecution1 -> /);
  });

  it('shows again what polls that wait at once come to, each as it was sent; the timeline has them all', async () => {
    const { failure, again, mended } = await seen(
      mutant('hold-same-task-for-all'),
      'poll-for-activity-task.delivery.one-poller',
    );
    const tasks = (printed: string) => printed.match(/poll\d+ <- HTTP 200 .*"activityId":"swfc-/g)?.length;
    expect(tasks(again)).toBe(5);
    expect(tasks(mended)).toBe(1);
    expect(failure.differences.map(({ part }) => part)).toEqual(['polls that got the task']);
    const waiting = failure.timeline.filter(({ label }) => label === 'PollForActivityTask');
    expect(waiting.length).toBeGreaterThanOrEqual(50);
    const [decision] = failure.timeline.filter(({ label }) => label === 'RespondDecisionTaskCompleted');
    expect(decision?.about).toMatch(/^swfc-\S+, swfc-\S+, swfc-\S+ and 7 more$/);
    const shown = failure.timeline.flatMap(({ label, exchange }) =>
      exchange === undefined ? [] : [label === failure.exchanges[exchange]?.label],
    );
    expect(shown).toEqual(failure.exchanges.map(() => true));
  });

  it('shows again a history without what was recorded', async () => {
    const { again, mended } = await seen(
      mutant('history-start-unrecorded'),
      'poll-for-activity-task.history.started-event',
    );
    expect(again).toMatch(/history1 <- HTTP 200 .*ActivityTaskScheduled/);
    expect(again).not.toMatch(/history1 <- .*ActivityTaskStarted/);
    expect(mended).toContain('ActivityTaskStarted');
  });

  it('shows again one case of a property, of the hundred that were set up with it', async () => {
    const {
      script = '',
      again,
      mended,
    } = await seen(mutant('task-input-trimmed'), 'poll-for-activity-task.task.input');
    expect(script.match(/decisionType/g)).toHaveLength(1);
    expect(again).toMatch(/poll1 <- HTTP 200 .*"input":"a"/);
    expect(mended).toMatch(/poll1 <- HTTP 200 .*"input":" a "/);
  });

  it('shows again a refusal that does not come', async () => {
    const trims = await seen(
      mutant('task-list-trims-end'),
      'poll-for-activity-task.task-list.trailing-whitespace',
    );
    expect(trims.again).toMatch(/poll1 <- HTTP 200 /);
    expect(trims.mended).toMatch(/poll1 <- HTTP 400 /);
  });

  it('is not there for what an AWS SDK cannot send; then there is curl', async () => {
    const wrap: Mutant['options']['wrap'] = (request, next) =>
      request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask')
        ? Promise.resolve(Response.json({ startedEventId: 0 }))
        : next(request);
    const { failure, script } = await seen({ wrap }, 'poll-for-activity-task.task-list.null');
    expect(script).toBeUndefined();
    expect(failure.reproduce.map(({ how }) => how)).toEqual(['run', 'curl', 'replay']);
  });

  it('leaves a header of the server to be filled in, and is of ASCII whatever the server says', async () => {
    const hostile = `\u001b[2J\u202e\`$\{process.exit(9)}\`*/\u2028'"\\`;
    const wrap: Mutant['options']['wrap'] = async (request, next) =>
      request.headers.get('x-amz-target')?.endsWith('.PollForActivityTask')
        ? Response.json({ __type: 'X', message: hostile }, { status: 500 })
        : next(request);
    const header = ['X-Key: hunter2 hunter2 hunter2'];
    const { script = '', again } = await seen({ wrap }, 'poll-for-activity-task.domain.missing', { header });
    expect(script).toContain(`const headers = { "X-Key": 'VALUE' };`);
    expect(script).not.toContain('hunter2');
    for (const text of [script, again]) expect(text).toMatch(/^[\n -~]*$/);
    expect(again).toContain('poll1 <- HTTP 500');
  });
});

it('a source is the value that it is made from', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('`$' + '{run}`', '*/', '\u2028'),
  );
  const evaluated = (text: string) => new Function('run', `return (${text})`)('abcdef');
  fc.assert(
    fc.property(value, (each) => {
      const text = source(each, () => undefined);
      expect(text).toMatch(/^[\n -~]*$/);
      expect(evaluated(text)).toEqual(JSON.parse(JSON.stringify(each)));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      const text = freshly(`${before}swfc-0123456789${after}`, '0123456789') ?? '';
      expect(text).toMatch(/^[ -~]*$/);
      const lone = (each: string) => JSON.parse(JSON.stringify(each));
      expect(evaluated(text)).toBe(lone(`${before}swfc-abcdef${after}`));
    }),
  );
  expect(evaluated(freshly('SWFC-0A1B', '0a1b') ?? '')).toBe('SWFC-ABCDEF');
  expect(freshly('another name', '0a1b')).toBeUndefined();
});
