import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLedger } from './ledger.ts'
import { defaultSettings, type Settings } from './settings.ts'

let folder: string
let settings: Settings
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-compose-'))
  settings = defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` })
  await (await openLedger(settings)).close()
})
afterEach(() => rmSync(folder, { recursive: true }))

/** As a bad disk leaves it: the file opens, and only who asks for this collection learns that it cannot be read. */
function damage(collection: string): void {
  const database = new DatabaseSync(join(folder, 'documents', 'documents.db'))
  const { changes } = database.prepare("UPDATE catalogue SET shape = '{' WHERE name = ?").run(collection)
  database.close()
  expect(changes).toBe(1)
}

/** What this process, with all of its threads, holds open in the folder; only Linux tells. */
function openFiles(): string[] {
  if (process.platform !== 'linux') return []
  // The listing is itself among what is open, and closed by now.
  const open = readdirSync('/proc/self/fd').filter((descriptor) => existsSync(`/proc/self/fd/${descriptor}`))
  return open.map((descriptor) => readlinkSync(`/proc/self/fd/${descriptor}`)).filter((file) => file.startsWith(folder))
}

describe.each([
  { where: 'in this thread', readModelsApart: false },
  { where: 'in a thread of their own', readModelsApart: true },
])('with read models $where', ({ readModelsApart }) => {
  test.each([
    { what: 'snapshots cannot be read', collection: 'snapshots' },
    { what: 'read models cannot be opened', collection: 'projection-checkpoints' },
    { what: 'read models cannot start', collection: 'projection-pointers' },
  ])('a ledger whose $what lets everything go', async ({ collection }) => {
    damage(collection)
    const opening = () => openLedger({ ...settings, readModelsApart })
    await expect(opening()).rejects.toThrow('is damaged')
    await expect(opening(), 'not locked').rejects.toThrow('is damaged')
    expect(openFiles()).toEqual([])
    rmSync(join(folder, 'documents'), { recursive: true })
    await (await opening()).close()
  })
})
