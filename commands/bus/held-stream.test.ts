import { describe, expect, test } from 'vitest'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Snapshot } from '../snapshots/port.ts'
import { createCommandBus } from './create-command-bus.ts'
import { load } from './held-stream.ts'
import { recallCommand } from './remembered.ts'
import { counter, counterRules, counterStream, take } from './testing/counter.ts'
import { createMemorySnapshots } from './testing/memory-snapshots.ts'
import { asking } from './testing/stock-commands.ts'
import { watchedStore } from './testing/store.ts'

const stream = counterStream('a')

async function setup(commands = 30) {
  const store = createMemoryEventStore({ now: () => 1, pageSize: 4 })
  const snapshots = createMemorySnapshots()
  const failures: unknown[] = []
  const options = {
    store,
    aggregates: [counter],
    sharedStore: false,
    onSnapshotFailure: (_: string, error: unknown) => failures.push(error),
  }
  const bus = createCommandBus({ ...options, snapshots, limits: { eventsPerSnapshot: 10 } })
  for (let n = 0; n < commands; n++) await bus.ask(take('a', 1), asking(`${n}`))
  await bus.close()
  const loading = (from: EventStore = store) => ({ store: from, snapshots, rememberedCommands: 100, eventsPerSnapshot: 10 })
  return { store, snapshots, failures, loading, options }
}

const altered = async (change: Partial<Snapshot>) => {
  const made = await setup()
  await made.snapshots.write({ ...made.snapshots.written.get(stream)!, position: 1n << 40n })
  const written = made.snapshots.written.get(stream)!
  const snapshots = { ...made.snapshots, read: async () => ({ ...written, ...change }) }
  return load(stream, counter, { ...made.loading(), snapshots })
}

describe('a stream is loaded', () => {
  test('from its snapshot and what followed, reading no more than that beside its first events', async () => {
    const { loading, snapshots } = await setup(35)
    const revision = snapshots.written.get(stream)!.revision
    expect(revision).toBeGreaterThanOrEqual(19)
    const asked: (object | undefined)[] = []
    const watched = watchedStore((await setup(0)).store)
    const { store } = loading()
    const reading: EventStore = {
      ...watched,
      readStream: (name, options) => {
        asked.push(options)
        return store.readStream(name, options)
      },
    }
    const held = await load(stream, counter, loading(reading))
    expect(asked).toEqual([{ maxCount: 10 }, { from: revision }])
    expect(held).toMatchObject({ state: { units: 35 }, revision: 34, snapshotRevision: revision })
  })

  test('with the commands it remembers, before and after the snapshot', async () => {
    const { loading, store } = await setup(35)
    const short = await load(stream, counter, loading())
    const whole = await load(stream, counter, { ...loading(), snapshots: null })
    for (let n = 0; n < 35; n++) {
      expect(recallCommand(short.memory, `${n}`)).toMatchObject({ revision: n, position: recallCommand(whole.memory, `${n}`)!.position })
    }
    expect(whole.position).toBe(await store.head())
  })

  test('whole when the snapshot is of another version of the state', async () => {
    const { loading } = await setup()
    const held = await load(stream, { ...counter, stateVersion: 4 }, loading())
    expect(held).toMatchObject({ state: { units: 30 }, snapshotRevision: -1 })
  })

  test('whole when the snapshot stands where the stream has another event, or none', async () => {
    expect(await altered({ state: { units: 99 } })).toMatchObject({ state: { units: 30 }, snapshotRevision: -1 })
    expect(await altered({ state: { units: 99 }, revision: 500 })).toMatchObject({ state: { units: 30 }, snapshotRevision: -1 })
  })

  test('whole where nothing else is there', async () => {
    const { loading } = await setup(0)
    expect(await load(stream, counter, loading())).toMatchObject({ state: { units: 0 }, revision: -1, position: 0n })
  })

  test.for([0, 1, 9])('by one question, and without asking for a snapshot, where it has %s events', async (count) => {
    const { loading, snapshots, store } = await setup(count)
    let questions = 0
    const counting: EventStore = {
      ...watchedStore(store),
      readStream(...question) {
        questions += 1
        return store.readStream(...question)
      },
    }
    const read = () => Promise.reject(new Error('nobody should ask'))
    const held = await load(stream, counter, { ...loading(counting), snapshots: { ...snapshots, read } })
    expect(held).toMatchObject({ state: { units: count }, revision: count - 1 })
    expect(questions).toBe(1)
  })
})

describe('a snapshot', () => {
  test('is taken anew after so many events', async () => {
    const { snapshots, failures } = await setup(9)
    expect(snapshots.written.size).toBe(0)
    expect((await setup(11)).snapshots.written.get(stream)).toMatchObject({ revision: 9, stateVersion: 3, state: { units: 10 } })
    expect((await setup(21)).snapshots.written.get(stream)).toMatchObject({ revision: 19, state: { units: 20 } })
    expect(failures).toEqual([])
  })

  test('that cannot be written or taken is told, and costs nothing else', async () => {
    const { options, failures } = await setup(0)
    const refusing = { read: async () => null, write: () => Promise.reject(new Error('disk full')) }
    const bus = createCommandBus({ ...options, snapshots: refusing, limits: { eventsPerSnapshot: 2 } })
    for (let n = 0; n < 7; n++) expect(await bus.ask(take('a', 1), asking(`${n}`))).toMatchObject({ accepted: true })
    await bus.close()
    expect(failures.map(String)).toEqual(['Error: disk full', 'Error: disk full', 'Error: disk full'])
    const broken = { ...counter, freeze: () => JSON.parse('no JSON') }
    const other = createCommandBus({ ...options, aggregates: [broken], snapshots: refusing, limits: { eventsPerSnapshot: 2 } })
    for (let n = 0; n < 3; n++) expect(await other.ask(take('b', 1), asking(`${n}`))).toMatchObject({ accepted: true })
    await other.close()
    expect(String(failures.at(-1))).toContain('SyntaxError')
    expect(counterRules.category).toBe('counter')
  })

  test('never delays an answer, and closing waits for it', async () => {
    const { options } = await setup(0)
    const gate = Promise.withResolvers<void>()
    const slow = { read: async () => null, write: () => gate.promise }
    const bus = createCommandBus({ ...options, snapshots: slow, limits: { eventsPerSnapshot: 2 } })
    for (let n = 0; n < 7; n++) await bus.ask(take('a', 1), asking(`${n}`))
    let closed = false
    const closing = bus.close().then(() => {
      closed = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(false)
    gate.resolve()
    await closing
  })
})
