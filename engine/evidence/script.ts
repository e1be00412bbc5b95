import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from '../../client/exchange.ts';
import { cut } from '../../client/fault.ts';
import { isThisMachine } from '../../client/loopback.ts';
import { sdkBody } from '../../client/sdk-body.ts';
import { sdkCommand } from '../../client/sdk-commands.ts';
import type { Fixture } from '../../kit/fixture.ts';
import type { Registration } from '../../kit/target.ts';
import { decisionsOf } from './calls.ts';
import { repeated, type Step } from './needed-calls.ts';
import { scriptHead } from './script-parts.ts';
import { freshly, source } from './source.ts';

/** A pause that is shorter says nothing: our own requests wait so long for one another. */
const pauseMs = 100;

/** Longer programs are not read, and reports have many of them. */
const mostCharacters = 20_000;

/** What the SDK sends of itself, beside the headers of the protocol. */
const usualHeaders =
  /^(host|content-type|content-length|authorization|user-agent|x-amz-(target|date|content-sha256|security-token|user-agent)|amz-sdk-.*)$/;

/** What a program is to show. */
export interface Shown {
  readonly ruleId: string;
  readonly expected: string;
  readonly observed: string;
  /** The telling one last. */
  readonly exchanges: readonly Exchange[];
}

/**
 * A program of its own, for Node with @aws-sdk/client-swf, of these calls; undefined where the SDK cannot
 * send what was sent, or nobody could reach the target.
 */
export async function scriptOf(
  shown: Shown,
  steps: readonly Step[],
  fixture: Fixture,
): Promise<string | undefined> {
  const { options, registrations } = fixture.target;
  if (options.embedded || options.mock) return undefined;
  for (const step of steps) if (!(await sdkSends(step, fixture))) return undefined;
  const needed = registrations.filter((each) => isUsed(each, steps));
  const text = program(shown, steps, needed, fixture);
  return text.length <= mostCharacters ? text : undefined;
}

/** Whether an SDK client sends just what was sent: it leaves out null and what the model does not have. */
async function sdkSends(
  { operation, input, call }: Step,
  { target: { options } }: Fixture,
): Promise<boolean> {
  if (!isDeepStrictEqual(await sdkBody(operation, input), input)) return false;
  const { sent } = call;
  if (!sent) return true;
  const own = Object.keys(options.header ?? {}).map((name) => name.toLowerCase());
  return (
    sent.method === 'POST' &&
    !sent.signedOtherwise &&
    sent.headers.every(([name, value]) => {
      const lower = name.toLowerCase();
      if (lower === 'x-amz-target') return value === `SimpleWorkflowService.${operation}`;
      if (lower === 'content-type') return value === 'application/x-amz-json-1.0';
      if (lower === 'authorization') return value.includes(`/${options.region}/swf/`);
      return usualHeaders.test(lower) || own.includes(lower);
    })
  );
}

/** Whether a domain or a type is named by a call that needs it. */
function isUsed({ operation, input }: Registration, steps: readonly Step[]): boolean {
  if (operation === 'RegisterDomain') return steps.some((step) => step.input.domain === input.name);
  const types = steps.flatMap((step) => [
    step.operation === 'StartWorkflowExecution' &&
      operation === 'RegisterWorkflowType' &&
      step.input.workflowType,
    ...decisionsOf(step.input).map(
      ({ activityType }) => operation === 'RegisterActivityType' && activityType,
    ),
  ]);
  return types.some((type) => type && isDeepStrictEqual(type, { name: input.name, version: input.version }));
}

/** What the calls' variables are called. */
const variableNames: Readonly<Record<string, string>> = {
  PollForActivityTask: 'poll',
  PollForDecisionTask: 'decisionTask',
  StartWorkflowExecution: 'execution',
  RespondDecisionTaskCompleted: 'decision',
  GetWorkflowExecutionHistory: 'history',
};

function program(
  shown: Shown,
  steps: readonly Step[],
  registrations: readonly Registration[],
  fixture: Fixture,
): string {
  const { runId, region, endpoint, header = {}, ca, insecure } = fixture.target.options;
  const names = variables(steps);
  const commands = [
    ...registrations.map(({ operation }) => operation),
    ...steps.map(({ operation }) => operation),
    ...(steps.some(isStart) ? ['TerminateWorkflowExecution'] : []),
  ].map((operation) => sdkCommand(operation) as string);
  const fresh = (text: string) => freshly(text, runId);
  const registering = registrations.map(
    ({ operation, input }) => `await call('set-up', ${sdkCommand(operation)}, ${source(input, fresh)});`,
  );
  const head = scriptHead({
    ruleId: shown.ruleId,
    commands: [...new Set(commands)].sort(),
    endpoint: endpoint.href,
    region,
    ca,
    insecure,
    header: Object.keys(header),
    loopback: isThisMachine(endpoint.hostname),
    // As workers wait: 10 s longer than the server may.
    patienceMs: fixture.holdMs + 10_000,
  });
  return [
    head,
    ...(registering.length > 0 ? ['// That these are there already is as good.', ...registering, ''] : []),
    ...statementsOf(steps, names, shown, fresh),
    '',
    ...ending(steps, fresh),
    `print('expected:', ${source(cut(shown.expected, 1000), fresh)});`,
    `print('observed by swf-conformance:', ${source(cut(shown.observed, 1000), fresh)});`,
    '',
  ].join('\n');
}

function isStart({ operation }: Step): boolean {
  return operation === 'StartWorkflowExecution';
}

function variables(steps: readonly Step[]): Map<Step, string> {
  const counts = new Map<string, number>();
  return new Map(
    steps.map((step) => {
      const { operation } = step;
      const name = variableNames[operation] ?? `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [step, `${name}${count}`];
    }),
  );
}

interface Moment {
  readonly step: Step;
  readonly at: number;
  readonly ends: boolean;
}

/**
 * The calls as they were sent: what was open when another was sent is awaited where it ended, and pauses are as long as they
 * were.
 */
function statementsOf(
  steps: readonly Step[],
  names: ReadonlyMap<Step, string>,
  { exchanges }: Shown,
  fresh: (text: string) => string | undefined,
): string[] {
  const moments: Moment[] = steps.flatMap((step) => {
    const { sentAt, endedAt } = step.call;
    const sent = { step, at: sentAt, ends: false };
    return endedAt === undefined ? [sent] : [sent, { step, at: endedAt, ends: true }];
  });
  moments.sort((a, b) => a.at - b.at || Number(b.ends) - Number(a.ends));
  const decisive = exchanges.at(-1)?.request;
  const started = new Set<Step>();
  const lines: string[] = [];
  let last = moments[0]?.at ?? 0;
  for (const [i, { step, at, ends }] of moments.entries()) {
    const name = names.get(step) as string;
    if (ends && started.has(step)) lines.push(`await ${name};`);
    if (!ends) {
      const next = moments[i + 1];
      const alone = next?.step === step && next.ends;
      if (at - last > pauseMs) lines.push(`await sleep(${Math.round(at - last)});`);
      if (!alone) started.add(step);
      if (step.call.sent !== undefined && step.call.sent === decisive) lines.push('// The telling one.');
      lines.push(callLine(step, alone));
    }
    last = at;
  }
  const open = [...started].filter(({ call }) => call.endedAt === undefined);
  if (open.length > 0) lines.push('', '// These were open still.');
  return [...lines, ...open.map((step) => `stillOpen.push(${names.get(step)});`)];

  function callLine(step: Step, alone: boolean): string {
    const { operation, input, call } = step;
    const name = names.get(step) as string;
    const asked = source(input, (text, member) => fromEarlier(step, text, member) ?? fresh(text));
    const patience =
      call.outcome === 'given up' && call.endedAt !== undefined ? call.endedAt - call.sentAt : undefined;
    const last = patience === undefined ? '' : `, ${Math.round(patience)}`;
    return `const ${name} = ${alone ? 'await ' : ''}call('${name}', ${sdkCommand(operation)}, ${asked}${last});`;
  }

  /** A value that an earlier call of the story has given. */
  function fromEarlier({ call: { sentAt } }: Step, text: string, member: string): string | undefined {
    const which = repeated.find((name) => name === member);
    if (!which) return undefined;
    const giver = steps.findLast(({ call }) => call.sentAt < sentAt && call.returned[which] === text);
    if (!giver) return undefined;
    const name = names.get(giver);
    return started.has(giver) ? `(await ${name}).${which}` : `${name}.${which}`;
  }
}

/** What the calls started is closed, and what is open is given up. */
function ending(steps: readonly Step[], fresh: (text: string) => string | undefined): string[] {
  const closing = steps.filter(isStart).map(({ input }) => {
    const { domain, workflowId } = input;
    const asked = source({ domain, workflowId, childPolicy: 'TERMINATE' }, fresh);
    return `await call('clean-up', TerminateWorkflowExecutionCommand, ${asked});`;
  });
  return [...closing, 'giveUp.abort();', 'await Promise.all(stillOpen);', 'client.destroy();', ''];
}
