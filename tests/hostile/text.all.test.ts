import { expect, it } from 'vitest';
import { startBrowser } from '../reporters/browser.ts';
import { hostileText } from '../reporters/sample.ts';
import { runAgainst } from './run.ts';
import { always, type Misbehaviour, onPolls, startHostile, type When } from './server.ts';
import { expectReports, expectSound } from './sound.ts';

/** What the logs of CI services take for commands, some anywhere in a line. */
const commands = [
  '::add-mask::t',
  '::error::pwned',
  '##[error]pwned',
  '##vso[task.setvariable variable=PATH]pwned',
];
const commandLine = /^\s*::[a-z]|##\[|##vso\[|##teamcity\[/m;
const everything = [hostileText, '<a href="javascript:globalThis.pwned=1">x</a>', ...commands].join('\n');
/** What a header may hold on the wire: one line of bytes. */
const inHeader = everything.replace(/[\n\r\0]/g, ' ');

/** A fault all of whose texts are hostile, with each text of its head. */
const speaks: Misbehaviour = (connection) => {
  const body = JSON.stringify({
    __type: everything,
    message: everything,
    taskToken: everything,
    activityId: everything,
    [everything]: everything,
  });
  const head = [
    'HTTP/1.1 400 <script>alert(1)</script>##vso[x]y',
    'content-type: application/x-amz-json-1.0',
    `server: <script>globalThis.pwned=1</script> ##vso[task.setvariable variable=PATH]pwned`,
    `x-hostile: ${inHeader.replace(/[^\x20-\x7e]/g, ' ')}`,
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};

/** The same as a task that was found. */
const delivers: Misbehaviour = (connection) => {
  const body = JSON.stringify({
    taskToken: everything,
    activityId: everything,
    startedEventId: 3,
    workflowExecution: { workflowId: everything, runId: everything },
    activityType: { name: everything, version: everything },
    input: everything,
  });
  connection.end(
    `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

const plain: Misbehaviour = (connection) => {
  connection.end(
    `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(everything)}\r\n\r\n${everything}`,
  );
};

const cases: [string, Misbehaviour, When][] = [
  ['faults from the first', speaks, always],
  ['faults of polls', speaks, onPolls],
  ['tasks', delivers, onPolls],
  ['bodies that are no JSON', plain, onPolls],
];

it.concurrent.each(cases)(
  '%s of hostile text: nothing of it is more than text',
  async (_name, misbehave, when) => {
    await using server = await startHostile(misbehave, when);
    const few = [
      'empty.*',
      'task.*',
      'fault.*',
      'domain.*',
      'poll-for-activity-task.wire.request-id',
      'poll-for-activity-task.wire.connection-survives',
    ];
    const args = ['--poll-hold', '1', '--cases', '5', ...few.flatMap((id) => ['--only', id])];
    const outcome = await runAgainst(server.url, args);
    expectReports(outcome);
    expect(outcome.code).toBe(1);
    const told = outcome.stdout + outcome.stderr;
    expect(told).toContain('script>');
    expect(told).not.toMatch(commandLine);
    expect(await deedsOf(outcome.files['index.html'] ?? '')).toEqual([]);
  },
);

it('is told harmlessly where the server cannot be used at all', async () => {
  await using server = await startHostile(plain, always);
  const outcome = await runAgainst(server.url);
  expectSound(outcome);
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toContain('<script>');
  // One line, and the hint: what a server sends begins no line.
  expect(outcome.stderr.trimEnd().split('\n')).toHaveLength(2);
  expect(outcome.stderr).not.toMatch(commandLine);
});

/** What a page does in a browser beside showing itself. */
async function deedsOf(html: string): Promise<string[]> {
  await using browser = await startBrowser();
  await using opened = await browser.open(html);
  const { page, deeds } = opened;
  if (await page.evaluate(() => 'pwned' in globalThis)) deeds.push('pwned');
  const markup = 'img, iframe, object, [onload], [onerror], [onmouseover], a[href^="javascript:"]';
  deeds.push(...(await page.locator(markup).evaluateAll((found) => found.map((each) => each.outerHTML))));
  return deeds;
}
