import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, it } from 'vitest';
import { embeddedPrincipals } from '../../cli/embedded.ts';
import { quotas, quotasDividedBy, type ServerOptions, startReferenceServer } from '../../reference/index.ts';
import { type RunReport, runReport } from '../../results/report.ts';
import { type Ended, folder, start } from './command.ts';

const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'a secret of it', sessionToken: 'a token of it' };
const variables = {
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
  AWS_SESSION_TOKEN: keys.sessionToken,
};

/**
 * Runs the command line against the reference server as Amazon SWF is, as far as we know: TLS, signatures by temporary
 * keys, policies, buckets, reads that lag.
 */
async function runAgainst(
  server: ServerOptions,
  args: readonly string[],
): Promise<Ended & { report: RunReport }> {
  await using home = await folder();
  const pollHold = 6;
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const { served, principals } = embeddedPrincipals('us-east-1', undefined);
  const service = await startReferenceServer({
    pollHoldSeconds: pollHold,
    tls: { key, cert },
    credentials: keys,
    principals: served,
    lagMs: 1500,
    ...server,
  });
  try {
    await writeFile(join(home.path, 'ca.pem'), cert);
    const settings = { endpoint: service.url, ca: 'ca.pem', pollHold, authenticates: true, principals };
    await writeFile(join(home.path, 'swf-conformance.config.json'), JSON.stringify(settings));
    const ended = await start(home.path, ['run', '--cases', '5', ...args], variables).ended;
    const text = await readFile(join(home.path, 'conformance-report', 'results.json'), 'utf8');
    expect(text).not.toContain(keys.secretAccessKey);
    expect(text).not.toContain(keys.sessionToken);
    return { ...ended, report: runReport.parse(JSON.parse(text)) };
  } finally {
    await service.close();
  }
}

function notGreen({ rules }: RunReport) {
  return rules.filter(({ status }) => !['pass', 'info', 'skip'].includes(status));
}

describe('a server as Amazon SWF is', () => {
  it('is found conformant at the rate that is usual for it, without being throttled', async () => {
    const areas = ['hold', 'history', 'access'].flatMap((area) => ['--only', `${area}.*`]);
    const { code, report } = await runAgainst({ quotas }, ['--rate', '40', ...areas]);
    expect(notGreen(report)).toEqual([]);
    expect(report.run.throttled).toBe(0);
    expect(report.rules.filter(({ area, status }) => area === 'access' && status === 'skip')).toEqual([]);
    expect(code).toBe(0);
  });

  it('is found conformant when it throttles: no rule takes that for a finding', async () => {
    const { code, report } = await runAgainst({ quotas: quotasDividedBy(20) }, []);
    expect(notGreen(report)).toEqual([]);
    expect(report.run.throttled).toBeGreaterThan(0);
    // A domain in a second region is seen a moment after it was registered, too.
    const unjudged = report.rules.filter(({ area, status }) => status === 'skip' && area !== 'limit');
    expect(unjudged).toEqual([]);
    expect(report.run.leftBehind).toEqual([]);
    expect(code).toBe(0);
  });
});

it('a server that throttles every poll shows nothing: no rule is red', async () => {
  const quota = { bucket: 0, refillPerSecond: 0 };
  const none = { PollForActivityTask: quota };
  const { code, report } = await runAgainst({ quotas: none }, ['--only', 'empty.ok', '--only', 'fault.type']);
  expect(notGreen(report).map(({ status }) => status)).toEqual(['inconclusive', 'inconclusive']);
  expect(notGreen(report)[0]?.message).toMatch(/throttled every PollForActivityTask for 3\d s/);
  expect(code).toBe(1);
});
