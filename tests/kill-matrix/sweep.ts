import { describe, expect, it, vi } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { areaOfMutant, judgeVariant, sweepMutant } from './matrix.ts';
import { together } from './together.ts';

/** Tests that each mutant of an area turns red the rules that it breaks, and no others of that area. */
export function sweepArea(area: string): void {
  vi.setConfig(together);
  describe('the rules that it breaks are red, and no others of its area, on', () => {
    it.concurrent.each(mutants.filter((mutant) => areaOfMutant(mutant) === area))('$name', async (mutant) => {
      expect((await sweepMutant(mutant)).problems).toEqual([]);
    });
  });
}

/** Tests that no rule is red on every so-manieth variant. */
export function sweepVariants(part: number, parts: number): void {
  vi.setConfig(together);
  describe('no rule is red on', () => {
    it.concurrent.each(variants.filter((_, i) => i % parts === part - 1))('$name', async (variant) => {
      expect((await judgeVariant(variant)).problems).toEqual([]);
    });
  });
}
