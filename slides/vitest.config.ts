import { defineConfig } from 'vitest/config';

// Run from the folder of the course, after `npm --prefix slides ci`: npx vitest run --root slides
export default defineConfig({
  test: { include: ['**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 },
});
