/** vitest's settings for tests that wait together: how many servers are judged at once is for the admission to say. */
export const together = { maxConcurrency: 64, testTimeout: 600_000 };
