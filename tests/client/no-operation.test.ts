import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as sdk from '@aws-sdk/client-swf';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

const operations = Object.keys(sdk)
  .filter((name) => name.endsWith('Command'))
  .map((name) => name.replace(/Command$/, ''));

/** What only SWF's requests and answers have. */
const members = ['activityId', 'workflowId', 'taskToken', 'taskList', 'runId', 'identity'];

/** A source without its comments, which may name an operation as an example. */
const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

it('client/ knows no operation of SWF, and no member of one', () => {
  expect(operations).toContain('PollForActivityTask');
  const files = globSync('client/**/*.ts', { cwd: root });
  expect(files.length).toBeGreaterThan(15);
  const named = files.flatMap((file) => {
    const source = withoutComments(readFileSync(join(root, file), 'utf8'));
    return [...operations, ...members]
      .filter((word) => new RegExp(`\\b${word}(Command|\\b)`).test(source))
      .map((word) => `${file} names ${word}`);
  });
  expect(named).toEqual([]);
});
