import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { behindDoor } from './testing/behind-door.ts'
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

const doors = new WeakMap<EventStore, () => Promise<void>>()
/** Every append goes by another connection than the one before: none of them knows what the other was answered. */
const onServer: Keeping = {
  async open() {
    const { stores, close } = await behindDoor(2)
    let appends = 0
    const store: EventStore = { ...stores[0]!, append: (...append) => stores[appends++ % 2]!.append(...append) }
    doors.set(store, close)
    return store
  },
  dispose: (store) => doors.get(store)!(),
}

describe('alone on its store, every accepted command stands there once, whatever answers are lost', () => {
  test('in memory', () => aloneOnItsStore(1_000))
  test('on disk', () => aloneOnItsStore(100, onDisk))
})

describe('beside other writers, two buses never contradict the log or each other', () => {
  test('in memory', () => besideOtherWriters(1_000))
  test('on disk', () => besideOtherWriters(100, onDisk))
  test('on a server', () => besideOtherWriters(30, onServer))
})
