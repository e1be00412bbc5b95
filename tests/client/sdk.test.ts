import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** What a poll by the SDK comes to at an endpoint where nothing listens, in a process of this environment. */
async function pollIn(variables: NodeJS.ProcessEnv): Promise<string> {
  const path = (name: string) => JSON.stringify(new URL(`../../client/${name}.ts`, import.meta.url).href);
  const program = `
    import { Sdk } from ${path('sdk')};
    import { Wire } from ${path('wire')};
    const options = {
      endpoint: new URL('http://127.0.0.1:1/'),
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const sdk = new Sdk(options, 1000, new Wire(options));
    const input = { domain: 'a', taskList: { name: 'b' } };
    const { exchange } = await sdk.send('PollForActivityTask', input, { signal: new AbortController().signal });
    console.log(exchange.ending);
    process.exit();`;
  const env = { PATH: process.env.PATH, ...variables };
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
  return (await run).stdout.trim();
}

it.each<[string, NodeJS.ProcessEnv]>([
  ['no variables', {}],
  ['FIPS endpoints', { AWS_USE_FIPS_ENDPOINT: 'true' }],
  ['dual-stack endpoints', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
  ['a mode that there is none of', { AWS_DEFAULTS_MODE: 'fast' }],
  ['attempts that are no number', { AWS_MAX_ATTEMPTS: 'many', AWS_RETRY_MODE: 'never' }],
  [
    'another endpoint',
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:2', AWS_ENDPOINT_URL_SWF: 'http://127.0.0.1:2' },
  ],
])(
  'a client of the SDK sends where it is told, whatever the environment says: %s',
  async (_what, variables) => {
    expect(await pollIn(variables)).toBe('unreachable');
  },
);

it('and whatever the configuration file says', async () => {
  const home = await mkdtemp(join(tmpdir(), 'swf-conformance-'));
  try {
    const file = join(home, 'config');
    await writeFile(
      file,
      '[default]\nuse_fips_endpoint = true\ndefaults_mode = fast\nsdk_ua_app_id = an app\n',
    );
    expect(await pollIn({ HOME: home, AWS_CONFIG_FILE: file })).toBe('unreachable');
  } finally {
    await rm(home, { recursive: true });
  }
});
