// Runs the steps of action.yml as GitHub's runner does: the same shell, the same files and variables, and what a step says as
// workflow commands read again. The expressions that action.yml uses are known here, and no others.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { environment } from '../cli/command.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action: ActionFile = parse(await readFile(join(root, 'action.yml'), 'utf8'));

/** The folders that GitHub gives a job, in one: the action's checkout, which has no packages, and the workspace. */
export async function job(home: string): Promise<{ checkout: string; workspace: string; temp: string }> {
  const [checkout, workspace, temp] = ['checkout', 'workspace', 'temp'].map((name) => join(home, name));
  if (!checkout || !workspace || !temp) throw new Error('no folders');
  await mkdir(workspace);
  await mkdir(temp);
  const read = ['reporters', 'results', 'engine/settings/table'];
  for (const part of ['action.yml', 'action', 'package.json', ...read]) {
    await cp(join(root, part), join(checkout, part), { recursive: true });
  }
  return { checkout, workspace, temp };
}

export interface Outcome {
  readonly code: number;
  readonly log: string;
  /** Each as GitHub shows it. */
  readonly annotations: readonly { kind: string; title: string; message: string }[];
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The actions that were used. */
  readonly used: readonly string[];
}

export interface Started {
  /** All that the steps wrote until now. */
  log(): string;
  /** As GitHub does when the job is cancelled: the signal goes to the step's first process alone. */
  cancel(): void;
  readonly ended: Promise<Outcome>;
}

/** Starts the action with these inputs, in a job whose `PATH` and other variables may be changed. */
export function startAction(
  { checkout, workspace, temp }: Awaited<ReturnType<typeof job>>,
  given: Readonly<Record<string, string>>,
  changes: NodeJS.ProcessEnv = {},
): Started {
  // GitHub gives those that are not given too.
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: usual = '' }]) => [name, usual]),
  );
  Object.assign(inputs, given);
  const outputs = new Map<string, Readonly<Record<string, string>>>();
  const evaluated = (text: string) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => evaluate(expression, inputs, outputs));
  const used: string[] = [];
  let log = '';
  let current: ReturnType<typeof spawn> | undefined;

  async function runStep(step: Step, index: number): Promise<number> {
    const file = (name: string) => join(temp, `${name}-${index}`);
    const { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_ENV } = {
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_ENV: file('env'),
    };
    for (const path of [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_ENV]) await writeFile(path, '');
    const script = `${file('script')}.sh`;
    await writeFile(script, evaluated(step.run ?? ''));
    const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    const stepEnvironment = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_ACTION_PATH: checkout,
      RUNNER_TEMP: temp,
      ...{ GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_ENV },
      PATH: path,
      ...Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluated(text)])),
    };
    // npm's cache stays the user's own, so that nothing is fetched that is there.
    const env = environment(process.env.HOME ?? temp, {
      npm_config_prefer_offline: 'true',
      ...stepEnvironment,
      ...changes,
    });
    const child = spawn('/bin/bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: join(workspace, evaluated(step['working-directory'] ?? '.')),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    current = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    }
    const [code] = await once(child, 'close');
    outputs.set(step.id ?? '', pairs(await readFile(GITHUB_OUTPUT, 'utf8')));
    summary += await readFile(GITHUB_STEP_SUMMARY, 'utf8');
    return code ?? 1;
  }

  let summary = '';
  async function runSteps(): Promise<Outcome> {
    let code = 0;
    for (const [index, step] of action.runs.steps.entries()) {
      if (step.if !== undefined && evaluate(step.if, inputs, outputs) !== 'true') continue;
      if (step.uses) used.push(step.uses);
      else code = await runStep(step, index);
      if (code !== 0) break;
    }
    const values = Object.entries(action.outputs).map(([name, { value }]) => [name, evaluated(value)]);
    return { code, log, annotations: annotationsIn(log), summary, outputs: Object.fromEntries(values), used };
  }

  return { log: () => log, cancel: () => current?.kill('SIGINT'), ended: runSteps() };
}

/** The whole of it. */
export function runAction(...[folders, inputs, changes]: Parameters<typeof startAction>): Promise<Outcome> {
  return startAction(folders, inputs, changes).ended;
}

function evaluate(
  expression: string,
  inputs: Readonly<Record<string, string>>,
  outputs: ReadonlyMap<string, Readonly<Record<string, string>>>,
): string {
  if (expression === 'toJSON(inputs)') return JSON.stringify(inputs, null, 2);
  const [, input] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
  if (input) return inputs[input] ?? '';
  const [, step = '', output = '', compared] =
    /^steps\.(\w+)\.outputs\.([\w-]+)(?: == '(\w+)')?$/.exec(expression) ?? [];
  if (step === '') throw new Error(`not known here: ${expression}`);
  const value = outputs.get(step)?.[output] ?? '';
  return compared === undefined ? value : String(value === compared);
}

/** The lines NAME=VALUE of GITHUB_OUTPUT; GitHub fails a step that writes others. */
function pairs(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      if (name === '') throw new Error(`no output: ${line}`);
      return [name, value];
    }),
  );
}

/** As the runner reads a log: no command counts between stop-commands and its token. */
function annotationsIn(log: string): Outcome['annotations'] {
  let stopped: string | undefined;
  const found: { kind: string; title: string; message: string }[] = [];
  for (const line of log.split(/\r?\n/)) {
    const [, command = '', properties = '', message = ''] =
      /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
    if (stopped !== undefined) {
      if (command === stopped) stopped = undefined;
    } else if (command === 'stop-commands') stopped = message;
    else if (/^(error|warning|notice)$/.test(command)) {
      const title = /title=([^,]*)/.exec(properties)?.[1] ?? '';
      found.push({ kind: command, title: unescaped(title), message: unescaped(message) });
    }
  }
  if (stopped !== undefined) throw new Error('commands were left stopped');
  return found;
}

function unescaped(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A package with the name of ours, whose command is this module's text; npm only links it. */
export async function fakePackage(folder: string, source: string): Promise<string> {
  const bin = join(folder, 'dist', 'cli', 'bin.js');
  await mkdir(dirname(bin), { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'swf-conformance', version: '0.0.0', type: 'module' }),
  );
  await writeFile(bin, source);
  return folder;
}
