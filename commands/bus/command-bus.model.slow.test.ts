import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { aloneOnItsStore, besideOtherWriters, type Keeping } from './testing/model.ts'

const folders = new WeakMap<EventStore, string>()
const onDisk: Keeping = {
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-bus-'))
    const store = await openEmbeddedEventStore({ folder, now: () => 1 })
    folders.set(store, folder)
    return store
  },
  async dispose(store) {
    await store.close()
    rmSync(folders.get(store)!, { recursive: true })
  },
}

describe('alone on its store, every accepted command stands there once, whatever answers are lost', () => {
  test('in memory', () => aloneOnItsStore(1_000))
  test('on disk', () => aloneOnItsStore(100, onDisk))
})

describe('beside other writers, two buses never contradict the log or each other', () => {
  test('in memory', () => besideOtherWriters(1_000))
  test('on disk', () => besideOtherWriters(100, onDisk))
})
