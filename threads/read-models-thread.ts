import { enableCompileCache } from 'node:module'

/* Where the thread of the read models begins; what it does is imported late, so that it is compiled once for all processes. */
enableCompileCache()
await import('./serve-read-models.ts')
