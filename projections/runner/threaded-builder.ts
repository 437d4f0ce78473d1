import type { Position } from '../../stores/events/port.ts'
import type { BuildProgress, StageMillis } from './build-progress.ts'
import { type Builder, type BuildOptions, type BuildResult, createBuilder, DEFAULT_MEMORY_BYTES } from './builder.ts'
import { deal, weightOf } from './deal.ts'
import type { BuildPart, BuildThreads } from './threads.ts'

export type ThreadedBuildOptions = BuildOptions & { readonly threads?: BuildThreads | undefined }

/**
 * A builder whose first and longest `advance` is done by several threads at once, when it is given some and the log is long enough. Each
 * has read models of its own, so every document is still folded by one thread, in the order of the log.
 */
export function openBuilder(options: ThreadedBuildOptions): Builder {
  const { threads } = options
  let inThreads: BuildResult | null = null
  let here: Builder | null = null
  return {
    async advance(until) {
      if (here === null && threads !== undefined && threads.countFor(until) > 1) {
        inThreads = await buildInThreads(options, threads, until)
        here = await createBuilder(options, until)
      }
      here ??= await createBuilder(options)
      await here.advance(until)
    },
    async finish() {
      here ??= await createBuilder(options)
      const last = await here.finish()
      return inThreads === null ? last : { ...together([inThreads, last]), elapsedMs: inThreads.elapsedMs + last.elapsedMs }
    },
  }
}

async function buildInThreads(options: ThreadedBuildOptions, threads: BuildThreads, until: Position): Promise<BuildResult> {
  const parts = partsOf(options, threads.countFor(until), until)
  const { signal, onProgress } = options
  const failed = new AbortController()
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal])
  const progress: (BuildProgress | null)[] = parts.map(() => null)
  const tell = (at: number) => (now: BuildProgress) => {
    progress[at] = now
    const known = progress.filter((one) => one !== null)
    if (known.length === parts.length) onProgress?.(progressOfAll(known))
  }
  const running = parts.map(async (part, at) => {
    try {
      return await threads.run(part, { signal: stop, onProgress: tell(at) })
    } catch (cause) {
      failed.abort(cause)
      throw cause
    }
  })
  // Nobody may write any more when the failure is told.
  await Promise.allSettled(running)
  signal?.throwIfAborted()
  if (failed.signal.aborted) throw failed.signal.reason
  return together(await Promise.all(running))
}

function partsOf({ projections, into, memoryBytes = DEFAULT_MEMORY_BYTES }: BuildOptions, count: number, until: Position): BuildPart[] {
  const counted = new Set<string>()
  const total = projections.reduce((sum, projection) => sum + weightOf(projection), 0)
  return deal(projections, count).map((hand) => {
    const news = new Set(hand.flatMap(({ handles }) => handles).filter((type) => !counted.has(type)))
    for (const type of news) counted.add(type)
    const weight = hand.reduce((sum, projection) => sum + weightOf(projection), 0)
    return {
      into: new Map(hand.map((projection) => [projection.name, into(projection)])),
      withIndexes: hand.some(({ indexes }) => indexes.length > 0),
      counted: news,
      until,
      memoryBytes: Math.round((memoryBytes * weight) / total),
    }
  })
}

function together(results: readonly BuildResult[]): BuildResult {
  return {
    position: results.reduce((most, { position }) => (position > most ? position : most), 0n),
    events: results.reduce((sum, { events }) => sum + events, 0),
    stages: sumOfStages(results),
    elapsedMs: Math.max(...results.map(({ elapsedMs }) => elapsedMs)),
  }
}

function progressOfAll(all: readonly BuildProgress[]): BuildProgress {
  const remaining = all.map(({ remainingMs }) => remainingMs)
  return {
    events: all.reduce((sum, { events }) => sum + events, 0),
    position: all.reduce((least, { position }) => (position < least ? position : least), all[0]!.position),
    until: all[0]!.until,
    eventsPerSecond: all.reduce((sum, { eventsPerSecond }) => sum + eventsPerSecond, 0),
    remainingMs: remaining.includes(null) ? null : Math.max(...remaining.map(Number)),
    stages: sumOfStages(all),
  }
}

const sumOfStages = (all: readonly { readonly stages: StageMillis }[]): StageMillis =>
  all.reduce(
    (sum, { stages: { read, decode, fold, write } }) => ({
      read: sum.read + read,
      decode: sum.decode + decode,
      fold: sum.fold + fold,
      write: sum.write + write,
    }),
    { read: 0, decode: 0, fold: 0, write: 0 },
  )
