import type { Collection, StoredDocument } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import { checkId } from '../rules.ts'
import { parsed } from './body.ts'
import { countDocuments } from './count.ts'
import type { Database } from './database.ts'
import { change, read, statement, transaction } from './database.ts'
import { findDocuments } from './find.ts'
import { admitArrays } from './indexing.ts'
import type { Prepared } from './rows.ts'
import { add, erase, prepared, replaceWhen } from './rows.ts'
import type { Shape } from './shape.ts'
import { tableOf } from './shape.ts'
import { writeDocuments } from './write.ts'

const SCANNED_AT_ONCE = 500

/** `shape` answers undefined while the collection does not exist: a reader then finds nothing. */
export function embeddedCollection(database: Database, name: string, shape: () => Shape | undefined): Collection {
  const writable = (): Shape => {
    const found = shape()
    if (!found) throw new DocumentStoreError('MISSING', 'The collection was dropped; ask the store for it again', { collection: name })
    return found
  }
  const admitted = async (found: Shape, document: StoredDocument): Promise<Prepared> => {
    const ready = prepared(found, document)
    if (ready.news.length > 0) await admitArrays(database, found, ready.news)
    return ready
  }
  return {
    get: async (ids) => {
      ids.forEach(checkId)
      const found = read(database, shape)
      return found ? getDocuments(database, found, ids) : []
    },
    find: async (query) => {
      const found = read(database, shape)
      return found ? await findDocuments(database, found, query) : []
    },
    count: async (where, upTo) => {
      const found = read(database, shape)
      return found ? await countDocuments(database, found, where, upTo) : 0
    },
    scan: () => scanDocuments(database, shape),
    write: async (documents) => writeDocuments(database, writable, documents),
    insert: (document) =>
      change(database, async () => {
        const ready = await admitted(writable(), document)
        return transaction(database, () => add(database, writable(), ready))
      }),
    compareAndSet: (id, expected, body) =>
      change(database, async () => {
        const ready = await admitted(writable(), { id, position: 0n, body })
        return transaction(database, () => replaceWhen(database, writable(), ready, expected))
      }),
    remove: (id) => change(database, () => transaction(database, () => erase(database, writable(), id))),
  }
}

type AnyRow = readonly [id: string, position: bigint, text: string | null]

const documentOf = (database: Database, [id, position, text]: AnyRow): StoredDocument => ({
  id,
  position,
  body: text === null ? null : parsed(database, id, text),
})

function getDocuments(database: Database, shape: Shape, ids: readonly string[]): StoredDocument[] {
  return read(database, () => {
    const one = statement(database, `SELECT id, position, body FROM ${tableOf(shape)} WHERE id = ?`)
    return ids.flatMap((id) => {
      const row = one.get(id) as unknown as AnyRow | undefined
      return row ? [documentOf(database, row)] : []
    })
  })
}

async function* scanDocuments(database: Database, shape: () => Shape | undefined): AsyncGenerator<readonly StoredDocument[]> {
  for (let after = ''; ; ) {
    const page = read(database, () => {
      const found = shape()
      if (!found) return []
      const some = `SELECT id, position, body FROM ${tableOf(found)} WHERE id > ? ORDER BY id LIMIT ${SCANNED_AT_ONCE}`
      return statement(database, some).all(after) as unknown as AnyRow[]
    })
    if (page.length === 0) return
    yield page.map((row) => documentOf(database, row))
    after = page.at(-1)![0]
  }
}
