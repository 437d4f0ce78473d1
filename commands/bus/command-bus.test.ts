import { setImmediate as nextTick } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { decode } from '../../domain/codec.ts'
import { stockEvents } from '../../domain/stock/events.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { type EventStore, EventStoreError } from '../../stores/events/port.ts'
import type { Answer } from '../command-bus.ts'
import { eventId } from '../ids.ts'
import { contentHash } from './content-hash.ts'
import { type CommandBusOptions, createCommandBus } from './create-command-bus.ts'
import { eventsOf } from './testing/asked.ts'
import { counter, counterRules, counterStream, take } from './testing/counter.ts'
import { faultyStore } from './testing/faulty-store.ts'
import { asking, key, receive, reserve, stock, stream } from './testing/stock-commands.ts'
import { watchedStore } from './testing/store.ts'

function setup(options: Partial<CommandBusOptions> = {}) {
  const store = watchedStore()
  const create = (more: Partial<CommandBusOptions> = {}) =>
    createCommandBus({ store, aggregates: [stock, counter], sharedStore: false, sleep: () => nextTick(), ...options, ...more })
  return { store, create, bus: create() }
}

const codeOf = (answer: Answer) => (answer.accepted ? 'accepted' : answer.code)

/** As an answer goes through the layers of an API. */
const throughManyHands = async <T>(value: Promise<T>): Promise<T> => {
  let passed = await value
  for (let hand = 0; hand < 20; hand++) passed = await passed
  return passed
}

describe('a command', () => {
  test('is answered with where its events stand', async () => {
    const { bus, store } = setup()
    await bus.ask(receive('delivery note 1', 5), asking('a'))
    const answer = await bus.ask(reserve('r1', 2), asking('b'))
    const position = await store.head()
    expect(answer).toEqual({ accepted: true, stream, revision: 1, position, events: ['StockReserved'], repeated: false, note: null })
  })

  test('writes who asked, on what account, and when it happened, as these very bytes', async () => {
    const { bus, store } = setup()
    const command = receive('delivery note 1', 5)
    await bus.ask(command, asking('a'))
    const [event] = store.appends[0]!
    expect(event!.id).toBe(eventId(stream, 'a', 0))
    expect(Buffer.from(event!.metadata).toString()).toBe(
      '{"occurredAt":1764000000000,"$correlationId":"about a","$causationId":"because of a","commandId":"a",' +
        `"commandHash":"${contentHash(command)}","actor":"process:order","schemaVersion":1}`,
    )
    expect(Buffer.from(event!.data).toString()).toMatch(/^{"sku":"FRIDGE-510","location":"QINGDAO-01","regionPath":\["370000","370200"\],/)
  })

  test('writes what the schema knows, in its order, however the decider put it together', async () => {
    const { bus, store } = setup()
    await bus.ask(take('a', 2), asking('a'))
    const keys = Object.keys(JSON.parse(Buffer.from(store.appends[0]![0]!.data).toString()))
    expect(keys).toEqual(Object.keys(stockEvents.StockScrapped.data.shape))
  })

  test('whose repeats the state knows is recognised under any command id, and leaves nothing to remember', async () => {
    const { bus, store } = setup({ aggregates: [{ ...stock, naturallyKeyed: ['ReceiveStock', 'ReserveStock'] }] })
    await bus.ask(receive('delivery note 1', 5), asking('a'))
    await bus.ask(reserve('r1', 2), asking('b'))
    expect(await bus.ask(reserve('r1', 2), asking('c'))).toMatchObject({ accepted: true, events: [], repeated: true })
    expect(codeOf(await bus.ask(reserve('r1', 3), asking('b')))).toBe('RESERVATION_DIFFERS')
    expect(store.appends).toHaveLength(2)
    expect(Buffer.from(store.appends[1]![0]!.metadata).toString()).not.toContain('commandHash')
  })

  test('that no aggregate takes is an error of the program', async () => {
    await expect(setup().bus.ask({ type: 'Nonsense', data: {} }, asking('a'))).rejects.toThrow('No aggregate takes the command Nonsense')
  })

  test('that is refused leaves nothing behind', async () => {
    const { bus, store } = setup()
    expect(await bus.ask(reserve('r1', 2), asking('a'))).toMatchObject({
      accepted: false,
      code: 'INSUFFICIENT_STOCK',
      details: { available: 0 },
    })
    expect(store.appends).toEqual([])
  })

  test('that is accepted with nothing to write says what the decider noted', async () => {
    const answer = await setup().bus.ask(take('a', 1, 0), asking('a'))
    expect(answer).toEqual({ accepted: true, stream: 'counter-a', revision: -1, position: 0n, events: [], repeated: true, note: 'nothing' })
  })
})

describe('commands on one stream', () => {
  test('asked at once go out in one append, each decided on what the one before it left', async () => {
    const { bus, store } = setup()
    await bus.ask(receive('delivery note 1', 2), asking('in'))
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => bus.ask(reserve(id), asking(id))))
    expect(answers.map(codeOf)).toEqual(['accepted', 'accepted', 'INSUFFICIENT_STOCK'])
    expect(store.appends.map((events) => events.length)).toEqual([1, 2])
  })

  test('that come while an append is under way wait, and go out together after it', async () => {
    const { bus, store } = setup()
    store.shut()
    const first = bus.ask(take('a', 1), asking('first'))
    await nextTick()
    const later = ['b', 'c', 'd'].map((id) => bus.ask(take('a', 1), asking(id)))
    await nextTick()
    expect(store.appends).toHaveLength(1)
    store.open()
    await Promise.all([first, ...later])
    expect(store.appends.map((events) => events.length)).toEqual([1, 3])
  })

  test('are not answered before their events are durable, refusals that rest on them included', async () => {
    const { bus, store } = setup()
    await bus.ask(receive('delivery note 1', 1), asking('in'))
    store.shut()
    const told: string[] = []
    const answers = ['a', 'b'].map(async (id) => told.push(codeOf(await bus.ask(reserve(id), asking(id)))))
    await nextTick()
    expect(told).toEqual([])
    store.open()
    await Promise.all(answers)
    expect(told).toEqual(['accepted', 'INSUFFICIENT_STOCK'])
  })

  test('are cut into appends by events and by bytes, none lost', async () => {
    const { bus, store } = setup({ limits: { groupEvents: 5 } })
    const answers = await Promise.all(Array.from({ length: 7 }, (_, n) => bus.ask(take('a', 1, 2), asking(`${n}`))))
    expect(answers.map((answer) => answer.accepted && answer.revision)).toEqual([1, 3, 5, 7, 9, 11, 13])
    expect(store.appends.map((events) => events.length)).toEqual([4, 4, 4, 2])
    const narrow = setup({ limits: { groupBytes: 1 } })
    await Promise.all(['a', 'b', 'c'].map((id) => narrow.bus.ask(take('a', 1, 2), asking(id))))
    expect(narrow.store.appends.map((events) => events.length)).toEqual([2, 2, 2])
  })

  test('that are too many are refused, and those before them are served', async () => {
    const { bus, store } = setup({ limits: { queuedPerStream: 2 } })
    await bus.ask(take('a', 1), asking('load'))
    store.shut()
    const first = bus.ask(take('a', 1), asking('0'))
    await nextTick()
    const answers = ['1', '2', '3'].map((id) => bus.ask(take('a', 1), asking(id)))
    expect(codeOf(await answers[2]!)).toBe('OVERLOADED')
    store.open()
    expect((await Promise.all([first, ...answers])).map(codeOf)).toEqual(['accepted', 'accepted', 'accepted', 'OVERLOADED'])
    expect(codeOf(await bus.ask(take('a', 1), asking('3')))).toBe('accepted')
  })

  test('of all streams together are bounded too', async () => {
    const { bus, store } = setup({ limits: { queued: 2 } })
    store.shut()
    const waiting = ['a', 'b'].map((id) => bus.ask(take(id, 1), asking(id)))
    expect(codeOf(await bus.ask(take('c', 1), asking('c')))).toBe('OVERLOADED')
    store.open()
    expect((await Promise.all(waiting)).map(codeOf)).toEqual(['accepted', 'accepted'])
  })
})

describe('the same command again', () => {
  test('returns its first result, at once or later, after others and after a restart', async () => {
    const { bus, store, create } = setup()
    const [first, twin] = await Promise.all([bus.ask(take('a', 2, 2), asking('x')), bus.ask(take('a', 2, 2), asking('x'))])
    expect(first).toMatchObject({ accepted: true, revision: 1, repeated: false })
    const repeated = { ...(first as object), events: [], repeated: true }
    expect(twin).toEqual(repeated)
    await bus.ask(take('a', 1), asking('y'))
    expect(await bus.ask(take('a', 2, 2), asking('x'))).toEqual(repeated)
    await bus.close()
    expect(await create().ask(take('a', 2, 2), asking('x'))).toEqual(repeated)
    expect(await eventsOf(store, counterStream('a'))).toHaveLength(3)
  })

  test('with other content is refused, whatever the order of its keys', async () => {
    const { bus } = setup()
    await bus.ask(take('a', 2), asking('x'))
    expect(await bus.ask(take('a', 3), asking('x'))).toMatchObject({ code: 'COMMAND_DIFFERS', details: { commandId: 'x', revision: 0 } })
    const shuffled = { type: 'TakeUnits', data: { times: 1, units: 2, counter: 'a' } }
    expect(await bus.ask(shuffled, asking('x'))).toMatchObject({ accepted: true, repeated: true })
  })

  test('is decided again when it was refused', async () => {
    const { bus } = setup()
    expect(codeOf(await bus.ask(reserve('r'), asking('x')))).toBe('INSUFFICIENT_STOCK')
    await bus.ask(receive('delivery note 1', 1), asking('in'))
    expect(codeOf(await bus.ask(reserve('r'), asking('x')))).toBe('accepted')
  })

  test('is known by its natural key under another id', async () => {
    const { bus, store } = setup()
    await bus.ask(receive('delivery note 1', 3), asking('a'))
    expect(await bus.ask(receive('delivery note 1', 3), asking('b'))).toMatchObject({
      accepted: true,
      revision: 0,
      events: [],
      repeated: true,
    })
    expect(store.appends).toHaveLength(1)
  })

  test('is refused as too old when it may have been forgotten, and is not when it says no instant or comes later', async () => {
    const { bus } = setup({ limits: { groupCommands: 1, queuedPerStream: 1, rememberedCommands: 2 } })
    for (let n = 0; n < 5; n++) await bus.ask(take('a', 1), asking(`${n}`, { askedAt: 100 + n }))
    expect(await bus.ask(take('a', 1), asking('0', { askedAt: 100 }))).toMatchObject({
      code: 'COMMAND_TOO_OLD',
      details: { askedAt: 100, rememberedAfter: 101 },
    })
    expect(codeOf(await bus.ask(take('a', 1), asking('1', { askedAt: 101 })))).toBe('COMMAND_TOO_OLD')
    expect(await bus.ask(take('a', 1), asking('4', { askedAt: 104 }))).toMatchObject({ accepted: true, revision: 4, repeated: true })
    expect(await bus.ask(take('a', 1), asking('new', { askedAt: 102 }))).toMatchObject({ accepted: true, repeated: false })
    expect(await bus.ask(take('a', 1), asking('timeless'))).toMatchObject({ accepted: true, repeated: false })
  })
})

describe('looking', () => {
  test('shows the state of a stream, and null where there is none', async () => {
    const { bus } = setup()
    expect(await bus.look(counterRules as never, 'a')).toBeNull()
    await bus.ask(take('a', 2, 3), asking('x'))
    expect(await bus.look(counterRules as never, 'a')).toEqual({ units: 6 })
    await bus.ask(receive('delivery note 1', 5), asking('in'))
    expect(await bus.look(stockAggregate as never, key)).toMatchObject({ onHand: 5 })
  })

  test('never shows what is not durable', async () => {
    const { bus, store } = setup()
    await bus.ask(take('a', 1), asking('x'))
    store.shut()
    const later = bus.ask(take('a', 1), asking('y'))
    await nextTick()
    const seen: unknown[] = []
    const looking = throughManyHands(bus.look(counterRules as never, 'a')).then((state) => seen.push(structuredClone(state)))
    const last = bus.ask(take('a', 1), asking('z'))
    await nextTick()
    expect(seen).toEqual([])
    store.open()
    await Promise.all([later, looking, last])
    expect(seen).toEqual([{ units: 2 }])
  })

  test('sees what another process wrote', async () => {
    const { create } = setup({ sharedStore: true })
    const [here, there] = [create(), create()]
    await here.ask(take('a', 1), asking('x'))
    await there.ask(take('a', 1), asking('y'))
    expect(await here.look(counterRules as never, 'a')).toEqual({ units: 2 })
  })
})

describe('beside other processes', () => {
  test('the last unit is sold once', async () => {
    const { create, store } = setup({ sharedStore: true })
    const [here, there] = [create(), create()]
    await here.ask(receive('delivery note 1', 1), asking('in'))
    await there.look(stockAggregate as never, key)
    const answers = await Promise.all([here.ask(reserve('a'), asking('a')), there.ask(reserve('b'), asking('b'))])
    expect(answers.map(codeOf).sort()).toEqual(['INSUFFICIENT_STOCK', 'accepted'])
    expect(await eventsOf(store, stream)).toHaveLength(2)
  })

  test('a refusal is given on the state of now, read once for all of a turn', async () => {
    const { create, store } = setup({ sharedStore: true })
    const [here, there] = [create(), create()]
    expect(codeOf(await here.ask(reserve('a'), asking('a')))).toBe('INSUFFICIENT_STOCK')
    await there.ask(receive('delivery note 1', 1), asking('in'))
    expect(codeOf(await here.ask(reserve('a'), asking('a')))).toBe('accepted')
    const before = store.tailReads
    const refused = await Promise.all(['b', 'c', 'd'].map((id) => here.ask(reserve(id), asking(id))))
    expect(refused.map(codeOf)).toEqual(['INSUFFICIENT_STOCK', 'INSUFFICIENT_STOCK', 'INSUFFICIENT_STOCK'])
    expect(store.tailReads - before).toBe(1)
  })

  test('an append that proves the state current saves the reading', async () => {
    const { bus, store } = setup({ sharedStore: true })
    await bus.ask(receive('delivery note 1', 1), asking('in'))
    const before = store.tailReads
    const answers = await Promise.all(['a', 'b'].map((id) => bus.ask(reserve(id), asking(id))))
    expect(answers.map(codeOf)).toEqual(['accepted', 'INSUFFICIENT_STOCK'])
    expect(store.tailReads).toBe(before)
  })

  test('alone on the store nothing is read at all once the stream is held', async () => {
    const { bus, store } = setup()
    await bus.ask(reserve('a'), asking('a'))
    const before = store.tailReads
    for (const id of ['b', 'c']) await bus.ask(reserve(id), asking(id))
    expect(store.tailReads).toBe(before)
  })

  test('who is alone in fact meets no conflict', async () => {
    const conflicts: string[] = []
    const { bus, store } = setup({ sharedStore: true, onConflict: (at) => conflicts.push(at) })
    for (const id of ['a', 'b', 'c']) await Promise.all([bus.ask(take('a', 1), asking(id)), bus.ask(take('a', 2), asking(`${id}2`))])
    expect(conflicts).toEqual([])
    expect(store.appends).toHaveLength(3)
  })

  test('a command that never gets through is told so, and nothing of it is written', async () => {
    const store = watchedStore()
    let foreign = 0
    const overtaken = faultyStore(store, {
      next: () => 'overtaken',
      overtake: async () => void (await other.ask(receive(`foreign ${foreign}`, 1), asking(`foreign ${foreign++}`))),
    })
    const options = { aggregates: [stock], sharedStore: true, sleep: () => nextTick() }
    const other = createCommandBus({ store, ...options })
    const conflicts: string[] = []
    const bus = createCommandBus({ store: overtaken, ...options, limits: { attempts: 3 }, onConflict: (at) => conflicts.push(at) })
    expect(await bus.ask(receive('mine', 1), asking('mine'))).toEqual({ accepted: false, code: 'CONTENDED', details: { attempts: 3 } })
    expect(conflicts).toEqual([stream, stream, stream])
    const events = await eventsOf(store, stream)
    expect(events.map(({ metadata }) => metadata.commandId)).toEqual(['foreign 0', 'foreign 1', 'foreign 2'])
  })

  test('back-off before each try is a random share of a span that doubles up to its bound', async () => {
    const waits: number[] = []
    const store = faultyStore(watchedStore(), { next: () => 'lost', overtake: async () => {} })
    const bus = createCommandBus({
      store,
      aggregates: [counter],
      sharedStore: true,
      sleep: async (ms) => void waits.push(ms),
      random: () => 0.5,
      limits: { attempts: 6, backOffMs: 2, longestBackOffMs: 20 },
    })
    await expect(bus.ask(take('a', 1), asking('a'))).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(waits).toEqual([2, 4, 8, 10, 10])
  })
})

describe('when the store fails', () => {
  test.each(['lost', 'written, answer lost'] as const)('an append whose answer is %s is asked again under the same ids', async (fault) => {
    const inner = watchedStore()
    const faults = [fault, 'none'] as const
    let appended = 0
    const store = faultyStore(inner, { next: () => faults[appended++] ?? 'none', overtake: async () => {} })
    const bus = createCommandBus({ store, aggregates: [counter], sharedStore: false, sleep: () => nextTick() })
    expect(await bus.ask(take('a', 1), asking('x'))).toMatchObject({
      accepted: true,
      revision: 0,
      repeated: false,
      events: ['StockScrapped'],
    })
    expect(await bus.ask(take('a', 1), asking('y'))).toMatchObject({ accepted: true, revision: 1 })
    expect(await eventsOf(inner, counterStream('a'))).toHaveLength(2)
  })

  test('those who wanted to write are told, and all others are served on', async () => {
    const inner = watchedStore()
    let broken = false
    const store = faultyStore(inner, { next: () => (broken ? 'unavailable' : 'none'), overtake: async () => {} })
    const bus = createCommandBus({ store, aggregates: [stock], sharedStore: false })
    await bus.ask(receive('delivery note 1', 1), asking('in'))
    broken = true
    const outcomes = await Promise.allSettled([bus.ask(reserve('a'), asking('a')), bus.ask(reserve('b', 5), asking('b'))])
    expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: expect.any(EventStoreError) })
    expect(outcomes[1]).toMatchObject({ status: 'fulfilled', value: { code: 'INSUFFICIENT_STOCK', details: { available: 1 } } })
    broken = false
    expect(codeOf(await bus.ask(reserve('a'), asking('a')))).toBe('accepted')
  })

  test('a stream that cannot be read is told to everyone who asks, and asked again later', async () => {
    const inner = watchedStore()
    let broken = true
    const readStream: typeof inner.readStream = (...args) => {
      if (broken) throw new EventStoreError('CORRUPT', 'a bad checksum')
      return inner.readStream(...args)
    }
    const bus = createCommandBus({ store: { ...inner, readStream }, aggregates: [counter], sharedStore: false })
    const failing = [bus.ask(take('a', 1), asking('x')), bus.ask(take('a', 1), asking('y')), bus.look(counterRules as never, 'a')]
    for (const outcome of await Promise.allSettled(failing)) expect(outcome).toMatchObject({ reason: { code: 'CORRUPT' } })
    broken = false
    expect(codeOf(await bus.ask(take('a', 1), asking('x')))).toBe('accepted')
  })
})

describe('when the program is wrong', () => {
  const cases = [
    ['its decider throws', -1, 'the decider is wrong'],
    ['its events break their schema', 0, 'quantity: too_small'],
    ['no state can hold its events', 1_000, 'no state can hold this'],
  ] as const
  test.each(cases)('a command fails alone among others: %s', async (_name, units, message) => {
    const { bus, store } = setup()
    const asked = [take('a', 1), take('a', units), take('a', 2)].map((command, n) => bus.ask(command, asking(`${n}`)))
    const [before, failed, after] = await Promise.allSettled(asked)
    expect(before).toMatchObject({ value: { accepted: true, revision: 0, repeated: false } })
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining(message) } })
    expect(after).toMatchObject({ value: { accepted: true, revision: 1, repeated: false } })
    expect(await quantitiesIn(store)).toEqual([1, 2])
    expect(await bus.look(counterRules as never, 'a')).toEqual({ units: 3 })
  })

  test.each(cases)('a command that comes last fails alone, and what it decided is not written: %s', async (_name, units, message) => {
    const { bus, store } = setup()
    const [before, failed] = await Promise.allSettled(
      [take('a', 1), take('a', units)].map((command, n) => bus.ask(command, asking(`${n}`))),
    )
    expect(before).toMatchObject({ value: { accepted: true, revision: 0, repeated: false } })
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining(message) } })
    expect(await quantitiesIn(store)).toEqual([1])
    expect(await bus.ask(take('a', 2), asking('later'))).toMatchObject({ accepted: true, revision: 1 })
  })

  const quantitiesIn = async (store: EventStore) =>
    (await eventsOf(store, counterStream('a'))).map(({ data }) => (data as { quantity: number }).quantity)

  test('aggregates that claim the same commands or category are refused at the start', () => {
    expect(() => setup({ aggregates: [counter, { ...counter, category: 'other' }] })).toThrow('Two aggregates take the command TakeUnits')
    expect(() => setup({ aggregates: [counter, { ...counter, commandTypes: ['Other'] }] })).toThrow(
      'Two aggregates have the category counter',
    )
  })

  test('limits that contradict each other are refused at the start', () => {
    expect(() => setup({ limits: { rememberedCommands: 10 } })).toThrow('rememberedCommands must be at least')
    expect(() => setup({ limits: { attempts: 0 } })).toThrow('Limit attempts must be a whole number from 1')
  })
})

test('closing answers what was asked, and refuses what comes after', async () => {
  const { bus, store } = setup()
  store.shut()
  const asked = ['a', 'b'].map((id) => bus.ask(take(id, 1), asking(id)))
  await nextTick()
  const late = bus.ask(take('a', 1), asking('late'))
  const closing = bus.close()
  expect(codeOf(await bus.ask(take('a', 1), asking('after')))).toBe('STOPPING')
  await expect(bus.look(counterRules as never, 'a')).rejects.toThrow('stopping')
  store.open()
  await closing
  expect((await Promise.all([...asked, late])).map(codeOf)).toEqual(['accepted', 'accepted', 'accepted'])
  await bus.close()
})

test('a cache too small for its streams only costs reading', async () => {
  const { bus, store } = setup({ limits: { cacheBytes: 1_000 } })
  for (let round = 0; round < 3; round++) {
    for (const id of ['a', 'b', 'c']) await bus.ask(take(id, 1), asking(`${id}${round}`))
  }
  expect(store.tailReads).toBeGreaterThan(3)
  for (const id of ['a', 'b', 'c']) expect(await bus.look(counterRules as never, id)).toEqual({ units: 3 })
})

test('the same commands give the same bytes', async () => {
  const bytesOf = async () => {
    const { bus, store } = setup()
    await bus.ask(receive('delivery note 1', 9), asking('in'))
    await Promise.all(['a', 'b', 'c'].map((id) => bus.ask(reserve(id, 2), asking(id))))
    const recorded = []
    for await (const page of store.readStream(stream)) recorded.push(...page)
    return recorded.map((event) => [
      event.id,
      Buffer.from(event.data).toString(),
      Buffer.from(event.metadata).toString(),
      decode(event).type,
    ])
  }
  expect(await bytesOf()).toEqual(await bytesOf())
})
