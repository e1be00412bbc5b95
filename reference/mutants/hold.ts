import { holdLengthMutants } from './hold-length.ts';
import { holdTogetherMutants } from './hold-together.ts';
import { holdWakingMutants } from './hold-waking.ts';
import type { Mutant } from './mutant.ts';

/** The long poll, broken. */
export const holdMutants: readonly Mutant[] = [
  ...holdLengthMutants,
  ...holdWakingMutants,
  ...holdTogetherMutants,
];
