import { parentPort, workerData } from 'node:worker_threads'
import { DocumentStoreError } from '../port.ts'
import { buildIndexes } from './building.ts'
import { shapeOf } from './catalogue.ts'
import { databaseOn } from './database.ts'
import { translated } from './failures.ts'
import { openBeside } from './folder.ts'
import type { Answer, Job } from './maintenance.ts'
import { sweepNow } from './sweep.ts'

const { file } = workerData as { file: string }
const database = databaseOn(file, openBeside(file))

parentPort!.on('message', (job: Job) => {
  parentPort!.postMessage(answerTo(job))
})

function answerTo(job: Job): Answer {
  try {
    work(job)
    return { ok: true }
  } catch (failure) {
    if (database.connection.isTransaction) database.connection.exec('ROLLBACK')
    const reason = translated(failure, file)
    if (reason instanceof DocumentStoreError) return { ok: false, code: reason.code, message: reason.message, details: reason.details }
    return { ok: false, message: reason instanceof Error ? reason.message : String(reason), details: {} }
  }
}

function work(job: Job): void {
  if (job.task === 'build') buildIndexes(database, shapeOf(database, job.collection)!)
  else if (job.task === 'sweep') sweepNow(database)
  else database.connection.exec('PRAGMA wal_checkpoint(PASSIVE)')
}
