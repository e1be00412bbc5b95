// What `npm test` sees of the kill matrix: each rule green on servers that conform, and red on a mutant.
import { describe, expect, it, vi } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import type { Variant } from '../../reference/mutants/mutant.ts';
import { variants } from '../../reference/variants/index.ts';
import { coverOf } from './cover.ts';
import { judgeMutant, judgeVariant, plainServer } from './matrix.ts';
import { together } from './together.ts';

vi.setConfig(together);

/** Those of which a careless rule is most likely to take what is allowed for a fault; the slowest comes first. */
const telling = [
  'answers-late',
  'empty-object',
  'tasks-come-later',
  'histories-lag',
  'one-decision-in-any-order',
  'tokens-otherwise',
  'validation-other-words',
  'connections-closed-always',
].map(variantOf);

function variantOf(name: string): Variant {
  const variant = variants.find((each) => each.name === name);
  if (!variant) throw new Error(`there is no variant ${name}`);
  return variant;
}

describe('no rule is red on', () => {
  it.concurrent.each([...telling, plainServer])('$name', async (variant) => {
    expect((await judgeVariant(variant)).problems).toEqual([]);
  });
});

describe('the rules that it breaks are red on', () => {
  it.concurrent.each(coverOf(mutants))('$name', async (mutant) => {
    expect((await judgeMutant(mutant)).problems).toEqual([]);
  });
});
