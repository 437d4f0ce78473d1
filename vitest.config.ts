import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'quick', include: ['**/*.test.ts'], exclude: ['**/node_modules/**', '**/*.slow.test.ts'] } },
      { extends: true, test: { name: 'slow', include: ['**/*.slow.test.ts'], exclude: ['**/node_modules/**'], testTimeout: 900_000 } },
    ],
  },
})
