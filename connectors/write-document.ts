import { writeFileSync } from 'node:fs'
import { channelsDocument } from './document.ts'

writeFileSync(new URL('../docs/channels.md', import.meta.url), channelsDocument())
