import { describe, expect, test } from 'vitest'
import { type Ask, processAggregate } from '../../../domain/process/process.ts'
import { asAggregate } from '../../../domain/shared/aggregate.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import { createCommandBus } from '../../bus/create-command-bus.ts'
import type { Process } from '../process.ts'
import { runInstance } from './instance.ts'

const where = { sku: 'x', location: 'A', regionPath: [], category: 'c', brand: 'b' }
const scrap: Ask = { type: 'ScrapStock', data: { ...where, documentId: 'd', quantity: 2, askedAt: 1 } }
const receive: Ask = { type: 'ReceiveStock', data: { ...where, documentId: 'in', quantity: 1, askedAt: 1 } }

/** Asks the same whenever it looks, and is never content. */
const stubborn = (asks: readonly Ask[], more: Partial<Process> = {}): Process => ({
  ...{ name: 'stubborn', triggers: [], concerns: () => ({ instances: [], wakes: [] }), ...more },
  next: async () => ({ do: 'ask', step: 'again', asks }),
})

async function ran(process: Process, times = 1) {
  const store = createMemoryEventStore({ now: () => 1 })
  const bus = createCommandBus({ store, aggregates: [asAggregate(stockAggregate), asAggregate(processAggregate)], sharedStore: false })
  const perform = (asks: Parameters<Parameters<typeof runInstance>[2]['perform']>[0]) =>
    Promise.all(asks.map(({ command, asking }) => bus.ask(command, asking)))
  for (let time = 0; time < times; time++)
    await runInstance(process, { process: 'stubborn', instanceId: 'i' }, { bus, perform, clock: { now: () => 1 } })
  return (await bus.look(processAggregate, 'stubborn.i'))!
}

describe('an instance whose step is refused', () => {
  test('rests, and asks once more when it is looked at again', async () => {
    expect((await ran(stubborn([scrap]))).steps.get('again')).toMatchObject({ attempt: 0 })
    expect((await ran(stubborn([scrap]), 3)).steps.get('again')).toMatchObject({ attempt: 2 })
  })

  test('rests though what it asked along with it was accepted: that it is asked again changes nothing', async () => {
    expect((await ran(stubborn([receive, scrap]))).steps.get('again')).toMatchObject({ attempt: 1 })
  })

  test('is named as waiting where only who waits is woken', async () => {
    const { waiting } = await ran(stubborn([scrap], { refusedWaitsFor: (instanceId) => [`key:${instanceId}`] }))
    expect(waiting).toEqual({ forWhat: 'refusal', keys: ['key:i'], dueAt: null })
    expect((await ran(stubborn([scrap]))).waiting).toBeNull()
  })
})
