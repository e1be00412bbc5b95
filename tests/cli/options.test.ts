import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it, vi } from 'vitest';
import { amazonEndpoint } from '../../cli/amazon.ts';
import { runOptions } from '../../cli/options.ts';
import { WrongUse } from '../../cli/wrong-use.ts';
import { rules } from '../../suites/index.ts';
import { folder } from './command.ts';

/** What is told of wrong options, as `where: what` lines. */
function mistakes(options: Record<string, unknown>, environment: Record<string, string> = {}): string[] {
  try {
    runOptions(options, environment);
  } catch (error) {
    if (error instanceof WrongUse) return error.message.split('\n');
    throw error;
  }
  return [];
}

async function configuration(content: unknown): Promise<{ path: string } & AsyncDisposable> {
  const home = await folder();
  const path = join(home.path, 'swf.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return { path, [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
}

describe('without any option', () => {
  it('the embedded server is used, which holds 2 s', () => {
    expect(runOptions({}, {})).toEqual({
      endpoint: undefined,
      endpointFrom: '--endpoint',
      aws: false,
      readyTimeout: 60,
      region: 'us-east-1',
      insecure: false,
      maxPollers: 100,
      pollHold: 2,
      operation: [],
      only: [],
      skip: [],
      allowPartial: false,
      failOn: 'must',
      seed: expect.any(Number),
      cases: 100,
      rate: undefined,
      authenticates: false,
      baseline: undefined,
      allowStale: false,
      plan: false,
      with: [],
      out: 'conformance-report',
      reporter: ['terminal', 'json', 'junit', 'html'],
    });
  });

  it('another endpoint is taken to hold 60 s', () => {
    expect(runOptions({ endpoint: 'http://127.0.0.1:4566' }, {}).pollHold).toBe(60);
  });

  it('each run has another seed', () => {
    expect(runOptions({}, {}).seed).not.toBe(runOptions({}, {}).seed);
  });
});

describe('the environment', () => {
  const both = { AWS_ENDPOINT_URL_SWF: 'http://swf.test/', AWS_ENDPOINT_URL: 'http://all.test/' };

  it('names the endpoint, the service-specific variable first', () => {
    const { endpoint, endpointFrom } = runOptions({}, both);
    expect([endpoint?.href, endpointFrom]).toEqual(['http://swf.test/', 'AWS_ENDPOINT_URL_SWF']);
    expect(runOptions({}, { ...both, AWS_ENDPOINT_URL_SWF: '' }).endpointFrom).toBe('AWS_ENDPOINT_URL');
  });

  it('names the region', () => {
    expect(runOptions({}, { AWS_REGION: 'eu-west-1' }).region).toBe('eu-west-1');
    expect(runOptions({ region: 'local' }, { AWS_REGION: 'eu-west-1' }).region).toBe('local');
  });

  it('is judged where it is used, and only there', () => {
    const wrong = { AWS_ENDPOINT_URL: 'nowhere', AWS_REGION: 'no region' };
    expect(mistakes({}, wrong)).toEqual([
      expect.stringMatching(/^AWS_ENDPOINT_URL: "nowhere" is not allowed: give a URL such as/),
      'AWS_REGION: "no region" is not allowed: give a region such as us-east-1',
    ]);
    expect(mistakes({ endpoint: 'http://127.0.0.1', region: 'local' }, wrong)).toEqual([]);
  });
});

describe('a configuration file', () => {
  it('sets all that an option sets', async () => {
    const settings = {
      start: 'moto_server -p 4566',
      readyTimeout: 5,
      region: 'eu-west-1',
      pollHold: 1.5,
      only: ['hold.*'],
      skip: ['poll-for-activity-task.hold.full'],
      budget: 90,
      allowPartial: true,
      failOn: 'should',
      seed: -1,
      cases: 7,
      rate: 20,
      authenticates: true,
      with: ['limits'],
      maxPollers: 20,
      plan: true,
      out: 'elsewhere',
      reporter: ['json', 'markdown'],
    };
    const endpointAndShard = { endpoint: 'http://127.0.0.1:4566/swf', shard: '2/3' };
    await using file = await configuration({ ...endpointAndShard, ...settings });
    const { endpoint, endpointFrom, ...others } = runOptions({ config: file.path }, {});
    expect(others).toEqual({
      ...settings,
      operation: [],
      aws: false,
      insecure: false,
      allowStale: false,
      shard: { index: 2, count: 3 },
    });
    expect(endpoint?.href).toBe('http://127.0.0.1:4566/swf');
    expect(endpointFrom).toBe(`${file.path}: endpoint`);
  });

  it('may name its schema', async () => {
    await using file = await configuration({ $schema: './node_modules/swf-conformance/config.schema.json' });
    expect(mistakes({ config: file.path })).toEqual([]);
  });

  it('gives way to options, and wins over the environment', async () => {
    await using file = await configuration({ endpoint: 'http://file.test', only: ['hold.*'], cases: 7 });
    const options = { config: file.path, cases: '8', only: ['poll-for-activity-task.empty.ok'] };
    const merged = runOptions(options, { AWS_ENDPOINT_URL: 'http://environment.test' });
    expect(merged).toMatchObject({ cases: 8, only: ['poll-for-activity-task.empty.ok'] });
    expect(merged.endpoint?.host).toBe('file.test');
  });

  it('is refused with each wrong member by name, also those that an option overrides', async () => {
    await using file = await configuration({ cases: '7', only: ['hold.*', 5], fialOn: 'must', rate: null });
    expect(mistakes({ config: file.path, cases: '8' })).toEqual([
      `${file.path}: cases: "7" is not allowed: give a whole number from 1 to 10000`,
      `${file.path}: only: 5 is not allowed: give a text`,
      `${file.path}: fialOn: there is no such setting; did you mean failOn?`,
      `${file.path}: rate: null is not allowed: give a number from 1 to 10000 requests a second`,
    ]);
  });

  it('is refused when it is not there, no JSON, or no object; its content is not repeated', async () => {
    await using broken = await configuration('{\n  "endpoint": "http://user:hunter2@h"\n  "cases": 1 }');
    await using list = await configuration('[]');
    expect(mistakes({ config: '/no/such.json' })).toEqual([
      '--config: /no/such.json cannot be read: there is no such file',
    ]);
    expect(mistakes({ config: broken.path })).toEqual([
      `--config: ${broken.path} is not JSON (line 3 column 3)`,
    ]);
    expect(mistakes({ config: list.path })).toEqual([
      expect.stringContaining('holds no JSON object: give one such as {'),
    ]);
    expect(mistakes({ config: '' })).toEqual(['--config: a value is missing: give a file']);
  });
});

describe('an endpoint', () => {
  it.each(['http://127.0.0.1:4566', 'https://swf.us-east-1.amazonaws.com', 'http://[::1]:1/a/path'])(
    'may be %s',
    (endpoint) => {
      expect(runOptions({ endpoint }, {}).endpoint?.href).toBe(new URL(endpoint).href);
    },
  );

  it.each(['ftp://x', '127.0.0.1:4566', 'localhost:4566', 'http://', 'x'])('may not be %s', (endpoint) => {
    expect(mistakes({ endpoint })).toEqual([
      expect.stringContaining(`--endpoint: "${endpoint}" is not allowed`),
    ]);
  });

  it.each([
    ['http://user:hunter2@127.0.0.1', 'it holds a user or password'],
    ['user:hunter2@127.0.0.1', 'what was given is not allowed'],
    ['http://127.0.0.1/?token=hunter2', 'it has a query or fragment'],
    ['http://127.0.0.1/#hunter2', 'it has a query or fragment'],
    ['http://127.0.0.1/?', 'it has a query or fragment'],
    ['htp://127.0.0.1/?token=hunter2', 'what was given is not allowed'],
  ])('that may hold a secret is not repeated: %s', (endpoint, reason) => {
    expect(mistakes({ endpoint })).toEqual([expect.stringContaining(reason)]);
    expect(mistakes({ endpoint }).join()).not.toContain('hunter2');
  });
});

describe('the reporters', () => {
  it('are told once each, in the order of their asking', () => {
    expect(runOptions({ reporter: ['markdown', 'json', 'markdown'] }, {}).reporter).toEqual([
      'markdown',
      'json',
    ]);
  });

  it.each(['pdf', 'JSON', ''])('are some of five: not %j', async (name) => {
    await using file = await configuration({ reporter: [] });
    expect(mistakes({ reporter: [name], config: file.path })).toEqual([
      expect.stringMatching(/^--reporter: .*: give some of terminal, json, junit, html, markdown$/),
      expect.stringMatching(/: reporter: .*: give some of terminal, json, junit, html, markdown$/),
    ]);
  });
});

describe('https', () => {
  const endpoint = 'https://127.0.0.1';

  it('may trust an authority of its own, or anybody', async () => {
    const { private: key, cert } = await generate();
    await using file = await configuration(cert);
    await using other = await configuration(key);
    expect(runOptions({ endpoint }, {})).toMatchObject({ insecure: false });
    expect(runOptions({ endpoint }, {}).ca).toBeUndefined();
    expect(runOptions({ endpoint, ca: file.path }, {})).toMatchObject({ ca: cert, insecure: false });
    expect(runOptions({ endpoint, insecure: true }, {})).toMatchObject({ insecure: true });
    expect(mistakes({ endpoint, ca: other.path })).toEqual([
      `--ca: "${other.path}" holds no certificate in PEM: give the certificate of an authority`,
    ]);
    expect(mistakes({ endpoint, ca: '/no/such.pem' })).toEqual([
      expect.stringContaining('--ca: "/no/such.pem" cannot be read (ENOENT)'),
    ]);
    expect(mistakes({ endpoint: 'http://127.0.0.1', ca: file.path, insecure: true })).toEqual([
      '--ca: it is about an endpoint of https: leave it out, or give such an endpoint',
      '--insecure: it is about an endpoint of https: leave it out, or give such an endpoint',
    ]);
  });
});

describe('headers', () => {
  it('are given as they are sent', () => {
    const { header } = runOptions({ header: ['X-Api-Key: a: b ', 'X-Other:c'] }, {});
    expect(header).toEqual({ 'X-Api-Key': 'a: b', 'X-Other': 'c' });
  });

  it.each(['hunter2', 'X Y: hunter2', 'X-Key: hunter2\nX-More: 1', ': hunter2', 'X-Key:', ''])(
    'that are none are not repeated: %j',
    (header) => {
      expect(mistakes({ header: [header] })).toEqual([
        "--header: it is no header: give one such as 'X-Api-Key: value'",
      ]);
    },
  );

  it.each(['Host', 'authorization', 'X-Amz-Target', 'Content-Type', 'Transfer-Encoding'])(
    "that are the protocol's own are refused: %s",
    (name) => {
      expect(mistakes({ header: [`${name}: hunter2`] })).toEqual([
        `--header: ${name} is the protocol's own: leave it out`,
      ]);
    },
  );
});

describe('Amazon SWF itself', () => {
  it('is asked for by name, and at a rate below its own', () => {
    const options = runOptions(
      { aws: true, region: 'eu-west-1' },
      { AWS_ENDPOINT_URL: 'http://emulator.test' },
    );
    expect(options).toMatchObject({
      aws: true,
      endpoint: undefined,
      region: 'eu-west-1',
      pollHold: 60,
      rate: 40,
      // It always does.
      authenticates: true,
    });
    expect(runOptions({ aws: true, rate: '5' }, { AWS_REGION: 'eu-west-1' })).toMatchObject({ rate: 5 });
  });

  it('needs a region, and no other endpoint', () => {
    expect(mistakes({ aws: true, endpoint: 'http://127.0.0.1' })).toEqual([
      '--aws: there is another endpoint: leave one of them out',
      '--aws: a region is missing: give --region',
    ]);
  });

  it.each([
    ['eu-west-1', 'https://swf.eu-west-1.amazonaws.com/'],
    ['cn-north-1', 'https://swf.cn-north-1.amazonaws.com.cn/'],
  ])('is found in %s', async (region, url) => {
    expect((await amazonEndpoint(region)).href).toBe(url);
  });
});

describe('a server to start', () => {
  const start = 'moto_server -p 4566';
  const endpoint = 'http://127.0.0.1:4566';

  it('needs to be told where it will answer', () => {
    expect(runOptions({ start, endpoint }, {})).toMatchObject({ start, readyTimeout: 60 });
    expect(runOptions({ start }, { AWS_ENDPOINT_URL: endpoint })).toMatchObject({ start });
    expect(mistakes({ start })).toEqual([
      '--start: an endpoint is missing: give --endpoint, where the server will answer',
    ]);
  });

  it('is neither a mock nor Amazon SWF', async () => {
    await using file = await configuration({ start });
    const what = 'which starts no server: leave one of them out';
    expect(mistakes({ start, mock: './mock.js' })).toEqual([`--start: there is --mock too, ${what}`]);
    expect(mistakes({ config: file.path, aws: true, region: 'eu-west-1' })).toEqual([
      `${file.path}: start: there is --aws too, ${what}`,
    ]);
  });

  it.each(['', ' ', 'one\ntwo', 'hunter2\0'])('is no command: %j', (wrong) => {
    const told = mistakes({ start: wrong, endpoint });
    expect(told).toEqual([expect.stringMatching(/^--start: .*give a shell command on one line, such as/)]);
    expect(told.join()).not.toContain('hunter2');
  });

  it('is what there is to wait for', () => {
    expect(mistakes({ endpoint, readyTimeout: '5' })).toEqual([
      '--ready-timeout: it is about --start: leave it out, or give --start',
    ]);
    for (const readyTimeout of ['0', '3601', 'x', '']) {
      expect(mistakes({ start, endpoint, readyTimeout })).toEqual([
        expect.stringContaining('give a number from 1 to 3600 seconds'),
      ]);
    }
  });

  it('is not for Windows', () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValueOnce('win32');
    expect(mistakes({ start, endpoint })).toEqual([
      '--start: it needs the shell and the process groups of POSIX: start the server beforehand',
    ]);
  });
});

describe('the domain', () => {
  it.each(['elsewhere', 'a b', '\u6771\u4eac', 'd'.repeat(240)])('may be %j', (domain) => {
    expect(runOptions({ domain }, {}).domain).toBe(domain);
  });

  it.each(['', ' a', 'a ', 'a:b', 'a/b', 'a|b', 'a\u0085b', 'barn', 'd'.repeat(241)])(
    'may not be %j',
    (domain) => {
      expect(mistakes({ domain })).toHaveLength(1);
    },
  );
});

describe('numbers', () => {
  it.each([
    ['pollHold', ['1', '1.5', '3600'], ['0', '0.9', '3601', '60s', '-5', '']],
    ['seed', ['0', '-2147483648', '2147483647'], ['2147483648', '1.5', '0x10', '1e3', 'NaN', ' 1']],
    ['cases', ['1', '10000'], ['0', '10001', '2.5', 'many', '9'.repeat(400)]],
    ['rate', ['1', '2.5', '10000'], ['0', '0.5', 'Infinity']],
    ['maxPollers', ['1', '1000'], ['0', '10001', '2.5']],
  ])('%s has its bounds', (name, right, wrong) => {
    // A limit is only said where the limits are judged; others do not mind.
    const groups = { with: ['limits'] };
    for (const value of right) {
      expect(runOptions({ ...groups, [name]: value }, {})).toMatchObject({ [name]: Number(value) });
    }
    for (const value of wrong) expect(mistakes({ ...groups, [name]: value })).toHaveLength(1);
  });
});

describe('the limits', () => {
  it('are judged on demand, on the command line or by the file', async () => {
    expect(runOptions({ with: ['limits', 'limits'] }, {}).with).toEqual(['limits', 'limits']);
    await using file = await configuration({ maxPollers: 20 });
    expect(runOptions({ config: file.path }, {})).toMatchObject({ with: [], maxPollers: 20 });
    expect(mistakes({ config: file.path, with: ['', 'limit', 'holds'] })).toEqual([
      '--with: a value is missing: give the name of a group: limits',
      '--with: there is no group "limit"; did you mean limits?',
      '--with: there is no group "holds"; there is limits',
    ]);
  });
});

describe('a shard', () => {
  it('is one of some', () => {
    expect(runOptions({ shard: '1/1', seed: '7' }, {}).shard).toEqual({ index: 1, count: 1 });
    const form = 'give I/N, such as 2/3: the second of three, of 100 at most';
    for (const text of ['0/3', '4/3', '1/101', '1', '1/2/3', '-1/3', '1.5/2', 'a/b']) {
      expect(mistakes({ shard: text, seed: '7' })).toEqual([`--shard: "${text}" is not allowed: ${form}`]);
    }
    expect(mistakes({ shard: '' })).toEqual([`--shard: a value is missing: ${form}`]);
  });

  it('has the seed in common with the others, is of no mock, and has a rule', () => {
    expect(mistakes({ shard: '1/3', mock: './mock.js' })).toEqual([
      '--shard: a seed is missing, and each part would have its own: give all the same --seed N',
      '--shard: a mock runs without the vitest that writes parts: leave one of them out',
    ]);
    expect(
      mistakes({
        shard: '1/3',
        seed: '7',
        only: ['poll-for-activity-task.hold.full', 'poll-for-activity-task.empty.ok'],
      }),
    ).toEqual(['--shard: 3 parts of 2 rules: give each part a rule at least']);
  });
});

describe('a budget', () => {
  it('is given in seconds, and goes with what allows to leave rules out', async () => {
    expect(runOptions({ budget: '30' }, {})).toMatchObject({ budget: 30, allowPartial: false });
    for (const budget of ['4', '86401', 'soon']) {
      expect(mistakes({ budget })).toEqual([
        `--budget: ${/^\d+$/.test(budget) ? budget : `"${budget}"`} is not allowed: give a number from 5 to 86400 seconds`,
      ]);
    }
    expect(mistakes({ allowPartial: true })).toEqual([
      '--allow-partial: it is about a budget: give --budget too',
    ]);
    await using file = await configuration({ allowPartial: true });
    expect(runOptions({ config: file.path }, {})).toMatchObject({ budget: undefined, allowPartial: true });
  });
});

describe('patterns', () => {
  it('that match no rule are mistakes, with what may have been meant', () => {
    expect(mistakes({ only: ['no.such.rule', 'hold.ful', 'hold.*', 'hold'], skip: ['hodl.*'] })).toEqual([
      '--only: no rule matches "no.such.rule"; swf-conformance list names all',
      '--only: no rule matches "hold.ful"; did you mean poll-for-activity-task.hold.full?',
      expect.stringMatching(/^--only: no rule matches "hold"; did you mean poll-for-activity-task\.hold\.\*/),
      expect.stringMatching(
        /^--skip: no rule matches "hodl\.\*"; did you mean poll-for-activity-task\.hold\.\*\?$/,
      ),
    ]);
  });

  it('that leave no rule are one', () => {
    expect(mistakes({ only: ['poll-for-activity-task.hold.full'], skip: ['hold.*'] })).toEqual([
      '--skip: no rule is left: leave at least one',
    ]);
  });

  it('may name every rule', () => {
    const only = rules.map(({ id }) => id);
    expect(runOptions({ only }, {}).only).toEqual(only);
  });
});

describe('the place of the reports', () => {
  it('may be missing, with its parents', async () => {
    await using home = await folder();
    expect(mistakes({ out: join(home.path, 'not', 'there') })).toEqual([]);
  });

  it('may not be a file, nor in one', async () => {
    await using file = await configuration({});
    const out = join(file.path, 'below');
    expect(mistakes({ out, cases: 'many' })).toEqual([
      '--cases: "many" is not allowed: give a whole number from 1 to 10000',
      `--out: ${out} is not a directory: give one`,
    ]);
  });
});

describe('operations', () => {
  it('are given by name or slug, and read as the API names them', () => {
    const operation = ['poll-for-activity-task', 'PollForActivityTask'];
    expect(runOptions({ operation }, {}).operation).toEqual(['PollForActivityTask', 'PollForActivityTask']);
  });

  it('that there are no rules for are mistakes, with what may have been meant', () => {
    expect(mistakes({ operation: ['PollForActivityTasks', 'DescribeDomain', ''] })).toEqual([
      '--operation: there are no rules for "PollForActivityTasks"; did you mean PollForActivityTask?',
      '--operation: there are no rules for "DescribeDomain": give PollForActivityTask',
      '--operation: a value is missing: give PollForActivityTask',
    ]);
  });
});
