import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openLedger } from './ledger.ts'
import { defaultSettings } from './settings.ts'

const closed = vi.hoisted(() => [] as { readonly readOnly: boolean; times: number }[])

vi.mock(import('../stores/documents/embedded/embedded-document-store.ts'), async (original) => {
  const adapter = await original()
  return {
    ...adapter,
    async openEmbeddedDocuments(options) {
      const store = await adapter.openEmbeddedDocuments(options)
      const count = { readOnly: options.readOnly === true, times: 0 }
      closed.push(count)
      return {
        ...store,
        close() {
          count.times += 1
          return store.close()
        },
      }
    },
  }
})

test.each([
  { where: 'in this thread', readModelsApart: false, stores: [{ readOnly: false, times: 1 }] },
  {
    ...{ where: 'in a thread of their own', readModelsApart: true },
    stores: [
      { readOnly: false, times: 1 },
      { readOnly: true, times: 1 },
    ],
  },
])('with read models $where each document store is closed once', async ({ readModelsApart, stores }) => {
  closed.length = 0
  const folder = mkdtempSync(join(tmpdir(), 'ledger-compose-'))
  const ledger = await openLedger({ ...defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }), readModelsApart })
  await ledger.close()
  expect(closed).toEqual(stores)
  rmSync(folder, { recursive: true })
})
