import type { Db } from 'mongodb'
import { MongoClient } from 'mongodb'
import { DocumentStoreError } from '../port.ts'
import { translated } from './failures.ts'
import { ping, safely } from './subset.ts'

export interface MongoDbOptions {
  /** `mongodb://…` or `mongodb+srv://…`, as the driver takes it. */
  readonly uri: string
  /** Default: that of the uri, else `order_ledger`. */
  readonly database?: string
  /** Changes nothing: what a reading command opens beside whoever writes. */
  readonly readOnly?: boolean
  /** How long a server is looked for before a call fails. Default 10,000. */
  readonly patienceMs?: number
}

export interface Connection {
  /** Runs one call of the server. @throws DocumentStoreError `CLOSED`, or what its failure means. */
  use<Result>(work: (database: Db) => Promise<Result>): Promise<Result>
  /** What was asked before is still answered. */
  close(): Promise<void>
}

const PATIENCE_MS = 10_000

/** @throws DocumentStoreError `UNAVAILABLE`, `INVALID` for a uri that is none */
export async function connect({ uri, database: name, patienceMs = PATIENCE_MS }: MongoDbOptions): Promise<Connection> {
  const client = clientOf(uri, patienceMs)
  const database = safely(client, name ?? databaseIn(uri))
  const underWay = new Set<Promise<unknown>>()
  let closed = false

  async function use<Result>(work: (database: Db) => Promise<Result>): Promise<Result> {
    if (closed) throw new DocumentStoreError('CLOSED', 'The document store was closed')
    const done = work(database)
    const settled = done.then(
      () => undefined,
      () => undefined,
    )
    underWay.add(settled)
    try {
      return await done
    } catch (failure) {
      throw translated(failure)
    } finally {
      underWay.delete(settled)
    }
  }

  try {
    await ping(client, database)
  } catch (failure) {
    await client.close()
    throw translated(failure)
  }
  return {
    use,
    close: async () => {
      if (closed) return
      closed = true
      await Promise.all(underWay)
      await client.close()
    },
  }
}

function clientOf(uri: string, serverSelectionTimeoutMS: number): MongoClient {
  try {
    return new MongoClient(uri, { serverSelectionTimeoutMS, retryWrites: true, useBigInt64: true, appName: 'order-ledger' })
  } catch (cause) {
    // The cause may show the uri, and with it a password.
    throw new DocumentStoreError('INVALID', 'The MongoDB driver does not understand the uri: give mongodb://<host>/<database>', {}, cause)
  }
}

const databaseIn = (uri: string): string => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^/?]+)/.exec(uri)?.[1] ?? 'order_ledger'
