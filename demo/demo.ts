import type { Settings } from '../compose/settings.ts'
import { openForReading } from '../compose/stores.ts'
import { type Difference, differences } from './differences.ts'
import { openEngine, settingsFor } from './engine.ts'
import { type Found, findIn } from './found.ts'
import { type Measures, measure } from './measures.ts'
import { type Options, planOf } from './plan.ts'
import { type Answers, type RunOptions, run } from './run.ts'
import type { Truth } from './truth.ts'

export interface Sold {
  readonly truth: Truth
  readonly answers: Answers
  readonly found: Found
  readonly measures: Measures
  /** Counts that are not what they should be. */
  readonly differences: readonly Difference[]
  readonly sellingSeconds: number
}

/** A seeded sale into an empty folder, from the first delivery to the last message, and what the ledger then says of it. */
export async function sell(
  options: Options,
  folder: string,
  environment: Settings['environment'],
  running: RunOptions = {},
): Promise<Sold> {
  const plan = planOf(options)
  const engine = await openEngine({ folder, seed: options.seed, environment })
  const began = performance.now()
  const { answers, truth } = await run(engine, plan, running).finally(() => engine.close())
  const sellingSeconds = (performance.now() - began) / 1_000
  const stores = await openForReading(settingsFor({ folder, seed: options.seed, environment }))
  try {
    const measures = await measure(stores)
    const found = await findIn(stores, measures)
    return { truth, answers, found, measures, differences: differences(truth, found, answers), sellingSeconds }
  } finally {
    await stores.close()
  }
}
