import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configSchema } from '../cli/settings.ts';
import { matrixPage } from '../docs/kill-matrix.ts';
import { rulesPage } from '../docs/rules.ts';
import { baselineSchema } from '../results/baseline.ts';
import { resultsSchema } from '../results/schema.ts';
import { rules } from '../suites/index.ts';

function written(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

it('docs/rules.md is what the rules say (npm run docs writes it)', () => {
  expect(written('docs/rules.md')).toBe(rulesPage());
});

it('docs/kill-matrix.md is what mutants and variants declare (npm run docs writes it)', () => {
  expect(written('docs/kill-matrix.md')).toBe(matrixPage());
});

it('the pages go by operation, then by area', () => {
  const [first] = rules;
  if (!first) throw new Error('there is no rule');
  const other = { ...first, id: 'count-tasks.hold.other', operation: 'CountTasks' };
  const mixed = [first, other, { ...first, id: 'poll-for-activity-task.domain.last', area: 'domain' }];
  const headings = (page: string) => page.split('\n').filter((line) => /^(#{2,} |\*\*[a-z-]+\.)/.test(line));
  const ids = mixed.map(({ id }) => id);
  expect(headings(rulesPage(mixed))).toEqual([
    ...['## PollForActivityTask', '### hold', `#### ${ids[0]}`, '### domain', `#### ${ids[2]}`],
    ...['## CountTasks', '### hold', `#### ${ids[1]}`],
  ]);
  const told = (id: string | undefined) => expect.stringContaining(`**${id}**`);
  expect(headings(matrixPage(mixed)).slice(1, -2)).toEqual([
    ...['### PollForActivityTask', '#### hold', told(ids[0]), '#### domain', told(ids[2])],
    ...['### CountTasks', '#### hold', told(ids[1])],
  ]);
});

it('config.schema.json is the schema of the settings (npm run docs writes it)', () => {
  expect(JSON.parse(written('config.schema.json'))).toEqual(configSchema());
});

it('results.schema.json is the schema of results.json (npm run docs writes it)', () => {
  expect(JSON.parse(written('results.schema.json'))).toEqual(resultsSchema());
});

it('baseline.schema.json is the schema of a baseline (npm run docs writes it)', () => {
  expect(JSON.parse(written('baseline.schema.json'))).toEqual(baselineSchema());
});
