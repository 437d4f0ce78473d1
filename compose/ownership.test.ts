import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEmbeddedDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import { everything, type Lease } from '../stores/leases/port.ts'
import { openLedger } from './ledger.ts'
import { usingAll } from './open-all.ts'
import { openOwnership } from './ownership.ts'
import { defaultSettings } from './settings.ts'

test.each(['api', 'worker'])('a ledger of one process refuses the role %s in words, before it opens anything', async (role) => {
  const settings = defaultSettings({ LEDGER_EVENTS: 'embedded:/nowhere/at/all', LEDGER_ROLE: role })
  await expect(openLedger(settings)).rejects.toThrow(`LEDGER_ROLE=${role} is for a ledger of several processes`)
})

test('a role nobody knows is refused, and told what there is', () => {
  expect(() => defaultSettings({ LEDGER_ROLE: 'boss' })).toThrow('LEDGER_ROLE=boss is not understood: give all, api, worker')
})

test('who shares with nobody owns everything at once; among several a worker by lease, and an API process nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-ownership-'))
  await usingAll(async (opened) => {
    const documents = opened(await openEmbeddedDocuments({ folder }))
    const ownership = async (role: string, isShared: boolean) => {
      const acquired: Lease[] = []
      const timing = { beatMs: 10, heldMs: 4_000, takenAfterMs: 5_000, answerMs: 2_000 }
      const found = await openOwnership(defaultSettings({ LEDGER_ROLE: role }), documents, isShared, opened, timing)
      const contender = {
        acquired: async (leases: readonly Lease[]) => void acquired.push(...leases),
        lost: () => {},
        handOver: async () => true,
      }
      await found.contend(['one'], contender)
      return { found, acquired }
    }
    const alone = await ownership('all', false)
    expect(alone.found).toBe(everything)
    expect(alone.acquired).toMatchObject([{ resource: 'one', epoch: null }])
    const api = await ownership('api', true)
    const worker = await ownership('worker', true)
    await expect.poll(() => worker.acquired, { timeout: 5_000 }).toMatchObject([{ resource: 'one', epoch: 1 }])
    expect(api.acquired).toEqual([])
    expect((await api.found.owners()).get('one')).toMatchObject({ epoch: 1, owner: expect.stringContaining(`/${process.pid}/`) })
  })
  rmSync(folder, { recursive: true })
})
