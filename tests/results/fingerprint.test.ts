import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../results/fingerprint.ts';
import type { Difference } from '../../results/rule.ts';
import { hostileText, sampleFailure } from '../reporters/sample.ts';

function of(part: string, expected: string, observed: string): string {
  return fingerprint(sampleFailure({ differences: [{ part, expected, observed }] }));
}

describe('the fingerprint of a failure', () => {
  it('has each part, with what was expected and observed', () => {
    const differences: Difference[] = [
      { part: 'status', expected: '400', observed: '200' },
      { part: 'body.__type', expected: 'ValidationException', observed: 'absent' },
    ];
    expect(fingerprint(sampleFailure({ differences }))).toBe(
      'status: 400 -> 200; body.__type: ValidationException -> absent',
    );
  });

  it('is the sentence where there are no parts', () => {
    const failure = sampleFailure({ expected: 'all polls to wait', observed: '3 of 20 ended' });
    expect(fingerprint(failure)).toBe('all polls to wait -> N of N ended');
  });

  it('is what was observed alone where the expectation was generated', () => {
    const counterexample = { value: '"a"', seed: 1, path: '0', shrinks: 0, shrinkingCutShort: false };
    const differences = [
      { part: 'status', expected: 'HTTP 400 for malformed JSON: cut-short', observed: '500' },
    ];
    expect(fingerprint(sampleFailure({ counterexample, differences }))).toBe('status -> 500');
  });

  // Each pair was seen, or may be, in two runs in which a server fails in the same way.
  it.each([
    ['a time', 'HTTP 200 {"startedEventId":0} after 1.12 s', 'HTTP 200 {"startedEventId":0} after 998 ms'],
    ['a generated name', 'Unknown domain: swfc-b37610c8cc-121', 'Unknown domain: swfc-216eb732fd-9'],
    [
      'a task',
      'HTTP 200 with a task (activityId "swfc-b37610c8cc-1182", workflowId "swfc-b37610c8cc-477")',
      'HTTP 200 with a task (activityId "swfc-216eb732fd-1007", workflowId "swfc-216eb732fd-552")',
    ],
    ['a token', '"c2d3fcdc-1e48-4ece-8be9-5fae4224afe6"', '"82ff2332-c7de-4725-b158-d90de6ff81a7"'],
    ['a token without quotes', 'token AAAAKgAAAAEAAAAAAAAAAqWk8zX1', 'token AAAAKgAAAAIAAAAAAAAAAjPk3yY9'],
    [
      "a fault's words",
      'HTTP 400 UnknownResourceFault: Unknown domain: a',
      'HTTP 400 UnknownResourceFault: no: b',
    ],
    ['a generated value', 'identity "\\u0000\\"x"', 'identity "yy"'],
    ['a value that was cut', 'identity "abcdef…', 'identity "ghi…'],
    ['a count', 'it came 2 times', 'it came 3 times'],
    [
      'an order',
      'priority -1, priority 0 (not given), priority 9',
      'priority 0 (not given), priority 2147483647, priority -9',
    ],
    [
      'a body that was cut',
      'application/json: {"__type":"a#B","message":"x…',
      'application/json: {"__type":"a#B","mess…',
    ],
  ])('does not change with %s', (_, one, other) => {
    expect(of('body', 'x', one)).toBe(of('body', 'x', other));
  });

  it.each([
    ['the status', '200', '500'],
    ['the status in a sentence', 'HTTP 200 with a task', 'HTTP 500 with a task'],
    ['the name of a fault', 'HTTP 400 UnknownResourceFault: a', 'HTTP 400 ValidationException: a'],
    ['a media type', 'application/x-amz-json-1.0', 'application/x-amz-json-1.1'],
    ['an empty value', '""', '"x"'],
    ['absence', 'absent', '"x"'],
    ['whether an answer came', 'still open after 2.1 s', 'HTTP 200 {"startedEventId":0} after 2.1 s'],
    ['the id of an event', '0', '5'],
  ])('changes with %s', (_, one, other) => {
    expect(of('body', 'x', one)).not.toBe(of('body', 'x', other));
  });

  it('is a short line of harmless characters, whatever a server sent', () => {
    const line = of('body', hostileText, hostileText.repeat(50));
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\n]/u);
    expect(line.length).toBeLessThanOrEqual(400);
  });
});
