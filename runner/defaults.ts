import { randomInt } from 'node:crypto';

/** What holds where nothing else is said, for every way to start a run. */
export const defaults = {
  region: 'us-east-1',
  /** As the service holds polls. */
  pollHoldSeconds: 60,
  failOn: 'must',
  cases: 100,
  /** As the service has it. */
  maxPollers: 1000,
  /** For the embedded server: a thousand would take more than the 2 s that it holds. */
  embeddedPollers: 100,
} as const;

/** The groups of rules that are judged on demand. */
export const groups = ['limits'] as const;

export type Group = (typeof groups)[number];

/** Another one for each run: the seed is told with every result. */
export function randomSeed(): number {
  return randomInt(2 ** 31);
}
