import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { decode } from '../../../domain/codec.ts'
import { type Ask, processAggregate } from '../../../domain/process/process.ts'
import { asAggregate } from '../../../domain/shared/aggregate.ts'
import { stockKey } from '../../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import { START } from '../../../stores/events/port.ts'
import { ownedForEver } from '../../../stores/leases/port.ts'
import { createCommandBus } from '../../bus/create-command-bus.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Process } from '../process.ts'
import type { Tell } from '../told.ts'
import { guardedBus } from '../workers/guarded-bus.ts'
import { createAwaited } from './awaited.ts'
import { runInstance } from './instance.ts'
import { startLiveRuntime } from './live.ts'
import { anywhere } from './resuming.ts'

const where = { location: 'A', regionPath: [], category: 'c', brand: 'b' }
const receive = (sku: string) => ({ type: 'ReceiveStock', data: { sku, ...where, documentId: `in-${sku}`, quantity: 1, askedAt: 1 } })
const asking = (commandId: string) => ({ commandId, actor: 'key:test', occurredAt: 1, correlationId: commandId, causationId: commandId })

/** Processes tell no stock anything; it would know repeats by their documents. */
const toldStock = (command: Ask) => command as Tell

/** Sends whatever is received at A on to B, once. */
const forward: Process = {
  name: 'forward',
  triggers: ['StockReceived'],
  concerns: (event) =>
    event.type === 'StockReceived' && event.data.location === 'A'
      ? { instances: [{ instanceId: event.data.sku }], wakes: [] }
      : { instances: [], wakes: [] },
  next: async (sku, state) => {
    if (state.steps.has('forward')) return { do: 'end', outcome: 'forwarded' }
    const data = { sku, ...where, location: 'B', documentId: `from-A-${sku}`, quantity: 1, askedAt: 1 }
    return { do: 'ask', step: 'forward', asks: [{ type: 'ReceiveStock', data }] }
  },
}

function world() {
  const store = createMemoryEventStore({ now: () => 1 })
  const newBus = () =>
    createCommandBus({ store, aggregates: [asAggregate(stockAggregate), asAggregate(processAggregate)], sharedStore: false })
  const saved: bigint[] = []
  const run = (bus: CommandBus, after = START, failures: Pick<string[], 'push'> = [], process = forward, acting = anywhere) =>
    startLiveRuntime({
      acting,
      ...{ store, processes: [process], bus, clock: { now: () => 1 }, awaited: createAwaited(), after, checkpointEveryMs: 5 },
      saveCheckpoint: async (position) => void saved.push(position),
      onFailure: (instance, failure) => failures.push(`${instance.instanceId} ${(failure as Error).message}`),
    })
  const eventsOf = async (stream: string) => {
    const types: string[] = []
    for await (const page of store.readStream(stream)) types.push(...page.map((event) => decode(event).type))
    return types
  }
  return { store, newBus, run, saved, eventsOf }
}

/** Until everything in the log is dealt with. */
async function settle(runtime: { position: bigint; active: number }, head: () => Promise<bigint>) {
  while (runtime.position < (await head()) || runtime.active > 0) await sleep(5)
}

describe('processes that run live', () => {
  test('act on each trigger once, and keep asked and answered', async () => {
    const { store, newBus, run, saved, eventsOf } = world()
    const bus = newBus()
    const runtime = run(bus)
    for (const sku of ['x', 'y', 'z']) await bus.ask(receive(sku), asking(sku))
    await settle(runtime, store.head)
    await runtime.stop()
    expect(await eventsOf('stock-y@B')).toEqual(['StockReceived'])
    expect(await eventsOf('process-forward.y')).toEqual(['ProcessStarted', 'StepAsked', 'StepAnswered', 'ProcessEnded'])
    expect(saved.at(-1)).toBe(await store.head())
  })

  test('leave what they tell a subject with that subject alone', async () => {
    const { store, newBus, run, eventsOf } = world()
    const bus = newBus()
    const telling: Process = {
      ...forward,
      next: async (sku) => {
        if ((await bus.look(stockAggregate, stockKey(sku, 'B'))) !== null) return { do: 'nothing' }
        const data = { sku, ...where, location: 'B', documentId: `from-A-${sku}`, quantity: 1, askedAt: 1 }
        return { do: 'tell', step: 'forward', asks: [toldStock({ type: 'ReceiveStock', data })] }
      },
    }
    const runtime = run(bus, START, [], telling)
    await bus.ask(receive('x'), asking('x'))
    await settle(runtime, store.head)
    await runtime.stop()
    expect(await eventsOf('stock-x@B')).toEqual(['StockReceived'])
    expect(await eventsOf('process-forward.x')).toEqual([])
  })

  test('come to rest when what they tell is refused', async () => {
    const { store, newBus, run, eventsOf } = world()
    const bus = newBus()
    const tells: string[] = []
    const telling: Process = {
      ...forward,
      next: async (sku) => {
        tells.push(sku)
        return {
          do: 'tell',
          step: 'take',
          asks: [toldStock({ type: 'ScrapStock', data: { sku, ...where, documentId: 'd', quantity: 2, askedAt: 1 } })],
        }
      },
    }
    const runtime = run(bus, START, [], telling)
    await bus.ask(receive('x'), asking('x'))
    await settle(runtime, store.head)
    await runtime.stop()
    expect(tells).toEqual(['x', 'x'])
    expect(await eventsOf('stock-x@A')).toEqual(['StockReceived'])
  })

  test('keep what is refused of that which they tell, and nothing of what is taken', async () => {
    const { store, newBus, run, eventsOf } = world()
    const bus = newBus()
    const scrapping: Process = {
      ...forward,
      next: async (sku, { steps }) => {
        if (steps.has('scrap')) return { do: 'end', outcome: 'scrapped' }
        const data = { sku, ...where, documentId: 'd', quantity: 1, askedAt: 1 }
        const asks = [
          { type: 'ReceiveStock', data: { ...data, location: 'B' } },
          { type: 'ScrapStock', data },
        ]
        return { do: 'tell', step: 'scrap', asks: asks.map(toldStock) }
      },
    }
    const runtime = run(bus, START, [], scrapping)
    await bus.ask(receive('x'), asking('x'))
    await settle(runtime, store.head)
    await runtime.stop()
    expect(await eventsOf('stock-x@B')).toEqual(['StockReceived'])
    expect(await eventsOf('stock-x@A')).toEqual(['StockReceived'])
    expect(await eventsOf('process-forward.x')).toEqual(['ProcessStarted', 'StepAsked', 'StepAnswered', 'ProcessEnded'])
    const { steps } = (await bus.look(processAggregate, 'forward.x'))!
    expect(steps.get('scrap')!.answers).toMatchObject([{ accepted: true }, { accepted: false, code: 'INSUFFICIENT_STOCK' }])
  })

  test('tell of one step again and again, and no two events have the same id', async () => {
    const { store, newBus, run } = world()
    const bus = newBus()
    let told = 0
    const telling: Process = {
      ...forward,
      next: async (sku) => {
        const { onHand } = (await bus.look(stockAggregate, stockKey(sku, 'A')))!
        if (told === onHand) return { do: 'nothing' }
        told = onHand
        const data = { sku, ...where, location: 'B', documentId: `from-A-${told}`, quantity: 1, askedAt: 1 }
        return { do: 'tell', step: 'forward', asks: [toldStock({ type: 'ReceiveStock', data })] }
      },
    }
    const runtime = run(bus, START, [], telling)
    for (const documentId of ['one', 'two', 'three']) {
      const { type, data } = receive('x')
      await bus.ask({ type, data: { ...data, documentId } }, asking(documentId))
      await settle(runtime, store.head)
    }
    await runtime.stop()
    const ids: string[] = []
    for await (const page of store.readStream('stock-x@B')) ids.push(...page.map(({ id }) => id))
    expect(new Set(ids).size).toBe(3)
    expect(ids).toHaveLength(3)
  })

  test('carry on after a crash between asking and hearing the answer, without asking twice', async () => {
    const { store, newBus, run, eventsOf } = world()
    const bus = newBus()
    await bus.ask(receive('x'), asking('x'))
    const failures: string[] = []
    const dying: CommandBus = {
      ...bus,
      ask: async (command, by) => {
        const answer = await bus.ask(command, by)
        if (command.type === 'ReceiveStock') throw new Error('crashed')
        return answer
      },
    }
    const first = run(dying, START, failures)
    while (failures.length === 0) await sleep(5)
    await first.stop()
    expect(await eventsOf('process-forward.x')).toEqual(['ProcessStarted', 'StepAsked'])
    const second = run(newBus())
    await settle(second, store.head)
    await second.stop()
    expect(await eventsOf('stock-x@B')).toEqual(['StockReceived'])
    expect((await eventsOf('process-forward.x')).slice(2)).toEqual(['StepAnswered', 'ProcessEnded'])
  })

  test('write an answer and what follows from it together', async () => {
    const { store, newBus, run } = world()
    const bus = newBus()
    const runtime = run(bus)
    await bus.ask(receive('x'), asking('x'))
    await settle(runtime, store.head)
    await runtime.stop()
    const commands: string[] = []
    for await (const page of store.readStream('process-forward.x')) commands.push(...page.map((event) => decode(event).metadata.commandId))
    expect(commands).toEqual(['forward.x/#0', 'forward.x/#0', 'forward.x/#2', 'forward.x/#2'])
  })

  test('carry on after failing to decide what follows from an answer, without asking twice', async () => {
    const { store, newBus, run, eventsOf } = world()
    const bus = newBus()
    await bus.ask(receive('x'), asking('x'))
    const failures: string[] = []
    const failing: Process = {
      ...forward,
      next: (sku, state, facts) =>
        state.steps.has('forward') && failures.length === 0 ? Promise.reject(new Error('not now')) : forward.next(sku, state, facts),
    }
    const runtime = run(bus, START, failures, failing)
    await settle(runtime, store.head)
    await runtime.stop()
    expect(failures).toEqual(['x not now'])
    expect(await eventsOf('stock-x@B')).toEqual(['StockReceived'])
    expect(await eventsOf('process-forward.x')).toEqual(['ProcessStarted', 'StepAsked', 'StepAnswered', 'ProcessEnded'])
  })

  test('carry on what a deadline began and a crash cut off, though no event after the checkpoint is about it', async () => {
    const { store, newBus, run, saved, eventsOf } = world()
    const bus = newBus()
    let isDue = false
    const patient: Process = {
      ...forward,
      next: async (sku, state, facts) =>
        isDue || state.pending !== null || state.steps.size > 0
          ? forward.next(sku, state, facts)
          : { do: 'wait', forWhat: 'time', keys: [], dueAt: 1 },
    }
    await bus.ask(receive('x'), asking('x'))
    const failures: string[] = []
    const dying: CommandBus = {
      ...bus,
      ask: (command, by) => (command.type === 'ReceiveStock' ? Promise.reject(new Error('crashed')) : bus.ask(command, by)),
    }
    const first = run(dying, START, failures, patient)
    await settle(first, store.head)
    isDue = true
    void first.wake([{ process: 'forward', instanceId: 'x' }])
    while (failures.length === 0) await sleep(5)
    await first.stop()
    expect((await eventsOf('process-forward.x')).at(-1)).toBe('StepAsked')
    const second = run(newBus(), saved.at(-1), failures, patient, { ...anywhere, resumeUntil: await store.head() })
    await settle(second, store.head)
    await second.stop()
    expect((await eventsOf('process-forward.x')).slice(-2)).toEqual(['StepAnswered', 'ProcessEnded'])
  })

  test('act on nothing up to where they were deployed', async () => {
    const { store, newBus, run, eventsOf } = world()
    const bus = newBus()
    await bus.ask(receive('x'), asking('x'))
    const deployed = await store.head()
    const runtime = run(bus, START, [], forward, { ...anywhere, deployedAt: () => deployed })
    await bus.ask(receive('y'), asking('y'))
    await settle(runtime, store.head)
    await runtime.stop()
    expect(await eventsOf('process-forward.x')).toEqual([])
    expect((await eventsOf('process-forward.y')).at(-1)).toBe('ProcessEnded')
  })

  test('do not move their checkpoint past an instance that fails', async () => {
    const { store, newBus, run, saved } = world()
    const bus = newBus()
    const failures: string[] = []
    const failing: CommandBus = {
      ...bus,
      ask: (command, by) =>
        (command.data as { sku?: string }).sku === 'x' && command.type === 'ReceiveStock' && by.actor.startsWith('process')
          ? Promise.reject(new Error('no'))
          : bus.ask(command, by),
    }
    const runtime = run(failing, START, failures)
    await bus.ask(receive('x'), asking('x'))
    const failed = await store.head()
    while (failures.length === 0) await sleep(5)
    await bus.ask(receive('y'), asking('y'))
    while (!(await store.head().then((head) => head > failed + 4n))) await sleep(5)
    await runtime.stop()
    expect(saved.every((position) => position < failed)).toBe(true)
  })

  test('goes on with a step that another worker asked for, too late to be seen at the start, and was not there to go on with', async () => {
    const { newBus, run, eventsOf } = world()
    const bus = newBus()
    const own = guardedBus(bus, ownedForEver('process/forward'))
    const runtime = run(own.bus, START, [], forward, { ...anywhere, isForeign: own.isForeign })
    await sleep(20)
    const data = { sku: 'x', ...where, location: 'B', documentId: 'from-A-x', quantity: 1, askedAt: 1 }
    const events = [
      { type: 'ProcessStarted', data: { process: 'forward', instanceId: 'x', facts: null } },
      {
        type: 'StepAsked',
        data: { process: 'forward', instanceId: 'x', step: 'forward', attempt: 0, asks: [{ type: 'ReceiveStock', data }] },
      },
    ]
    await bus.ask({ type: 'AdvanceProcess', data: { process: 'forward', instanceId: 'x', sequence: 0, events } }, asking('forward.x/#0'))
    await expect.poll(() => eventsOf('stock-x@B')).toEqual(['StockReceived'])
    await runtime.stop()
    expect(await eventsOf('process-forward.x')).toEqual(['ProcessStarted', 'StepAsked', 'StepAnswered', 'ProcessEnded'])
  })

  test('asks nothing more once its lease may be another’s, and says nothing of it', async () => {
    const { newBus, run, eventsOf } = world()
    const bus = newBus()
    let isHeld = true
    const own = guardedBus(bus, { ...ownedForEver('process/forward'), isHeld: () => isHeld })
    const failures: string[] = []
    // At its first failure: it would soon try again.
    const abandon = (said: string) => {
      runtime.abandon()
      return failures.push(said)
    }
    const runtime = run(own.bus, START, { push: abandon })
    await sleep(20)
    isHeld = false
    await bus.ask(receive('x'), asking('x'))
    await expect.poll(() => failures).toEqual(["x process/forward is another worker's now"])
    await sleep(80)
    expect(failures).toHaveLength(1)
    expect(await eventsOf('process-forward.x')).toEqual([])
  })

  test.each([
    ['keys looks once more, since what came before was too early to wake it', ['something'], 2],
    ['time alone is at rest', [], 1],
  ] as const)('an instance that waits for %s', async (_, keys, looks) => {
    const { newBus, eventsOf } = world()
    const bus = newBus()
    let looked = 0
    const waiting: Process = {
      ...forward,
      next: async () => {
        looked += 1
        return { do: 'wait', forWhat: 'later', keys, dueAt: 10 }
      },
    }
    const perform: Parameters<typeof runInstance>[2]['perform'] = (asks) =>
      Promise.all(asks.map((each) => bus.ask(each.command, each.asking)))
    await runInstance(waiting, { process: 'forward', instanceId: 'x' }, { bus, clock: { now: () => 1 }, perform })
    expect(looked).toBe(looks)
    expect(await eventsOf('process-forward.x')).toEqual(['ProcessStarted', 'Waiting'])
  })

  test('an instance that another worker advanced at the same time looks again', async () => {
    const { newBus, eventsOf } = world()
    const bus = newBus()
    await bus.ask(receive('x'), asking('x'))
    let isFirst = true
    const racing: CommandBus = {
      ...bus,
      async ask(command, by) {
        if (command.type === 'AdvanceProcess' && isFirst) {
          isFirst = false
          const { process, instanceId } = command.data as { process: string; instanceId: string }
          const data = { sku: 'x', ...where, location: 'B', documentId: 'from-A-x', quantity: 1, askedAt: 1 }
          const step = { process, instanceId, step: 'forward', attempt: 0, asks: [{ type: 'ReceiveStock', data }] }
          const events = [
            { type: 'ProcessStarted', data: { process, instanceId, facts: null } },
            { type: 'StepAsked', data: step },
          ]
          await bus.ask({ type: 'AdvanceProcess', data: { process, instanceId, sequence: 0, events } }, asking('other'))
        }
        return bus.ask(command, by)
      },
    }
    const ending: Process = {
      ...forward,
      next: async (_, state) =>
        state.steps.has('forward') ? { do: 'nothing' } : { do: 'wait', forWhat: 'nothing', keys: [], dueAt: null },
    }
    const perform: Parameters<typeof runInstance>[2]['perform'] = (asks) =>
      Promise.all(asks.map((each) => bus.ask(each.command, each.asking)))
    await runInstance(ending, { process: 'forward', instanceId: 'x' }, { bus: racing, clock: { now: () => 1 }, perform })
    expect(await eventsOf('process-forward.x')).toEqual(['ProcessStarted', 'StepAsked', 'StepAnswered'])
  })
})
