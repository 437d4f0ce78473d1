import { parentPort, workerData } from 'node:worker_threads'
import { writeRuns } from './index-writer.ts'
import { type Covered, openStreamIndex } from './stream-index.ts'

const index = openStreamIndex(workerData.path, 'write')

parentPort?.on('message', ({ batch, covered }: { batch: Uint8Array; covered: Covered }) => {
  try {
    writeRuns(index, batch, covered)
    parentPort?.postMessage(undefined)
  } catch (error) {
    parentPort?.postMessage(String(error))
  }
})
