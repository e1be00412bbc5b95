// What `npm test` sees of the kill matrix: each rule green on servers that conform, and red on a mutant.
import { describe, expect, it, vi } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { variants } from '../../reference/variants/index.ts';
import { coverOf } from './cover.ts';
import { judgeVariant, killMutant, plainServer } from './matrix.ts';
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
].flatMap((name) => variants.filter((variant) => variant.name === name));

describe('no rule is red on', () => {
  it.concurrent.each([...telling, plainServer])('$name', async (variant) => {
    expect((await judgeVariant(variant)).problems).toEqual([]);
  });
});

describe('the rules that it breaks are red on', () => {
  it.concurrent.each(coverOf(mutants))('$name', async (mutant) => {
    expect((await killMutant(mutant)).problems).toEqual([]);
  });
});
