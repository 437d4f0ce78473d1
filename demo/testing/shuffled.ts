import { setImmediate as breathe } from 'node:timers/promises'
import { openForReading } from '../../compose/stores.ts'
import { openEngine, settingsFor } from '../engine.ts'
import { type Options, planOf } from '../plan.ts'
import { randomFor } from '../random.ts'
import { run } from '../run.ts'
import { inFolder } from './folder.ts'
import { streamHashes } from './stream-hashes.ts'

/** Sells with everything that may happen at once in an order of its own, and with waits between; what every stream then holds. */
export const hashesOf = (options: Options, scheduling: string): Promise<Readonly<Record<string, string>>> =>
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
    const engine = await openEngine({ folder, seed: options.seed, environment: {}, arrange: shuffle })
    const { answers } = await run(engine, planOf(options), { shuffle, pause }).finally(() => engine.close())
    const { surprises } = answers
    if (surprises.length > 0) throw new Error(surprises.join('\n'))
    const stores = await openForReading(settingsFor({ folder, seed: options.seed, environment: {} }))
    return streamHashes(stores.events).finally(() => stores.close())
  })
