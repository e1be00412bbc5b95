import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that make whole runs or many: what else runs on the machine would disturb the timing of the long polls. */
const alone = [
  'tests/cli/budget.test.ts',
  'tests/cli/limits.test.ts',
  'tests/cli/merge.test.ts',
  'tests/cli/mock.test.ts',
  'tests/cli/package.test.ts',
  'tests/cli/run.test.ts',
  'tests/cli/service.test.ts',
  'tests/examples/**/*.test.ts',
  'tests/hostile/**/*.test.ts',
  'tests/kill-matrix/kill-matrix.test.ts',
  'tests/runner/**/*.test.ts',
  'tests/suites/limit.test.ts',
];

// Long polls, child processes and browsers: bounds for a hang, not for speed.
const bounds = { testTimeout: 120_000, hookTimeout: 120_000 };

// Our own tests. The conformance suites are started by the CLI, with a configuration of their own (runner/).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'together',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...alone],
          sequence: { groupOrder: 0 },
          ...bounds,
        },
      },
      { test: { name: 'alone', include: alone, maxWorkers: 1, sequence: { groupOrder: 1 }, ...bounds } },
    ],
  },
});
