import { type AppendResult, EventStoreError, type EventToAppend, type ExpectedRevision } from '../port.ts'

/** An append that was asked for and not answered. */
export interface Waiting {
  readonly stream: string
  readonly events: readonly EventToAppend[]
  readonly expected: ExpectedRevision
  readonly bytes: number
  readonly resolve: (result: AppendResult) => void
  readonly reject: (error: unknown) => void
}

/** Appends for which the group being built has no room, in order, bounded by their bytes. */
export interface AppendQueue {
  isEmpty(): boolean
  /** Throws `UNAVAILABLE` beyond the bound. */
  push(waiting: Waiting): void
  /** Hands out the first ones for as long as they are taken. */
  offer(take: (waiting: Waiting) => boolean): void
  rejectAll(error: unknown): void
}

export function createAppendQueue(maxBytes: number): AppendQueue {
  const queue: Waiting[] = []
  let bytes = 0
  return {
    isEmpty: () => queue.length === 0,
    push: (waiting) => {
      if (bytes + waiting.bytes > maxBytes) {
        throw new EventStoreError('UNAVAILABLE', 'Too many appends wait for the disk: nothing was written, try again', { bytes, maxBytes })
      }
      queue.push(waiting)
      bytes += waiting.bytes
    },
    offer: (take) => {
      let taken = 0
      while (taken < queue.length && take(queue[taken]!)) {
        bytes -= queue[taken]!.bytes
        taken += 1
      }
      queue.splice(0, taken)
    },
    rejectAll: (error) => {
      bytes = 0
      for (const waiting of queue.splice(0)) waiting.reject(error)
    },
  }
}
