import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderJunit } from '../../reporters/junit.ts';
import { visible } from '../../reporters/visible.ts';
import type { RunReport } from '../../results/report.ts';
import { countsAgainst } from '../../results/verdict.ts';
import { hiddenCharacters } from './hidden.ts';
import { hostileReport, hostileText, sampleReport, sampleRule, sampleRules } from './sample.ts';

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

function parse(report: RunReport) {
  const xml = renderJunit(report);
  expect(XMLValidator.validate(xml)).toBe(true);
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
  it('has a suite for each area, and a case for each rule', () => {
    const report = sampleReport();
    const { testsuites, cases } = parse(report);
    expect(testsuites.testsuite.map((suite) => suite.name)).toEqual(
      ['hold', 'delivery', 'task-list', 'identity'].map((area) => `swf-conformance.${area}`),
    );
    expect(cases.map((one) => one.name)).toEqual(report.rules.map((rule) => rule.id));
    expect(cases.map((one) => one.classname)).toEqual(
      report.rules.map((rule) => `swf-conformance.${rule.area}`),
    );
  });

  it.each(['must', 'should'] as const)(
    'counts as failures what counts against the run, failing on %s',
    (failOn) => {
      const report = sampleReport([...sampleRules(), sampleRule({ id: 'wire.ok', status: 'error' })], {
        failOn,
      });
      const { testsuites, cases } = parse(report);
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

  it('tells of a failure all that an author needs', () => {
    const { cases } = parse(sampleReport());
    const failure = cases.find((one) => one.name === 'task-list.c0-control')?.failure;
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

  it('tells the statuses apart', () => {
    const { cases } = parse(sampleReport());
    const byName = new Map(cases.map((one) => [one.name, one]));
    expect(byName.get('task-list.valid')?.failure?.type).toBe('inconclusive');
    expect(byName.get('identity.null')?.skipped?.message).toMatch(/^inconclusive: the twin/);
    expect(byName.get('delivery.region-scoped')?.skipped?.message).toMatch(/^skip: needs/);
    expect(byName.get('hold.full')?.['system-out']).toMatch(/^warn: answered empty/);
    expect(byName.get('hold.abandoned')?.['system-out']).toMatch(/^info: kept/);
    expect(byName.get('hold.wakes-promptly')?.['system-out']).toBe('p50 12.4 ms\np95 31.9 ms');
    expect(byName.get('delivery.ready-task')?.['system-out']).toBeUndefined();
  });

  it('names what ran against what', () => {
    const { testsuites } = parse(sampleReport());
    const properties = testsuites.testsuite[0]?.properties.property.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(properties ?? [])).toMatchObject({
      tool: 'swf-conformance 0.1.0',
      endpoint: 'http://127.0.0.1:5000',
      region: 'us-east-1',
      seed: '1729',
      cases: '100',
      pollHoldSeconds: '60',
    });
  });

  it('stays valid, and says what was sent, whatever a server sends', () => {
    const { xml, cases } = parse(hostileReport());
    expect(xml).not.toMatch(hiddenCharacters);
    expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/);
    const body = cases.find((one) => one.failure)?.failure?.text ?? '';
    expect(body.replaceAll('\n  ', '\n')).toContain(visible(hostileText));
    // A body of 60,000 characters is cut.
    expect(xml.length).toBeLessThan(80_000);
  });
});
