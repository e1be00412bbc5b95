import { expect, it } from 'vitest';
import { accessControlNote } from '../../results/access-control.ts';
import type { Status } from '../../results/rule.ts';

const rule = (status: Status, message = '', requires = ['authentication']) => ({ requires, status, message });

it('there is nothing to note where all of it was judged, whatever came out', () => {
  const others = [
    rule('skip', 'why', ['limits']),
    rule('pass'),
    rule('fail', 'no'),
    rule('inconclusive', 'no'),
  ];
  expect(accessControlNote(others)).toBe('');
});

it('of operations that were not chosen nothing is noted', () => {
  const other = { ...rule('skip', 'not chosen'), skippedBy: 'operation' as const };
  expect(accessControlNote([rule('pass'), other])).toBe('');
  expect(accessControlNote([rule('skip', 'one'), other])).toBe('Access control was not judged: one.');
});

it('what was not judged is noted with its reasons, each once', () => {
  expect(accessControlNote([rule('skip', 'one'), rule('skip', 'two'), rule('skip', 'one')])).toBe(
    'Access control was not judged: one; two.',
  );
  expect(accessControlNote([rule('skip', 'one'), rule('pass'), rule('info')])).toBe(
    'Access control was judged in part, 2 of 3 rules: one.',
  );
});
