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
        // One process for many files: most of what a small file costs is its process, and reading the code again.
        test: {
          name: 'quick',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.{alone,slow,server}.test.ts'],
          isolate: false,
        },
      },
      // A process for each file: it replaces a module, or loads the second of two clients whose messages have the same names.
      { extends: true, test: { name: 'alone', include: ['**/*.alone.test.ts'], exclude } },
      { extends: true, test: { name: 'slow', include: ['**/*.slow.test.ts'], exclude, testTimeout: 1_800_000, hookTimeout: 600_000 } },
      { extends: true, test: { name: 'servers', include: ['**/*.server.test.ts'], exclude, testTimeout: 600_000 } },
    ],
  },
})
