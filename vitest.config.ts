import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{checks,commands,labs,solutions}/**/*.test.ts'],
    // Programs under test are processes of their own: more than this at once only makes them wait for each other.
    maxConcurrency: 4,
    maxWorkers: 2,
  },
});
