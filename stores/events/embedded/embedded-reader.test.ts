import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { event, events, streamOf } from '../contract/support.ts'
import { eventStoreContract } from '../contract.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { openEmbeddedReader } from './embedded-reader.ts'
import { indexPath } from './layout.ts'

const limits = { tail: { events: 60, bytes: 30_000 }, maxSegmentBytes: 50_000 }

async function pair(removeIndex = false) {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-events-'))
  const store = await openEmbeddedEventStore({ folder, now: Date.now, limits })
  if (removeIndex) for (const suffix of ['', '-wal', '-shm']) rmSync(`${indexPath(folder)}${suffix}`, { force: true })
  const reader = await openEmbeddedReader({ folder, pollEveryMs: 2, limits })
  const dispose = async () => {
    await reader.close()
    await store.close()
    rmSync(folder, { recursive: true })
  }
  return { folder, store, reader, dispose }
}

eventStoreContract('the reader beside a writer', () => pair())
eventStoreContract('the reader without an index', () => pair(true))

it('refuses to append', async () => {
  const { reader, dispose } = await pair()
  await expect(reader.append('order-1', [event()], 'any')).rejects.toMatchObject({ code: 'READ_ONLY' })
  await dispose()
})

it('holds no more positions than its limit while the writer goes on for long', async () => {
  const { store, reader, dispose } = await pair()
  for (let n = 0; n < 40; n += 1) {
    await store.append(`order-${n % 5}`, events(50), 'any')
    expect(await streamOf(reader, `order-${n % 5}`)).toHaveLength(50 * (Math.floor(n / 5) + 1))
  }
  await dispose()
})

it('refuses a folder without events', async () => {
  await expect(openEmbeddedReader({ folder: join(tmpdir(), 'no-such-ledger') })).rejects.toMatchObject({ code: 'FORMAT' })
})
