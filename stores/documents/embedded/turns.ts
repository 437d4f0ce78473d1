import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import type { DocumentStoreErrorCode } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import { change, type Database } from './database.ts'

/*
 * A file has one writer at a time. The thread that opened it has the turns; another one asks it for each by message, works, and gives it back.
 * Messages rather than a lock in shared memory: a thread that dies closes its port, and its turn comes back by itself.
 */

/** What a thread needs to write a file another one opened. */
export interface LentFile {
  readonly file: string
  readonly turns: MessagePort
}

type Word = 'take' | 'give'
type Answer = { readonly yours: true } | { readonly yours: false; readonly code: DocumentStoreErrorCode; readonly message: string }

/** Gives turns of this thread away as they are asked for, until the other side is closed. */
export function grantTurns(database: Database, port: MessagePort): void {
  let giveBack = () => {}
  let isClosed = false
  const grant = () => {
    if (isClosed) return
    const given = new Promise<void>((resolve) => {
      giveBack = resolve
    })
    database.dirty = true
    port.postMessage({ yours: true } satisfies Answer)
    return given
  }
  port.on('message', (word: Word) => {
    if (word === 'give') giveBack()
    else change(database, grant).catch((failure: unknown) => port.postMessage(refusal(failure)))
  })
  port.on('close', () => {
    isClosed = true
    giveBack()
  })
  // Whoever lends a file waits for the thread itself.
  port.unref()
}

function refusal(failure: unknown): Answer {
  const code = failure instanceof DocumentStoreError ? failure.code : 'STOPPED'
  return { yours: false, code, message: failure instanceof Error ? failure.message : String(failure) }
}

/** Waits for a turn, works, gives it back. Calls must not overlap, as within `change`. */
export function takingTurns(port: MessagePort): Database['alone'] {
  return async (work) => {
    port.postMessage('take' satisfies Word)
    const [answer] = (await once(port, 'message')) as [Answer]
    if (!answer.yours) throw new DocumentStoreError(answer.code, answer.message)
    try {
      return await work()
    } finally {
      port.postMessage('give' satisfies Word)
    }
  }
}
