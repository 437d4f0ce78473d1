import type { Collection, Fields, IndexDefinition, Query, Scalar, StoredDocument } from '../port.ts'
import { checkId, checkUpTo, checkWhere, completeQuery } from '../rules.ts'
import type { Connection } from './connection.ts'
import { isDuplicateKey } from './failures.ts'
import { filterOf, placeOf } from './filters.ts'
import { afterFilter } from './keyset.ts'
import { contentOf, documentOf, READ } from './record.ts'
import type { Filter, Records, Sort } from './subset.ts'
import { recordsOf } from './subset.ts'
import { stored } from './text.ts'
import { checkedRecord, writeDocuments } from './write.ts'

const READ_AT_ONCE = 1_000
const SCANNED_AT_ONCE = 500

const living = (...filters: readonly Filter[]): Filter => ({ $and: [{ tombstone: '' }, ...filters] })

/** @param indexes those the collection has by now */
export function mongoDbCollection({ use }: Connection, name: string, indexes: () => readonly IndexDefinition[]): Collection {
  const using = <Result>(work: (records: Records) => Promise<Result>): Promise<Result> => use((database) => work(recordsOf(database, name)))
  return {
    get: async (ids) => {
      ids.forEach(checkId)
      return using((records) => getDocuments(records, ids))
    },
    find: async (query) => {
      const { sort, limit } = completeQuery(query)
      const filters = [...filterOf(query.where), ...(query.after ? [afterFilter(sort, query.after)] : [])]
      const found = await using((records) => records.find(living(...filters), { sort: sortOf(sort), limit, only: READ }))
      return found.map(documentOf)
    },
    count: async (where = {}, upTo) => {
      checkWhere(where)
      checkUpTo(upTo)
      return using((records) => records.count(living(...filterOf(where)), upTo))
    },
    scan: () => scanDocuments(using),
    write: async (documents) => using((records) => writeDocuments(records, indexes(), documents)),
    insert: async (document) => {
      const record = checkedRecord(document, indexes())
      return using((records) =>
        records.insert(record).then(
          () => true,
          (failure: unknown) => {
            if (isDuplicateKey(failure)) return false
            throw failure
          },
        ),
      )
    },
    compareAndSet: async (id, expected, body) => {
      checkedRecord({ id, position: 0n, body }, indexes())
      checkWhere(expected)
      return using((records) => replaceWhere(records, id, expected, body))
    },
    remove: async (id) => {
      checkId(id)
      return using((records) => records.remove(stored(id)))
    },
  }
}

const sortOf = (sort: NonNullable<Query['sort']>): Sort =>
  Object.fromEntries(sort.map(({ field, direction }) => [placeOf(field), direction === 'ascending' ? 1 : -1]))

async function getDocuments(records: Records, ids: readonly string[]): Promise<readonly StoredDocument[]> {
  const found = new Map<string, StoredDocument>()
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
    const some = ids.slice(at, at + READ_AT_ONCE).map(stored)
    for (const record of await records.find({ _id: { $in: some } }, { only: READ })) {
      const document = documentOf(record)
      found.set(document.id, document)
    }
  }
  return ids.flatMap((id) => found.get(id) ?? [])
}

async function* scanDocuments(
  using: <Result>(work: (records: Records) => Promise<Result>) => Promise<Result>,
): AsyncGenerator<readonly StoredDocument[]> {
  for (let after = ''; ; ) {
    const page = await using((records) => records.find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: SCANNED_AT_ONCE, only: READ }))
    if (page.length === 0) return
    yield page.map(documentOf)
    after = page.at(-1)!._id
  }
}

const replaceWhere = (records: Records, id: string, expected: Readonly<Record<string, Scalar>>, body: Fields): Promise<boolean> =>
  records.updateWhere(living({ _id: stored(id) }, ...filterOf(expected)), contentOf(body))
