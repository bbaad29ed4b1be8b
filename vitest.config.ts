import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
    pool: 'forks',
    // Nothing is asserted of speed: this only ends what hangs, on a machine as slow as it may be.
    testTimeout: 120_000,
  },
});
