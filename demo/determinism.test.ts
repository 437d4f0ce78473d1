import { setImmediate as breathe } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openForReading } from '../compose.ts'
import { openEngine, settingsFor } from './engine.ts'
import { planOf } from './plan.ts'
import { randomFor } from './random.ts'
import { run } from './run.ts'
import { inFolder } from './testing/folder.ts'
import { streamHashes } from './testing/stream-hashes.ts'

/** Sells with everything that may happen at once in an order of its own, and with waits between. */
const hashesOf = (seed: number, orders: number, scheduling: string) =>
  inFolder(async (folder) => {
    const random = randomFor('scheduling', scheduling)
    const shuffle = <Item>(items: readonly Item[]): readonly Item[] =>
      items
        .map((item) => [random.next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item)
    const pause = async () => {
      for (let turns = random.whole(0, 3); turns > 0; turns--) await breathe()
    }
    const engine = await openEngine({ folder, seed, environment: {}, arrange: shuffle })
    const { surprises } = await run(engine, planOf({ seed, orders, days: 1 }), { shuffle, pause }).finally(() => engine.close())
    expect(surprises).toEqual([])
    const stores = await openForReading(settingsFor(folder, {}))
    return streamHashes(stores.events).finally(() => stores.close())
  })

test('the same seed gives the same events to the byte, however things are scheduled', async () => {
  const [first, second] = [await hashesOf(5, 60, 'one'), await hashesOf(5, 60, 'another')]
  expect(second).toEqual(first)
  expect(Object.keys(first).length).toBeGreaterThan(500)
})
