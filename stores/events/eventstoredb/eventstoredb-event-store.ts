import { setTimeout as sleep } from 'node:timers/promises'
import { type EventStore, EventStoreError } from '../port.ts'
import { createAppend } from './append/append.ts'
import { createBatchStream } from './append/batch-stream.ts'
import { createProofs } from './append/proofs.ts'
import { openClient } from './client.ts'
import type { ClientName } from './client-names.ts'
import { connectionOf } from './connection.ts'
import { createKnown } from './known.ts'
import { DEFAULT_LIMITS, type EventStoreDbLimits } from './limits.ts'
import { createPlaces } from './places.ts'
import { createBoundaries } from './read/boundaries.ts'
import { grpcReads } from './read/grpc-reads.ts'
import { headOf } from './read/head.ts'
import { nativeReads } from './read/native-reads.ts'
import { positionAt } from './read/position-at.ts'
import { readAll } from './read/read-all.ts'
import { readStream } from './read/read-stream.ts'
import type { ReadServices } from './services.ts'
import { type SubscribeServices, subscribeAll } from './subscribe.ts'

export interface EventStoreDbOptions {
  /** `esdb://` or `esdb+discover://`, with TLS, credentials and deadlines in it. */
  readonly connectionString: string
  readonly client: ClientName
  /**
   * That nobody else comes up with the event ids appended here, as those of the command bus are made for one decision alone. Without it, what the
   * server took is read back before it is called written: a server does not say whether someone else had written the same ids already.
   */
  readonly ownIds?: true
  /** Told when a connection is lost and found again; never a secret. */
  readonly say: (line: string) => void
  readonly limits?: Partial<EventStoreDbLimits>
}

/**
 * Events in an EventStoreDB, a KurrentDB, or another ledger that speaks their protocol. Asks the server for the head of its log before it
 * hands out the store: throws `UNAVAILABLE` when nobody is there, `REFUSED` when the credentials open nothing.
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStore> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { inside, native } = await openClient(options.client, options.connectionString)
  const connection = connectionOf(inside)
  const closing = new AbortController()
  const assertOpen = (): void => {
    if (closing.signal.aborted) throw new EventStoreError('CLOSED', 'The event store was closed')
  }
  const backOffMs = (attempt: number): number => Math.min(limits.longestBackOffMs, limits.firstBackOffMs * 2 ** (attempt - 1))
  const pause = async (attempt: number): Promise<void> => {
    await sleep(backOffMs(attempt), undefined, { signal: closing.signal }).catch(assertOpen)
  }
  const plain = grpcReads(connection)
  const reads = native === null ? plain : nativeReads(native, plain)
  const asking = { reads, resuming: { attempts: limits.readAttempts, pause } }
  const known = createKnown(() => headOf({ ...asking, known }))
  const reading: ReadServices = { ...asking, known, boundaries: createBoundaries(), page: limits.page, assertOpen }
  const subscribing: SubscribeServices = { ...reading, connection, closing: closing.signal, backOffMs, say: options.say }

  const deadlineMs = inside.createDeadline().getTime() - Date.now()
  const batches = createBatchStream(connection, { connectMs: limits.connectMs, answerMs: deadlineMs + limits.graceMs })
  const append = createAppend({
    ...{ batches, known, deadlineMs },
    places: createPlaces(limits.inFlight),
    prove: options.ownIds === true ? async () => true : createProofs(reading),
  })
  const underWay = new Set<Promise<unknown>>()

  try {
    await known.position()
  } catch (failure) {
    await connection.close()
    throw failure
  }
  return {
    async append(stream, events, expected) {
      assertOpen()
      const appending = append(stream, events, expected)
      underWay.add(appending)
      appending.then(
        () => underWay.delete(appending),
        () => underWay.delete(appending),
      )
      return appending
    },
    readStream: (stream, read) => readStream(reading, stream, read),
    readAll: (read) => readAll(reading, read),
    subscribeAll: (read) => subscribeAll(subscribing, read),
    async head() {
      assertOpen()
      return headOf(reading)
    },
    positionAt: (instant) => positionAt(reading, instant),
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      await Promise.allSettled(underWay)
      batches.cancel()
      await connection.close()
    },
  }
}
