import './bin/require-node.mjs'
import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    maxConcurrency: 2,
    hookTimeout: 60_000,
    globalSetup: './tests/seed/draw.ts',
    setupFiles: './tests/seed/use.ts',
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: ['**/*.test.ts'], exclude: [...exclude, '**/*.slow.test.ts', '**/*.server.test.ts'] },
      },
      { extends: true, test: { name: 'slow', include: ['**/*.slow.test.ts'], exclude, testTimeout: 1_800_000, hookTimeout: 600_000 } },
      { extends: true, test: { name: 'servers', include: ['**/*.server.test.ts'], exclude, testTimeout: 600_000 } },
    ],
  },
})
