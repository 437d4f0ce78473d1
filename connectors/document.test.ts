import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { channels } from '../domain/shared/fields.ts'
import { appAfterSale, appOrder } from './channels/app/form.ts'
import { ticket } from './channels/pos/form.ts'
import { fixturesIn } from './contract/fixtures.ts'
import { channelsDocument } from './document.ts'
import { connectors } from './index.ts'

/** The formatter lays tables and JSON out anew; only words count. */
const words = (markdown: string): string => markdown.replaceAll(/\s+/g, '').replaceAll(/-{3,}/g, '---')

describe('docs/channels.md', () => {
  it('says what `node connectors/write-document.ts` writes', () => {
    expect(words(readFileSync(new URL('../docs/channels.md', import.meta.url), 'utf8'))).toBe(words(channelsDocument()))
  })

  it('knows every folder of a channel by its line in the index', () => {
    expect(readdirSync(new URL('./channels/', import.meta.url)).sort()).toEqual(Object.keys(connectors).sort())
    expect(Object.keys(connectors).sort()).toEqual([...channels].sort())
  })

  it('has a chapter for every channel, and every channel a connector of its name', () => {
    for (const channel of channels) {
      expect(channelsDocument()).toContain(`(\`${channel}\`)`)
      expect(connectors[channel].channel).toBe(channel)
    }
  })
})

describe('the JSON schemas of our own forms', () => {
  const forms = { app: [appOrder, appAfterSale], pos: [ticket] } as const

  it('allow every message that is read, without the defaults', () => {
    for (const [channel, schemas] of Object.entries(forms))
      for (const { name, text, expected } of fixturesIn(new URL(`./channels/${channel}/fixtures/`, import.meta.url))) {
        const allowed = schemas.some(
          (schema) => z.fromJSONSchema(z.toJSONSchema(schema, { io: 'input' }) as never).safeParse(JSON.parse(text)).success,
        )
        if (expected.ok) expect(allowed, name).toBe(true)
      }
  })
})
