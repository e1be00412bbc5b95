import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configSchema } from '../cli/settings.ts';
import { matrixPage } from '../docs/kill-matrix.ts';
import { rulesPage } from '../docs/rules.ts';
import { baselineSchema } from '../results/baseline.ts';
import { resultsSchema } from '../results/schema.ts';

function written(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

it('docs/rules.md is what the rules say (npm run docs writes it)', () => {
  expect(written('docs/rules.md')).toBe(rulesPage());
});

it('docs/kill-matrix.md is what mutants and variants declare (npm run docs writes it)', () => {
  expect(written('docs/kill-matrix.md')).toBe(matrixPage());
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
