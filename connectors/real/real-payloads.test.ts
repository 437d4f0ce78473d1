import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { connectors } from '../index.ts'
import { realFolder, realPayloads } from './payloads.ts'

describe('a real payload is read to exactly this order', () => {
  it.skipIf(!existsSync(realFolder)).each(realPayloads)('%s', (file, channel, order) => {
    const text = readFileSync(new URL(file, realFolder), 'utf8')
    expect(connectors[channel].read(text)).toEqual({ ok: true, message: { kind: 'order', order } })
  })
})
