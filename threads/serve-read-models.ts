import { parentPort, workerData } from 'node:worker_threads'
import { isLedgerStream } from '../domain/own-streams.ts'
import { projections } from '../projections/index.ts'
import { createProjectionRunner } from '../projections/runner/runner.ts'
import { openLentDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import type { LentFile } from '../stores/documents/embedded/turns.ts'
import { openEmbeddedReader } from '../stores/events/embedded/embedded-reader.ts'
import { onlyStreams } from '../stores/events/only-streams.ts'
import { createBuildThreads } from './build-threads.ts'
import type { Answered, Asked, ReadModelCalls, ReadModelsWork } from './read-model-calls.ts'
import { failureToTell } from './thread-failures.ts'

const { eventsFolder, documents: lent } = workerData as ReadModelsWork
const port = parentPort!
const tell = (answered: Answered) => port.postMessage(answered)

const events = onlyStreams(await openEmbeddedReader({ folder: eventsFolder }), isLedgerStream)
const documents = openLentDocuments(lent)

let lendings = 0
const awaitedFiles = new Map<number, (file: LentFile) => void>()
function lend(): Promise<LentFile> {
  const id = lendings++
  tell({ kind: 'lend', id })
  return new Promise((resolve) => awaitedFiles.set(id, resolve))
}

const runner = await createProjectionRunner({
  ...{ events, documents, projections },
  buildThreads: createBuildThreads(eventsFolder, lend),
  onTrouble: (message) => tell({ kind: 'trouble', message }),
})
runner.changes.subscribe((changes) => tell({ kind: 'changes', changes }))

let paused: { readonly done: Promise<void>; readonly end: () => void } | null = null

function pause(): Promise<void> {
  const begun = Promise.withResolvers<void>()
  const resumed = Promise.withResolvers<void>()
  const done = runner.whilePaused(() => {
    begun.resolve()
    return resumed.promise
  })
  done.catch(begun.reject)
  paused = { done, end: resumed.resolve }
  return begun.promise
}

const calls: ReadModelCalls = {
  start: () => runner.start(),
  status: () => runner.status(),
  async waitFor(projection, position, timeoutMs) {
    // Looks for what was written just now instead of waiting for the next look.
    await events.head()
    return runner.waitFor(projection, position, timeoutMs)
  },
  rebuild: (names, onProgress) => runner.rebuild(names, onProgress),
  parked: () => runner.parked(),
  retryParked: (projection, key) => runner.retryParked(projection, key),
  dropParked: (projection, key) => runner.dropParked(projection, key),
  pause,
  async resume() {
    paused?.end()
    await paused?.done
    paused = null
  },
  async stop() {
    await runner.stop()
    await documents.close()
    await events.close()
  },
}

async function answer({ id, name, args }: Extract<Asked, { kind: 'call' }>): Promise<void> {
  const all = name === 'rebuild' ? [...args, (progress: never) => tell({ kind: 'progress', id, progress })] : args
  try {
    tell({ kind: 'answer', id, value: await (calls[name] as (...args: readonly unknown[]) => Promise<unknown>)(...all) })
  } catch (failure) {
    tell({ kind: 'failure', id, failure: failureToTell(failure) })
  }
  if (name === 'stop') port.close()
}

port.on('message', (asked: Asked) => {
  if (asked.kind === 'call') void answer(asked)
  else {
    awaitedFiles.get(asked.id)?.({ file: asked.file, turns: asked.turns })
    awaitedFiles.delete(asked.id)
  }
})
