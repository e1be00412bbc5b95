import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { rules } from '../../suites/index.ts';
import { declarationProblems } from './judge.ts';
import { areaOfMutant } from './matrix.ts';

it('every rule has a mutant, and what mutants and variants name is there', () => {
  expect(declarationProblems(mutants, variants, rules)).toEqual([]);
});

// They are many so that `npm run test:all -- --shard I/N` can share them out.
it('no mutant and no variant is left out by the files that sweep them', () => {
  const files = globSync('{mutants,variants}-*.all.test.ts', { cwd: import.meta.dirname });
  const sweeps = files.map((file) => [
    basename(file, '.all.test.ts'),
    readFileSync(join(import.meta.dirname, file), 'utf8')
      .split('\n')
      .at(-2),
  ]);
  const areas = [...new Set(mutants.map(areaOfMutant))];
  const parts = files.filter((file) => file.startsWith('variants-')).length;
  const expected = [
    ...areas.map((area) => [`mutants-${area}`, `sweepArea('${area}');`]),
    ...Array.from({ length: parts }, (_, i) => [`variants-${i + 1}`, `sweepVariants(${i + 1}, ${parts});`]),
  ];
  expect(sweeps.sort(), 'each area has a file mutants-AREA.all.test.ts').toEqual(expected.sort());
  expect(parts).toBeGreaterThan(0);
});
