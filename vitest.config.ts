import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes long: `npm run test:all` runs it, `npm test` does not. */
const deep = 'tests/**/*.all.test.ts';

/** Of these the ones whose runs of the command line have to end in time, or meet the limits of one machine: after all others, one by one. */
const alone = [
  'tests/cli/budget.all.test.ts',
  'tests/cli/limits.all.test.ts',
  'tests/cli/service.all.test.ts',
  'tests/cli/small-queue.all.test.ts',
  'tests/hostile/midway.all.test.ts',
  'tests/hostile/polls.all.test.ts',
  'tests/suites/limit.all.test.ts',
];

/** The files of the kill matrix last longest and mostly wait: begun last, they would be waited for alone. */
class KillMatrixFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFirst = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/kill-matrix/');
    const sorted = await super.sort(files);
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))];
  }
}

// Our own tests. The conformance suites are started by the CLI, with a configuration of their own (engine/).
export default defineConfig({
  test: {
    // Long polls, child processes and browsers: bounds for a hang, not for speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One less than there are cores is vitest's default: with two, all would run one after another.
    maxWorkers: '100%',
    // A test that was left out by hand is no proof; without CI=true, vitest would let it be.
    allowOnly: false,
    sequence: { sequencer: KillMatrixFirst },
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['tests/**/*.test.ts'], exclude: [...configDefaults.exclude, deep] },
      },
      {
        extends: true,
        test: { name: 'deep', include: [deep], exclude: [...configDefaults.exclude, ...alone] },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
