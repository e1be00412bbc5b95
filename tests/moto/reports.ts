// What a reader gets of moto, a real emulator: part of `npm run moto`. The JUnit file is valid, each failure
// in it can be understood from it alone, results.json is valid, and `compare` shows where moto falls short of the reference.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { validateXML } from 'xmllint-wasm';
import { runReport } from '../../results/report.ts';
import { countsAgainst } from '../../results/verdict.ts';
import { mistakes } from '../reporters/results-schema.ts';
import { cli, say, startMoto } from './moto.ts';

/** Rules that moto fails, of each kind of evidence, without those that its own accidents touch. */
const rules = [
  'poll-for-activity-task.hold.full',
  'poll-for-activity-task.hold.waits-for-task',
  'poll-for-activity-task.fault.status',
  'poll-for-activity-task.task-list.colon',
  'poll-for-activity-task.wire.malformed',
  'poll-for-activity-task.wire.media-type',
];

const problems: string[] = [];
function check(what: string, isSo: boolean): void {
  say(`${isSo ? 'ok' : 'NOT'}  ${what}`);
  if (!isSo) problems.push(what);
}

const home = mkdtempSync(join(tmpdir(), 'swf-conformance-moto-'));
const { endpoint, process: moto } = await startMoto();
try {
  const only = rules.flatMap((id) => ['--only', id]);
  const of = (name: string) => join(home, name);
  const run = [
    'run',
    ...only,
    '--poll-hold',
    '4',
    '--seed',
    '1',
    '--reporter',
    'json',
    '--reporter',
    'junit',
  ];
  const onMoto = await cli(...run, '--endpoint', endpoint, '--out', of('moto'));
  check(`the run against moto exits 1 (${onMoto.code})`, onMoto.code === 1);
  await cli('run', ...only, '--reporter', 'json', '--out', of('reference'));

  const results = JSON.parse(readFileSync(join(of('moto'), 'results.json'), 'utf8'));
  check('results.json is valid by the published schema', mistakes(results).length === 0);

  const contents = readFileSync(join(of('moto'), 'junit.xml'), 'utf8');
  const schema = readFileSync(new URL('../reporters/junit.xsd', import.meta.url), 'utf8');
  const { valid } = await validateXML({ xml: { fileName: 'junit.xml', contents }, schema });
  check('junit.xml is valid by its schema', valid);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase',
  });
  const cases: { name: string; failure?: { '#text': string } }[] = parser
    .parse(contents)
    .testsuites.testsuite.flatMap(({ testcase }: { testcase: object[] }) => testcase);
  const { rules: judged, run: about } = runReport.parse(results);
  for (const rule of judged.filter((each) => countsAgainst(each, about.failOn))) {
    const { failure, citation, id } = rule;
    const text = cases.find(({ name }) => name === id)?.failure?.['#text'] ?? '';
    const told = [failure?.expected, failure?.fix, citation.quote, `--only ${id}`, '> POST /', '\n< '];
    const isTold = told.every((part) => part !== undefined && text.includes(part));
    check(
      `junit.xml tells of ${id} what was expected, sent and answered, what to fix, the quote, and how to see it again`,
      isTold,
    );
  }

  const gate = ['--name', 'reference', '--name', 'moto', '--fail-on', 'newly-failing'];
  const compared = await cli('compare', of('reference'), of('moto'), ...gate, '--out', of('matrix'));
  say(compared.printed);
  check(`compare exits 1 (${compared.code})`, compared.code === 1);
  const matrix = JSON.parse(readFileSync(join(of('matrix'), 'matrix.json'), 'utf8'));
  check(
    'what newly fails is there',
    ['poll-for-activity-task.task-list.colon', 'poll-for-activity-task.fault.status'].every((id) =>
      matrix.newlyFailing.includes(id),
    ),
  );
} finally {
  moto.kill();
  rmSync(home, { recursive: true });
}
if (problems.length > 0) process.exitCode = 1;
