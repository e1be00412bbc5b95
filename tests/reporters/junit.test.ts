import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { z } from 'zod';
import { renderJunit } from '../../reporters/junit.ts';
import type { RunReport } from '../../results/report.ts';
import { countsAgainst } from '../../results/verdict.ts';
import { visible } from '../../results/visible.ts';
import { hiddenCharacters } from './hidden.ts';
import {
  asked,
  hostileOperations,
  hostileReport,
  hostileText,
  sampleFailure,
  sampleReport,
  sampleRule,
  sampleRules,
  severalOperations,
} from './sample.ts';

const told = z.object({ message: z.string(), type: z.string().optional(), text: z.string().default('') });
const testcase = z.object({
  name: z.string(),
  classname: z.string(),
  time: z.string().regex(/^\d+\.\d{3}$/),
  failure: told.optional(),
  error: told.optional(),
  skipped: told.optional(),
  'system-out': z.string().optional(),
});
const count = z.string().regex(/^\d+$/).transform(Number);
const testsuite = z.object({
  name: z.string(),
  tests: count,
  failures: count,
  errors: count,
  skipped: count,
  time: z.string().regex(/^\d+\.\d{3}$/),
  timestamp: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
  properties: z.object({ property: z.array(z.object({ name: z.string(), value: z.string() })) }),
  testcase: z.array(testcase),
});
const junit = z.object({
  testsuites: z.object({ tests: count, failures: count, errors: count, testsuite: z.array(testsuite) }),
});

const schema = readFileSync(new URL('./junit.xsd', import.meta.url), 'utf8');

/** By libxml2, which is what test servers' own readers are measured by. */
async function mistakes(contents: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents }, schema });
  return errors.map(({ message }) => message);
}

async function parse(report: RunReport) {
  const xml = renderJunit(report);
  expect(await mistakes(xml)).toEqual([]);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: 'text',
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
  });
  const { testsuites } = junit.parse(parser.parse(xml));
  return { xml, testsuites, cases: testsuites.testsuite.flatMap((suite) => suite.testcase) };
}

describe('renderJunit', () => {
  it('has a suite for each area of an operation, and a case for each rule', async () => {
    const report = sampleReport();
    const { testsuites, cases } = await parse(report);
    expect(testsuites.testsuite.map((suite) => suite.name)).toEqual(
      ['hold', 'delivery', 'task-list', 'identity'].map(
        (area) => `swf-conformance.poll-for-activity-task.${area}`,
      ),
    );
    expect(cases.map((one) => one.name)).toEqual(report.rules.map((rule) => rule.id));
    expect(cases.map((one) => one.classname)).toEqual(
      report.rules.map((rule) => `swf-conformance.poll-for-activity-task.${rule.area}`),
    );
  });

  it.each(['must', 'should'] as const)(
    'counts as failures what counts against the run, failing on %s',
    async (failOn) => {
      const report = sampleReport(
        [...sampleRules(), sampleRule({ id: 'poll-for-activity-task.wire.ok', status: 'error' })],
        {
          failOn,
        },
      );
      const { testsuites, cases } = await parse(report);
      const against = report.rules.filter((rule) => countsAgainst(rule, failOn)).map((rule) => rule.id);
      expect(cases.filter((one) => one.failure).map((one) => one.name)).toEqual(against);
      expect(testsuites.failures).toBe(against.length);
      expect(testsuites.errors).toBe(1);
      expect(testsuites.tests).toBe(report.rules.length);
      for (const suite of testsuites.testsuite) {
        expect(suite.tests).toBe(suite.testcase.length);
        expect(suite.failures).toBe(suite.testcase.filter((one) => one.failure).length);
        expect(suite.errors).toBe(suite.testcase.filter((one) => one.error).length);
        expect(suite.skipped).toBe(suite.testcase.filter((one) => one.skipped).length);
      }
    },
  );

  it('tells of a failure all that an author needs', async () => {
    const { cases } = await parse(sampleReport());
    const failure = cases.find((one) => one.name === 'poll-for-activity-task.task-list.c0-control')?.failure;
    expect(failure).toMatchObject({ type: 'fail', message: expect.stringContaining('1 of 32 characters') });
    for (const part of [
      'must not contain',
      'Expected:',
      'Observed:',
      'What to fix:',
      'path 3:1:0',
      '> POST /',
      '! no answer',
      'npx swf-conformance',
    ]) {
      expect(failure?.text).toContain(part);
    }
  });

  it('has the differences and the telling exchange in the text, and all exchanges and the timeline in system-out', async () => {
    const failure = sampleFailure({
      differences: [{ part: 'status', expected: '400', observed: '200' }],
      timeline: [
        {
          ...asked('PollForActivityTask'),
          about: 'list-1',
          sentAtMs: 2.2,
          endedAtMs: 10.3,
          outcome: 'task a-1',
          exchange: 0,
        },
        {
          ...asked('PollForActivityTask'),
          about: 'list-1',
          sentAtMs: 18.4,
          endedAtMs: 2018,
          outcome: 'given up',
        },
      ],
      reproduce: [
        {
          how: 'replay',
          text: 'npx swf-conformance replay results.json poll-for-activity-task.delivery.not-again',
        },
        { how: 'script', text: 'import swf\nfrom nowhere' },
      ],
    });
    const { xml, cases } = await parse(
      sampleReport([
        sampleRule({ id: 'poll-for-activity-task.delivery.not-again', status: 'fail', failure }),
      ]),
    );
    const [one] = cases;
    expect(one?.failure?.text).toContain('Differences:\n  status: expected 400, observed 200');
    expect(one?.failure?.text).toMatch(/Exchange 2: PollForActivityTask, once more/);
    expect(one?.failure?.text).not.toContain('Exchange 1:');
    expect(one?.failure?.text).toContain(
      'replay results.json poll-for-activity-task.delivery.not-again\n  npx swf-conformance script results.json',
    );
    expect(one?.['system-out']).toMatch(/Exchange 1: PollForActivityTask, the first[\s\S]*Exchange 2:/);
    expect(one?.['system-out']).toContain(
      [
        '  2 ms to 10 ms   PollForActivityTask  list-1  task a-1  exchange 1',
        '  18 ms to 2.0 s  PollForActivityTask  list-1  given up',
      ].join('\n'),
    );
    expect(xml).not.toContain('from nowhere');
  });

  it('has of each rule its level, evidence and citation, and of a failure seed, path and commands', async () => {
    const { testsuites } = await parse(sampleReport());
    const all = testsuites.testsuite.flatMap((suite) => suite.properties.property);
    const properties = Object.fromEntries(all.map(({ name, value }) => [name, value]));
    expect(properties).toMatchObject({
      'poll-for-activity-task.hold.full/level': 'should',
      'poll-for-activity-task.task-list.valid/evidence': 'doc, live',
      'poll-for-activity-task.delivery.ready-task/citation':
        '"The service holds the HTTP connection open and responds as soon as a task becomes available." (API Reference, PollForActivityTask)',
      'poll-for-activity-task.task-list.c0-control/seed': '1729',
      'poll-for-activity-task.task-list.c0-control/path': '3:1:0',
      'poll-for-activity-task.delivery.not-again/reproduce.replay':
        'npx swf-conformance replay results.json poll-for-activity-task.delivery.not-again',
    });
    expect(properties['poll-for-activity-task.delivery.ready-task/seed']).toBeUndefined();
  });

  it('tells the statuses apart', async () => {
    const { cases } = await parse(sampleReport());
    const byName = new Map(cases.map((one) => [one.name, one]));
    expect(byName.get('poll-for-activity-task.task-list.valid')?.failure?.type).toBe('inconclusive');
    expect(byName.get('poll-for-activity-task.identity.null')?.skipped?.message).toMatch(
      /^inconclusive: the twin/,
    );
    expect(byName.get('poll-for-activity-task.delivery.region-scoped')?.skipped?.message).toMatch(
      /^skip: needs/,
    );
    expect(byName.get('poll-for-activity-task.hold.full')?.['system-out']).toMatch(/^warn: answered empty/);
    expect(byName.get('poll-for-activity-task.hold.abandoned')?.['system-out']).toMatch(/^info: kept/);
    expect(byName.get('poll-for-activity-task.hold.wakes-promptly')?.['system-out']).toBe(
      'p50 12.4 ms\np95 31.9 ms',
    );
    expect(byName.get('poll-for-activity-task.delivery.ready-task')?.['system-out']).toBeUndefined();
  });

  it('names what ran against what', async () => {
    const { testsuites } = await parse(sampleReport());
    const properties = testsuites.testsuite[0]?.properties.property.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(properties ?? [])).toMatchObject({
      tool: 'swf-conformance 0.1.0',
      endpoint: 'http://127.0.0.1:5000',
      region: 'us-east-1',
      seed: '1729',
      cases: '100',
      pollHold: '60',
    });
  });

  it('tells operations apart, with the verdict of each, and leaves out those that were not chosen', async () => {
    const report = severalOperations();
    const { testsuites, cases } = await parse(report);
    const suites = testsuites.testsuite.map(({ name, properties: { property }, testcase }) => {
      const told = (key: string) => property.find((each) => each.name === key)?.value;
      expect(new Set(testcase.map(({ classname }) => classname))).toEqual(new Set([name]));
      return [name, told('operation'), told('operationVerdict'), told('verdict')];
    });
    const [poll, count] = ['PollForActivityTask', 'CountPendingActivityTasks'];
    expect(suites).toEqual([
      ...['hold', 'delivery', 'task-list', 'identity'].map((area) => [
        `swf-conformance.poll-for-activity-task.${area}`,
        ...[poll, 'not-conformant', 'not-conformant'],
      ]),
      ...['task-list', 'domain'].map((area) => [
        `swf-conformance.count-pending-activity-tasks.${area}`,
        ...[count, 'conformant', 'not-conformant'],
      ]),
    ]);
    expect(cases).toHaveLength(12);
    expect(testsuites.tests).toBe(12);
  });

  it('keeps the rules of an operation that --only left out, as skipped', async () => {
    const left = sampleRule({
      id: 'poll-for-decision-task.hold.full',
      operation: 'PollForDecisionTask',
      status: 'skip',
      skippedBy: 'only',
      message: 'not chosen by --only',
    });
    const { testsuites } = await parse(sampleReport([sampleRule(), left]));
    const { property = [] } = testsuites.testsuite[1]?.properties ?? {};
    expect(property.find(({ name }) => name === 'operationVerdict')?.value).toBe('not judged');
    expect(testsuites.testsuite[1]?.skipped).toBe(1);
  });

  it('stays valid, and says what was sent, whatever a server sends', async () => {
    const { xml, cases } = await parse(hostileReport());
    expect(xml).not.toMatch(hiddenCharacters);
    expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/);
    const body = cases.find((one) => one.failure)?.failure?.text ?? '';
    expect(body.replaceAll('\n  ', '\n')).toContain(visible(hostileText));
    // A body of 60,000 characters is cut.
    expect(xml.length).toBeLessThan(80_000);
    expect((await parse(hostileOperations())).xml).not.toMatch(hiddenCharacters);
  });

  it('is held against a schema that refuses what test servers refuse', async () => {
    const xml = renderJunit(sampleReport());
    expect(await mistakes(xml.replace('<testcase ', '<testcase file="a.ts" '))).not.toEqual([]);
    expect(await mistakes(xml.replace(/ failures="\d+"/, ''))).not.toEqual([]);
    expect(await mistakes(xml.replace('</testcase>', '<properties/></testcase>'))).not.toEqual([]);
    expect(await mistakes(xml.replace('</testcase>', '&#0;</testcase>'))).not.toEqual([]);
  });
});
