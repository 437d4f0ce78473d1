import fc from 'fast-check'
import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import { foreignFaults, ownFaults, steps } from './steps.ts'
import { askAll, createWorld, faultsOf } from './world.ts'

/** A fresh store for each run. */
export interface Keeping {
  open(): Promise<EventStore>
  dispose(store: EventStore): Promise<void>
}

const inMemory: Keeping = {
  open: async () => createMemoryEventStore({ now: () => 1, pageSize: 20 }),
  dispose: (store) => store.close(),
}

/** Whatever answers are lost, an accepted command stands in the log once, decided on the state before it. */
export const aloneOnItsStore = (numRuns: number, keeping = inMemory): Promise<void> =>
  check(
    fc.asyncProperty(steps(1), ownFaults, async (plan, faults) => {
      const store = await keeping.open()
      const world = createWorld(store, faults, 1, { sharedStore: false })
      nothingWrong(await faultsOf(world, await askAll(world, plan)))
      await keeping.dispose(store)
    }),
    numRuns,
  )

/** The same with others writing behind its back, two buses of one store among them, light states and heavy ones. */
export const besideOtherWriters = (numRuns: number, keeping = inMemory): Promise<void> =>
  check(
    fc.asyncProperty(steps(2), foreignFaults, fc.constantFrom(1, 65_536), async (plan, faults, lightStateBytes) => {
      const store = await keeping.open()
      const world = createWorld(store, faults, 2, { sharedStore: true, limits: { lightStateBytes } })
      nothingWrong(await faultsOf(world, await askAll(world, plan)))
      await keeping.dispose(store)
    }),
    numRuns,
  )

function nothingWrong(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
}

/** A hundred commands fill pages, and take long to shrink; the seed and the path say the same, and repeat it. */
async function check<Values>(property: fc.IAsyncPropertyWithHooks<Values>, numRuns: number): Promise<void> {
  const { failed, seed, counterexamplePath, errorInstance } = await fc.check(property, { numRuns, endOnFailure: true })
  if (!failed) return
  throw new Error(`seed ${seed}, path ${counterexamplePath}: ${String(errorInstance)}`, {
    cause: errorInstance,
  })
}
