import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventStoreContract } from '../contract.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { DEFAULT_LIMITS } from './options.ts'

const small = { page: { bytes: 4_000, events: 7 }, tail: { events: 40, bytes: 20_000 }, maxSegmentBytes: 30_000, maxGroupBytes: 10_000 }

for (const [name, limits] of [
  ['with its usual limits', DEFAULT_LIMITS],
  ['with pages, groups and segments so small that every edge is met', small],
] as const) {
  eventStoreContract(`the embedded store ${name}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-events-'))
    const store = await openEmbeddedEventStore({ folder, now: Date.now, limits })
    return {
      store,
      dispose: async () => {
        await store.close()
        rmSync(folder, { recursive: true })
      },
    }
  })
}
