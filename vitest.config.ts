import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    pool: 'forks',
    // Most of them wait for processes that they start: one more file at a time than half of the processors.
    maxWorkers: '100%',
    // Nothing is asserted of speed: this only ends what hangs, on a machine as slow as it may be.
    testTimeout: 120_000,
  },
});
