import type { Connection } from '../connection.ts'
import { unavailable } from '../failures.ts'
import type { BatchAnswer } from '../protocol/messages.ts'
import { type BatchCall, batchCall, type Sent } from './batch-call.ts'

export interface BatchLimits {
  /** How long an append waits for a server to be there. */
  readonly connectMs: number
  /** How long it waits for its answer. */
  readonly answerMs: number
}

/** All appends of a store over one call, begun when it is needed, and anew after the server went away. */
export interface BatchStream {
  /** As `BatchCall`. */
  send(append: Sent): Promise<BatchAnswer>
  cancel(): void
}

export function createBatchStream(connection: Connection, { connectMs, answerMs }: BatchLimits): BatchStream {
  let current: Promise<BatchCall> | null = null

  /** However many ask for it at once, there is one. */
  const call = (): Promise<BatchCall> => {
    if (current !== null) return current
    const forget = (): void => {
      if (current === opening) current = null
    }
    const opening = open(forget)
    opening.catch(forget)
    current = opening
    return opening
  }
  const open = async (onOver: () => void): Promise<BatchCall> => {
    await connection.ready(connectMs)
    const stream = await connection.batchAppend().catch((failure: Error) => {
      throw unavailable(failure.message, failure)
    })
    return batchCall(stream, answerMs, onOver)
  }
  return {
    send: async (append) => (await call()).send(append),
    cancel: () => void current?.then((open) => open.cancel()).catch(() => undefined),
  }
}
