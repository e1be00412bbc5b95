import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { rules } from '../../suites/index.ts';
import { declarationProblems } from './judge.ts';
import { Matrix } from './matrix.ts';
import { matrixPage } from './page.ts';

// The matrix bounds how many are checked side by side; a test waits for its turn.
vi.setConfig({ maxConcurrency: Matrix.capacity.declared, testTimeout: 600_000 });

const matrix = new Matrix();
const good = { mutants: 0, variants: 0 };

afterAll(async () => {
  await matrix.close();
  process.stdout.write(
    `kill matrix: ${good.mutants} of ${mutants.length} mutants killed, ${good.variants} of ${variants.length} variants ` +
      `conformant, ${rules.length} rules\n`,
  );
});

it('every rule has a mutant, and what mutants and variants name is there', () => {
  expect(declarationProblems(mutants, variants, rules)).toEqual([]);
});

it('docs/kill-matrix.md is what they declare (npm run kill-matrix writes it)', () => {
  const page = readFileSync(new URL('../../docs/kill-matrix.md', import.meta.url), 'utf8');
  expect(page).toBe(matrixPage(rules, mutants, variants));
});

describe('no rule is red on the variant', () => {
  it.concurrent.each(variants.map((variant) => [variant.name, variant] as const))(
    '%s',
    async (_, variant) => {
      const { problems } = await matrix.variant(variant);
      expect(problems).toEqual([]);
      good.variants += 1;
    },
  );
});

describe('the rules that it breaks are red, and of their areas no others, on the mutant', () => {
  it.concurrent.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
    const { problems } = await matrix.mutant(mutant);
    expect(problems).toEqual([]);
    good.mutants += 1;
  });
});
