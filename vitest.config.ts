import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{checks,commands,grading,labs,solutions,workbook}/**/*.test.{ts,tsx}'],
    // Programs under test are processes of their own: more than this at once only makes them wait for each other.
    maxConcurrency: 4,
    // On a machine that has other things to do even a short test takes its time; what hangs ends all the same.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
