import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sell } from '../demo/demo.ts'
import { projections } from '../projections/index.ts'
import { verifyFolder } from '../replay/cli/verify-folder.ts'
import { openEmbeddedEventStore } from '../stores/events/embedded/embedded-event-store.ts'
import { openServer, type ServerUnderTest } from '../stores/events/eventstoredb/testing/door.ts'
import type { EventStore } from '../stores/events/port.ts'
import { openLedger } from './ledger.ts'
import { defaultSettings, type Settings } from './settings.ts'

const patienceMs = 50_000

let folder: string
let log: EventStore
let server: ServerUnderTest
let settings: Settings
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-eventstoredb-'))
  await sell({ orders: 30, seed: 7, days: 1 }, join(folder, 'sold'), {})
  log = await openEmbeddedEventStore({ folder: join(folder, 'sold'), now: Date.now })
  server = await openServer({ events: log })
  settings = defaultSettings({
    LEDGER_EVENTS: server.connectionString,
    LEDGER_READ_MODELS: `embedded:${join(folder, 'read')}`,
    LEDGER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  })
})
afterEach(async () => {
  await server.stop()
  await log.close()
  rmSync(folder, { recursive: true })
})

test('a ledger with its events on a server takes commands, folds its read models and verifies them', async () => {
  const ledger = await openLedger(settings)
  try {
    const definedAt = Date.now()
    const data = { channel: 'app', shop: 's9', name: 'App', invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: 60_000, definedAt }
    const asking = { commandId: 'c1', actor: 'key:test', occurredAt: definedAt, correlationId: 'c1', causationId: 'c1' }
    const answer = await ledger.bus.ask({ type: 'DefineShop', data }, asking)
    expect(answer).toMatchObject({ accepted: true, repeated: false })
    expect(await ledger.bus.ask({ type: 'DefineShop', data }, asking)).toMatchObject({ accepted: true, repeated: true })
    const until = await ledger.events.head()
    expect(answer.accepted && answer.position).toBe(until)
    for (const { name } of projections) expect(await ledger.readModels.waitFor(name, until, patienceMs), name).toBe(true)
  } finally {
    await ledger.close()
  }
  expect(await verifyFolder(settings, () => undefined)).toMatchObject({ ok: true, differences: 0 })
})

test('every process of such a ledger needs the same master key', async () => {
  await expect(openLedger({ ...settings, environment: { LEDGER_EVENTS: server.connectionString } })).rejects.toThrow(
    'set LEDGER_MASTER_KEY',
  )
})
