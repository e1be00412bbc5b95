import type { TargetOptions } from '../../kit/options.ts';
import type { Requirement, Rule } from '../../kit/rule.ts';

/** What is said of a target beforehand. */
type Said = Pick<TargetOptions, 'authenticates' | 'with' | 'maxPollers'> & { readonly mocked: boolean };

/** Whether a target has it, as far as that is known beforehand, and why a rule is skipped where it has not. */
const requirements: Readonly<Record<Requirement, { has: (target: Said) => boolean; without: string }>> = {
  connection: {
    has: ({ mocked }) => !mocked,
    without: 'the target is a mock in this process: there is no connection',
  },
  authentication: {
    has: ({ authenticates }) => authenticates === true,
    without: 'the target is not said to authenticate (--authenticates)',
  },
  limits: {
    has: ({ with: groups, maxPollers }) => maxPollers !== undefined && (groups?.includes('limits') ?? false),
    without: 'limits are judged on demand: --with limits',
  },
  'second region': { has: () => true, without: '' },
};

/** Why a rule cannot be judged on a target; undefined where it can. */
export function whatLacks(target: Said, { requires = [] }: Rule): string | undefined {
  const missing = requires.find((requirement) => !requirements[requirement].has(target));
  return missing && requirements[missing].without;
}
