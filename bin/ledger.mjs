#!/usr/bin/env node
import './require-node.mjs'

// Imported late: an old Node does not have it, and the check above must speak first.
const { enableCompileCache } = await import('node:module')
enableCompileCache()
const { main } = await import('../replay/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
