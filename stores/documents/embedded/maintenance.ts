import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DocumentStoreErrorCode } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import type { Database } from './database.ts'
import { read, statement } from './database.ts'
import type { Shape } from './shape.ts'
import { tableOf } from './shape.ts'

/** What takes too long for the event loop and is one call of SQLite, so that it cannot be done in slices. */
export type Job = { readonly task: 'build'; readonly collection: string } | { readonly task: 'sweep' } | { readonly task: 'checkpoint' }

export type Answer =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly code?: DocumentStoreErrorCode
      readonly message: string
      readonly details: Readonly<Record<string, unknown>>
    }

export const isLarge = (database: Database, shape: Shape): boolean => lastRow(database, shape) > database.limits.rowsOnTheSpot

export function lastRow(database: Database, shape: Shape): bigint {
  const found = read(database, () => statement(database, `SELECT max(row) FROM ${tableOf(shape)}`).get())
  return (found as unknown as [bigint | null])[0] ?? 0n
}

/** One job at a time in a thread with a connection of its own. Whoever asks keeps other writers of this process away, as in `change`. */
export async function inThread(database: Database, job: Job): Promise<void> {
  const mine = database.maintenance.then(async (thread) => {
    const worker = thread ?? new Worker(new URL('./maintenance-thread.ts', import.meta.url), { workerData: { file: database.file } })
    worker.ref()
    worker.postMessage(job)
    const [answer] = (await once(worker, 'message')) as [Answer]
    worker.unref()
    return { worker, answer }
  })
  database.maintenance = mine.then(
    ({ worker }) => worker,
    () => undefined,
  )
  const { answer } = await mine
  database.dirty = true
  if (!answer.ok) throw failureOf(answer)
}

export async function endThread(database: Database): Promise<void> {
  const worker = await database.maintenance
  database.maintenance = Promise.resolve(undefined)
  await worker?.terminate()
}

function failureOf({ code, message, details }: Answer & { ok: false }): Error {
  return code ? new DocumentStoreError(code, message, details) : new Error(message)
}
