import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOptions } from '../../cli/options.ts';
import { policies } from '../../cli/policies.ts';
import { WrongUse } from '../../cli/wrong-use.ts';
import { type ServerOptions, startReferenceServer } from '../../reference/index.ts';
import { cli, folder, start } from './command.ts';
import { reportOf } from './report-of.ts';

const account = '123456789012';
const region = 'us-east-1';
const own = { accessKeyId: 'AKIDOFTHERUN0000', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+0' };
const callers = {
  withoutAction: { accessKeyId: 'AKIDOFTHETESTS01', secretAccessKey: '9mZ4cVqTtR2yHf8LkPwXs1' },
  onlyDomain: {
    accessKeyId: 'ASIDOFTHETESTS02',
    secretAccessKey: 'bNf7UqYe3GhJx0Za5RoCv6',
    sessionToken: 'IQoJb3JpZ2luX2VjEHQ/IXVz==',
  },
  // Called like a rule, which is not to be blanked with it.
  onlyTaskList: { accessKeyId: 'AKIDOFTHETESTS03', secretAccessKey: 'xaccess.task-listx' },
};
const names = { domain: 'swf-conformance-quiet', taskList: 'the only list' };
const principals = {
  withoutAction: callers.withoutAction,
  onlyDomain: { ...callers.onlyDomain, domain: names.domain },
  onlyTaskList: { ...callers.onlyTaskList, taskList: names.taskList },
};

/** A server on which the printed policies are attached, as they are told to be. */
function server(changes: ServerOptions = {}) {
  const attached = policies({ account, region, ...names });
  return startReferenceServer({
    pollHoldSeconds: 1,
    credentials: own,
    principals: [
      { ...callers.withoutAction, policy: attached.withoutAction },
      { ...callers.onlyDomain, policy: attached.onlyDomain },
      { ...callers.onlyTaskList, policy: attached.onlyTaskList },
    ],
    ...changes,
  });
}

/** Runs the rules of access against a server, with these settings in a file; gives also what the reports say. */
async function run(settings: object, changes: ServerOptions = {}, args: readonly string[] = []) {
  await using home = await folder();
  const { url, close } = await server(changes);
  const common = { endpoint: url, region, pollHold: 1, cases: 5, only: ['access.*'] };
  await writeFile(join(home.path, 'swf-conformance.config.json'), JSON.stringify({ ...common, ...settings }));
  const variables = { AWS_ACCESS_KEY_ID: own.accessKeyId, AWS_SECRET_ACCESS_KEY: own.secretAccessKey };
  const ended = await start(home.path, ['run', ...args], variables).ended;
  await close();
  const out = join(home.path, 'conformance-report');
  const files = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), 'utf8')));
  const report = await reportOf(out);
  const rules = report.rules.filter(({ area }) => area === 'access');
  const statuses = Object.fromEntries(rules.map(({ id, status }) => [id, status]));
  return { ...ended, report, rules, statuses, everything: [ended.stdout, ended.stderr, ...files].join('\n') };
}

const secrets = [own, ...Object.values(callers)].flatMap((one) => Object.values(one));

describe('a run with principals', () => {
  it('judges access control, and repeats no secret', async () => {
    const { code, statuses, report, stdout, everything } = await run({ authenticates: true, principals });
    expect(stdout).toMatch(/\nConformant/);
    expect([code, report.summary.accessControl]).toEqual([0, '']);
    expect(Object.entries(statuses).filter(([, status]) => status !== 'pass')).toEqual([
      ['poll-for-activity-task.access.fault-form', 'info'],
    ]);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('skips what is not configured, and says so at its head', async () => {
    const { statuses, rules, report, code, stdout, everything } = await run({
      authenticates: true,
      principals: { withoutAction: principals.withoutAction },
    });
    expect(code).toBe(0);
    expect(statuses).toMatchObject({
      'poll-for-activity-task.access.action': 'pass',
      'poll-for-activity-task.access.takes-nothing': 'pass',
      'poll-for-activity-task.access.domain': 'skip',
      'poll-for-activity-task.access.task-list': 'skip',
    });
    expect(rules.find(({ id }) => id === 'poll-for-activity-task.access.domain')?.message).toBe(
      'no principal onlyDomain is configured',
    );
    const note =
      'Access control was judged in part, 7 of 9 rules: no principal onlyDomain is configured; no principal onlyTaskList is configured.';
    expect(report.summary.accessControl).toBe(note);
    expect(stdout).toContain('Access control was judged in part, 7 of 9 rules:');
    expect(everything).toContain(`<p class="note">${note}</p>`);
    expect(everything).toContain(`<property name="accessControl" value="${note}"/>`);
  });

  it('leaves a server alone that nobody says to authenticate', async () => {
    const { statuses, code, stdout } = await run(
      { principals, only: ['access.*', 'poll-for-activity-task.empty.ok'] },
      { credentials: undefined, principals: undefined },
    );
    expect(code).toBe(0);
    expect(new Set(Object.values(statuses))).toEqual(new Set(['skip']));
    expect(stdout).toContain(
      'Access control was not judged: the target is not said to authenticate (--authenticates).',
    );
  });
});

describe('a server that is said to authenticate', () => {
  it('and does not, fails', async () => {
    const open = { credentials: undefined, principals: undefined };
    const { statuses, rules, code, everything } = await run({}, open, ['--authenticates']);
    expect(code).toBe(1);
    expect(statuses).toMatchObject({
      'poll-for-activity-task.access.unsigned': 'fail',
      'poll-for-activity-task.access.bad-signature': 'fail',
    });
    const { failure } = rules.find(({ id }) => id === 'poll-for-activity-task.access.unsigned') ?? {};
    expect(failure?.observed).toContain('HTTP 200 with a task');
    expect(failure?.reproduce[0]?.text).toContain(' --authenticates ');
    // Unsigned as it was sent, and not signed from the environment.
    expect(failure?.reproduce[1]?.text).toMatch(/^curl -i -H/);
    const key = rules.find(({ id }) => id === 'poll-for-activity-task.access.unknown-key')?.failure
      ?.reproduce;
    expect(key?.map(({ how }) => how)).toEqual(['run', 'replay']);
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('and ignores policies, fails on each', async () => {
    const anything = { Effect: 'Allow' as const, Action: '*', Resource: '*' };
    const all = Object.values(callers).map((caller) => ({ ...caller, policy: { Statement: anything } }));
    const { statuses, code, rules, everything } = await run(
      { authenticates: true, principals },
      { principals: all },
    );
    expect(code).toBe(1);
    expect(Object.keys(statuses).filter((id) => statuses[id] === 'fail')).toEqual([
      'poll-for-activity-task.access.action',
      'poll-for-activity-task.access.domain',
      'poll-for-activity-task.access.task-list',
      'poll-for-activity-task.access.takes-nothing',
    ]);
    expect(
      rules.find(({ id }) => id === 'poll-for-activity-task.access.action')?.failure?.reproduce[0]?.text,
    ).toContain(' --authenticates --config FILE ');
    for (const secret of secrets) expect(everything).not.toContain(secret);
  });

  it('and does not know the principals, is not blamed for it', async () => {
    const { statuses, rules } = await run({ authenticates: true, principals }, { principals: [] });
    expect(statuses).toMatchObject({
      'poll-for-activity-task.access.unsigned': 'pass',
      'poll-for-activity-task.access.action': 'inconclusive',
      'poll-for-activity-task.access.domain': 'inconclusive',
      'poll-for-activity-task.access.task-list': 'inconclusive',
    });
    expect(rules.find(({ id }) => id === 'poll-for-activity-task.access.action')?.message).toContain(
      'the target does not accept the credentials of the principal withoutAction',
    );
  });
});

it('a mutant of access control is served with the keys and principals that find it', async () => {
  await using home = await folder();
  const served = start(home.path, ['serve', '--mutant', 'access-deny-ignored', '--poll-hold', '1']);
  let told = '';
  served.child.stderr?.on('data', (text) => {
    told += text;
  });
  const [line] = await once(served.child.stdout ?? served.child, 'data');
  const configured = /for the configuration file: (.+)\n/;
  await served.says('Ctrl-C stops it');
  const settings = JSON.parse(configured.exec(told)?.[1] ?? '{}');
  const common = {
    endpoint: String(line).trim(),
    pollHold: 1,
    only: ['poll-for-activity-task.access.action', 'poll-for-activity-task.access.domain'],
  };
  await writeFile(join(home.path, 'swf.json'), JSON.stringify({ ...common, ...settings }));
  const { code, stdout } = await start(home.path, ['run', '--config', 'swf.json']).ended;
  served.child.kill('SIGTERM');
  await served.ended;
  expect(code).toBe(1);
  expect(stdout).toContain('FAIL  poll-for-activity-task.access.action');
  expect(stdout).toContain('1 PASS  1 FAIL');
});

describe('principals in a configuration file', () => {
  async function mistakes(content: object): Promise<string[]> {
    await using home = await folder();
    const path = join(home.path, 'swf.json');
    await writeFile(path, JSON.stringify(content));
    try {
      runOptions({ config: path }, {});
    } catch (error) {
      if (error instanceof WrongUse) return error.message.replaceAll(path, 'file').split('\n');
      throw error;
    }
    return [];
  }

  it('are taken as they are', async () => {
    await using home = await folder();
    const path = join(home.path, 'swf.json');
    await writeFile(path, JSON.stringify({ authenticates: true, principals }));
    expect(runOptions({ config: path }, {})).toMatchObject({ authenticates: true, principals });
    expect(runOptions({}, {})).toMatchObject({ authenticates: false, principals: undefined });
    expect(runOptions({ authenticates: true }, {}).authenticates).toBe(true);
  });

  it('are refused with every mistake, and no value of theirs', async () => {
    const told = await mistakes({
      authenticates: 'yes',
      principals: {
        withoutActions: {},
        withoutAction: { accessKeyId: 'hunter2 hunter2', secretAccesKey: 'hunter2' },
        onlyDomain: { ...principals.onlyDomain, domain: 'a:b', sessionToken: '' },
        onlyTaskList: ['hunter2'],
      },
    });
    expect(told).toEqual([
      'file: authenticates: "yes" is not allowed: give true or false',
      'file: principals.withoutAction.accessKeyId: what was given is not allowed: give the id of an access key',
      'file: principals.withoutAction.secretAccessKey: a value is missing: give a secret access key',
      'file: principals.withoutAction: there is no member "secretAccesKey"; did you mean secretAccessKey?',
      'file: principals.onlyDomain.sessionToken: a value is missing: give a session token',
      expect.stringMatching(
        /^file: principals\.onlyDomain\.domain: "a:b" is not allowed: give a name of 1 to/,
      ),
      'file: principals.onlyTaskList: what was given is not allowed: give an object of accessKeyId, secretAccessKey, sessionToken, taskList',
      'file: principals: there is no member "withoutActions"; did you mean withoutAction?',
    ]);
    expect(told.join()).not.toContain('hunter2');
  });

  it.each([null, 'hunter2', [], 5])('are no %j', async (value) => {
    expect(await mistakes({ principals: value })).toEqual([
      'file: principals: what was given is not allowed: give an object of withoutAction, onlyDomain, onlyTaskList',
    ]);
  });

  it('are no option', async () => {
    const { code, stderr } = await cli(['run', '--principals', 'x']);
    expect(code).toBe(2);
    expect(stderr).toContain('--principals');
  });
});

describe('policies', () => {
  it('prints what can be attached, keyed by principal', async () => {
    const { code, stdout, stderr } = await cli([
      ...['policies', '--account', '000000000001', '--region', 'eu-west-1'],
      ...['--domain', 'shop', '--task-list', 'orders'],
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const printed = JSON.parse(stdout);
    expect(Object.keys(printed)).toEqual(['withoutAction', 'onlyDomain', 'onlyTaskList']);
    const arn = 'arn:aws:swf:eu-west-1:000000000001:/domain';
    expect(printed.onlyDomain).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'swf:PollForActivityTask', Resource: `${arn}/shop` }],
    });
    expect(printed.onlyTaskList.Statement[0]).toMatchObject({
      Resource: `${arn}/*`,
      Condition: { StringEquals: { 'swf:taskList.name': 'orders' } },
    });
    expect(printed.withoutAction.Statement).toContainEqual({
      Effect: 'Deny',
      Action: 'swf:PollForActivityTask',
      Resource: '*',
    });
  });

  it('names what a policy would take for a pattern', async () => {
    const { stdout } = await cli(['policies', '--account', account, '--region', region, '--domain', 'a*$']);
    expect(JSON.parse(stdout).onlyDomain.Statement[0].Resource).toMatch(/:\/domain\/a\$\{\*\}\$\{\$\}$/);
  });

  it('takes the region of the environment, and its partition', async () => {
    const { stdout } = await cli(['policies', '--account', account], { AWS_REGION: 'cn-north-1' });
    expect(JSON.parse(stdout).onlyDomain.Statement[0].Resource).toBe(
      `arn:aws-cn:swf:cn-north-1:${account}:/domain/swf-conformance`,
    );
  });

  it('says all that is wrong', async () => {
    const { code, stdout, stderr } = await cli([
      ...['policies', '--account', '12345678901', '--domain', 'a:b', '--task-lists', 'x', 'more'],
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('5 mistakes, nothing was done');
    expect(stderr).toContain('"12345678901" is not allowed: give the 12 digits of an account');
    expect(stderr).toContain('did you mean --task-list?');
    expect(stderr).toContain('--region');
  });
});
