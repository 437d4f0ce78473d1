import { type Transferable, Worker } from 'node:worker_threads'
import { Subject } from 'rxjs'
import type { BuildProgress } from '../projections/runner/build-progress.ts'
import type { ProjectionRunner } from '../projections/runner/runner.ts'
import type { ReadModelChanges } from '../projections/runner/status.ts'
import type { EmbeddedDocumentStore } from '../stores/documents/embedded/embedded-document-store.ts'
import type { Answered, Asked, CallName, ReadModelCalls, ReadModelsWork } from './read-model-calls.ts'
import { failureTold } from './thread-failures.ts'

export interface ThreadOptions {
  readonly eventsFolder: string
  /** Lent to the thread. What it writes is to be read through a store opened beside, since this one does not see its collections change. */
  readonly documents: EmbeddedDocumentStore
  readonly onTrouble: (message: string) => void
}

interface Awaited {
  readonly resolve: (value: never) => void
  readonly reject: (failure: unknown) => void
  readonly onProgress: ((progress: BuildProgress) => void) | undefined
}

/** As for a build: most of what a fold allocates lives until its page is folded. */
const YOUNG_MIB = 96

/** The runner of the read models in a thread of its own: folding and writing them holds nobody up who takes orders in. */
export function readModelsInThread({ eventsFolder, documents, onTrouble }: ThreadOptions): ProjectionRunner {
  const lent = documents.lend()
  const thread = new Worker(new URL('./read-models-thread.ts', import.meta.url), {
    workerData: { eventsFolder, documents: lent } satisfies ReadModelsWork,
    transferList: [lent.turns],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
  })
  const changes = new Subject<ReadModelChanges>()
  const awaited = new Map<number, Awaited>()
  let asked = 0
  let ended: Error | null = null

  function end(failure: Error): void {
    if (ended !== null) return
    ended = failure
    for (const { reject } of awaited.values()) reject(failure)
    awaited.clear()
  }
  const say = (message: Asked, transfer: readonly Transferable[] = []) => thread.postMessage(message, transfer)

  function call<Name extends CallName>(
    name: Name,
    args: readonly unknown[] = [],
    onProgress?: (progress: BuildProgress) => void,
  ): ReturnType<ReadModelCalls[Name]> {
    const id = asked++
    const answer = new Promise<never>((resolve, reject) => {
      if (ended !== null) reject(ended)
      else awaited.set(id, { resolve, reject, onProgress })
    })
    if (ended === null) say({ kind: 'call', id, name, args })
    return answer as unknown as ReturnType<ReadModelCalls[Name]>
  }

  function settle(id: number): Awaited | undefined {
    const waiting = awaited.get(id)
    awaited.delete(id)
    return waiting
  }

  thread.on('message', (told: Answered) => {
    if (told.kind === 'answer') settle(told.id)?.resolve(told.value as never)
    else if (told.kind === 'failure') settle(told.id)?.reject(failureTold(told.failure))
    else if (told.kind === 'progress') awaited.get(told.id)?.onProgress?.(told.progress)
    else if (told.kind === 'changes') changes.next(told.changes)
    else if (told.kind === 'trouble') onTrouble(told.message)
    else {
      const { file, turns } = documents.lend()
      say({ kind: 'lent', id: told.id, file, turns }, [turns])
    }
  })
  thread.on('error', (failure) => {
    onTrouble(`the read models stopped: ${failure instanceof Error ? failure.message : String(failure)}; restart the ledger`)
    end(failure instanceof Error ? failure : new Error(String(failure)))
  })
  const exited = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
  void exited.then(() => end(new Error('the thread of the read models has ended')))

  return {
    changes: changes.asObservable(),
    start: () => call('start'),
    status: () => call('status'),
    waitFor: (projection, position, timeoutMs) => call('waitFor', [projection, position, timeoutMs]),
    async whilePaused(work) {
      await call('pause')
      try {
        return await work()
      } finally {
        await call('resume')
      }
    },
    rebuild: (names, onProgress) => call('rebuild', [names], onProgress),
    parked: () => call('parked'),
    retryParked: (projection, key) => call('retryParked', [projection, key]),
    dropParked: (projection, key) => call('dropParked', [projection, key]),
    async stop() {
      if (ended === null) await call('stop')
      await exited
      changes.complete()
    },
  }
}
