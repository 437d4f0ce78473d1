import { enableCompileCache } from 'node:module'

/* Where a build thread begins. What it does is imported late, so that it is compiled once for all threads of all processes. */
enableCompileCache()
await import('./build-part.ts')
