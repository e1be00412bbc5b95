import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rulesPage } from '../docs/rules.ts';

describe('docs/rules.md', () => {
  it('is what the rules say (npm run docs writes it)', () => {
    expect(readFileSync(new URL('../docs/rules.md', import.meta.url), 'utf8')).toBe(rulesPage());
  });
});
