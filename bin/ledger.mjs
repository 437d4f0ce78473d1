#!/usr/bin/env node
import './require-node.mjs'
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { main } = await import('../replay/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
