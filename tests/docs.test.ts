import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configSchema } from '../cli/settings.ts';
import { rulesPage } from '../docs/rules.ts';

function written(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

it('docs/rules.md is what the rules say (npm run docs writes it)', () => {
  expect(written('docs/rules.md')).toBe(rulesPage());
});

it('config.schema.json is the schema of the settings (npm run docs writes it)', () => {
  expect(JSON.parse(written('config.schema.json'))).toEqual(configSchema());
});
