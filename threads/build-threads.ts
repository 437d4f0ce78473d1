import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { BuildResult } from '../projections/runner/builder.ts'
import type { BuildPartOptions, BuildThreads } from '../projections/runner/threads.ts'
import type { LentFile } from '../stores/documents/embedded/turns.ts'
import type { ThreadWork } from './build-part.ts'
import { failureTold, type Told } from './thread-failures.ts'

/** A position of the embedded log is a byte offset; what is shorter is folded before a thread has begun. */
const WORTH_BYTES = 128n * 1_048_576n
/** Read models are few and of unequal weight: more threads would only decode the same events again. */
const MOST_THREADS = 3
/** Most of what a fold allocates lives until its page is folded: with little room the collector would copy it again and again. */
const YOUNG_MIB = 96

/**
 * Builds read models from an embedded log into an embedded document store, in threads that open both by themselves.
 * @param lend Once for each thread.
 */
export function createBuildThreads(eventsFolder: string, lend: () => LentFile | Promise<LentFile>, worthBytes = WORTH_BYTES): BuildThreads {
  const count = Math.min(MOST_THREADS, availableParallelism())
  return {
    countFor: (until) => (until < worthBytes ? 1 : count),
    run: async (part, options) => runPart({ eventsFolder, documents: await lend(), part }, options),
  }
}

function runPart(work: ThreadWork, { signal, onProgress }: BuildPartOptions): Promise<BuildResult> {
  const thread = new Worker(new URL('./build-thread.ts', import.meta.url), {
    workerData: work,
    transferList: [work.documents.turns],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  })
  const stop = () => thread.postMessage('stop')
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return new Promise<BuildResult>((resolve, reject) => {
    thread.on('message', (told: Told) => {
      if (told.kind === 'progress') onProgress?.(told.progress)
      else if (told.kind === 'built') resolve(told.result)
      else reject(failureTold(told))
    })
    thread.on('error', reject)
    // Settled already unless it died without a word.
    thread.on('exit', (code) => reject(new Error(`a thread that built ${[...work.part.into.keys()].join(', ')} ended with ${code}`)))
  }).finally(() => signal?.removeEventListener('abort', stop))
}
