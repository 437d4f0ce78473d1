import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sell } from '../demo/demo.ts'
import { projections } from '../projections/index.ts'
import { readPointer } from '../projections/runner/pointers.ts'
import { verifyFolder } from '../replay/cli/verify-folder.ts'
import { type TestDatabase, withMongoDb } from '../stores/documents/mongodb/testing/server.ts'
import { openLedger } from './ledger.ts'
import { defaultSettings, type Settings } from './settings.ts'

const patienceMs = 300_000

withMongoDb('a ledger with its read models in MongoDB', (create) => {
  let folder: string
  let database: TestDatabase
  let settings: Settings
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-mongodb-'))
    database = create()
    settings = defaultSettings({ LEDGER_EVENTS: `embedded:${folder}`, LEDGER_READ_MODELS: database.uri })
    await sell({ orders: 60, seed: 7, days: 1 }, folder, {})
  })
  afterEach(async () => {
    await database.drop()
    rmSync(folder, { recursive: true })
  })

  test('builds them from the log, builds them anew beside the live ones, and verifies them', async () => {
    const ledger = await openLedger(settings)
    const pointer = () => readPointer(ledger.kept, 'order-pool')
    try {
      const until = await ledger.events.head()
      for (const { name } of projections) expect(await ledger.readModels.waitFor(name, until, patienceMs), name).toBe(true)
      // What was built can be read a moment before its builder has put its tools away.
      await vi.waitFor(async () => expect((await ledger.readModels.status()).every(({ state }) => state === 'following')).toBe(true))
      const before = await pointer()
      await ledger.readModels.rebuild(['order-pool'])
      const after = await pointer()
      expect(after?.live).not.toBe(before?.live)
      expect(after).toMatchObject({ building: null, generation: before!.generation + 1 })
      expect(await ledger.documents.names()).toContain(after?.live)
    } finally {
      await ledger.close()
    }
    expect(await verifyFolder(settings, () => undefined)).toMatchObject({ ok: true, differences: 0 })
  })
})
