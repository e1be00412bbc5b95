import { defineConfig } from 'vitest/config';

// Our own tests. The conformance suites are started by the CLI, with a configuration of their own (runner/).
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Long polls, child processes and browsers: bounds for a hang, not for speed.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
