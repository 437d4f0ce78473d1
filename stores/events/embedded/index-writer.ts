import { Worker } from 'node:worker_threads'
import { decodeRuns } from './run-batch.ts'
import type { Covered, StreamIndex } from './stream-index.ts'

/** Writes runs to the index, all of a batch or nothing; rejects when that failed, and may then be asked again. */
export interface IndexWriter {
  write(batch: Uint8Array<ArrayBuffer>, covered: Covered): Promise<void>
  close(): Promise<void>
}

export function writeRuns(index: StreamIndex, batch: Uint8Array, covered: Covered): void {
  const runs = decodeRuns(batch)
  // In the order of the table, so that neighbours share pages.
  runs.sort((a, b) => (a.stream < b.stream ? -1 : 1))
  try {
    index.begin()
    for (const { stream, first, positions } of runs) index.add(stream, first, positions)
    index.commit(covered)
  } catch (error) {
    index.rollback()
    throw error
  }
}

export const createInlineIndexWriter = (index: StreamIndex): IndexWriter => ({
  write: async (batch, covered) => writeRuns(index, batch, covered),
  close: async () => undefined,
})

/** A thread of its own, started with the first batch: appends and requests never wait for a flush of tens of thousands of rows. */
export function createThreadedIndexWriter(path: string): IndexWriter {
  let worker: Worker | undefined
  let waiting: PromiseWithResolvers<void> | undefined

  const settle = (error: unknown) => {
    if (error === undefined) waiting?.resolve()
    else waiting?.reject(error)
    waiting = undefined
    worker?.unref()
  }
  const start = () => {
    const started = new Worker(new URL('./index-thread.ts', import.meta.url), { workerData: { path } })
    started.on('message', (message: string | undefined) => settle(message === undefined ? undefined : new Error(message)))
    started.on('error', settle)
    started.on('exit', (code) => {
      if (worker === started) worker = undefined
      settle(new Error(`The index thread ended with ${code}`))
    })
    return started
  }

  return {
    write: (batch, covered) => {
      worker ??= start()
      worker.ref()
      waiting = Promise.withResolvers()
      worker.postMessage({ batch, covered }, [batch.buffer])
      return waiting.promise
    },
    close: async () => {
      await worker?.terminate()
    },
  }
}
