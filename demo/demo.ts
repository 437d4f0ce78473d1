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

export type Played = Pick<Sold, 'truth' | 'answers' | 'sellingSeconds'>

/** A seeded sale into an empty folder, from the first delivery to the last message. */
export async function play(
  options: Options,
  folder: string,
  environment: Settings['environment'],
  running: RunOptions = {},
): Promise<Played> {
  const plan = planOf(options)
  const engine = await openEngine({ folder, seed: options.seed, environment })
  const began = performance.now()
  const { answers, truth } = await run(engine, plan, running).finally(() => engine.close())
  return { truth, answers, sellingSeconds: (performance.now() - began) / 1_000 }
}

/** What the ledger says of it, and where that is not what happened. */
export async function assess(played: Played, settings: Settings): Promise<Sold> {
  const stores = await openForReading(settings)
  try {
    const measures = await measure(stores)
    const found = await findIn(stores, measures)
    return { ...played, found, measures, differences: differences(played.truth, found, played.answers) }
  } finally {
    await stores.close()
  }
}

/** Both, one after the other. */
export async function sell(
  options: Options,
  folder: string,
  environment: Settings['environment'],
  running: RunOptions = {},
): Promise<Sold> {
  const played = await play(options, folder, environment, running)
  return assess(played, settingsFor({ folder, seed: options.seed, environment }))
}
