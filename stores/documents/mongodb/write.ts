import { MongoBulkWriteError } from 'mongodb'
import type { IndexDefinition, StoredDocument, WriteResult } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import { checkDocument, invalid } from '../rules.ts'
import { isDuplicateKey, isRefused } from './failures.ts'
import { refusalOf } from './indexes.ts'
import type { StoredRecord } from './record.ts'
import { recordOf } from './record.ts'
import type { Records } from './subset.ts'
import { original } from './text.ts'

/** Of UTF-16 units of JSON: what a server takes is 16 MiB, of the body in UTF-8 and once more of what of it can be searched. */
const LARGEST_BODY = 4_000_000

/** @throws DocumentStoreError `INVALID` when it cannot be stored, or not in these indexes */
export function checkedRecord(document: StoredDocument, indexes: readonly IndexDefinition[]): StoredRecord {
  checkDocument(document)
  const record = recordOf(document)
  if ((record.body?.length ?? 0) > LARGEST_BODY) throw invalid(`A body is at most ${LARGEST_BODY} characters of JSON`, { id: document.id })
  const refusal = refusalOf(record, indexes)
  if (refusal) throw refusal
  return record
}

/** See `Collection.write`. */
export async function writeDocuments(
  records: Records,
  indexes: readonly IndexDefinition[],
  documents: readonly StoredDocument[],
): Promise<WriteResult> {
  const latest = new Map<string, StoredRecord>()
  const refused = new Map<string, DocumentStoreError>()
  for (const document of documents) {
    try {
      const record = checkedRecord(document, indexes)
      const before = latest.get(record._id)
      if (!before || before.position < record.position) latest.set(record._id, record)
    } catch (failure) {
      if (!(failure instanceof DocumentStoreError)) throw failure
      refused.set(document.id, failure)
    }
  }
  const { written, failures } = await upsertAll(records, [...latest.values()])
  for (const [id, failure] of failures) refused.set(original(id), failure)
  const [first] = refused.values()
  if (first) throw new DocumentStoreError(first.code, first.message, { ...first.details, ids: [...refused.keys()] }, first)
  return { written, skipped: documents.length - written }
}

/** A second try meets what another writer put there meanwhile; what then still fails, and is not skipped, breaks a unique index. */
const TRIES = 3

async function upsertAll(records: Records, all: readonly StoredRecord[]) {
  const failures = new Map<string, DocumentStoreError>()
  let written = 0
  let open = all
  for (let tries = 0; open.length > 0 && tries < TRIES; tries += 1) {
    const outcome = await upsertOnce(records, open)
    written += outcome.written
    for (const { _id } of outcome.refused)
      failures.set(_id, invalid('The server cannot store the document: it is too large, or has arrays in several fields of one index'))
    open = await notSkipped(records, outcome.duplicates)
  }
  for (const { _id } of open) failures.set(_id, new DocumentStoreError('DUPLICATE_KEY', 'A unique index already holds the value'))
  return { written, failures }
}

interface Outcome {
  readonly written: number
  readonly duplicates: readonly StoredRecord[]
  readonly refused: readonly StoredRecord[]
}

async function upsertOnce(records: Records, open: readonly StoredRecord[]): Promise<Outcome> {
  try {
    const { matchedCount, upsertedCount } = await records.upsertWhereLower(open)
    return { written: matchedCount + upsertedCount, duplicates: [], refused: [] }
  } catch (failure) {
    if (!(failure instanceof MongoBulkWriteError)) throw failure
    const errors = [failure.writeErrors].flat()
    // Without errors of single writes it is the whole that failed, as when no majority acknowledges.
    if (errors.length === 0 || !errors.every((error) => isDuplicateKey(error) || isRefused(error))) throw failure
    if (failure.matchedCount + failure.upsertedCount + errors.length !== open.length)
      throw new DocumentStoreError('UNAVAILABLE', 'The server did not answer for every write of an unordered batch', {}, failure)
    const those = (test: (error: unknown) => boolean) => errors.filter(test).map(({ index }) => open[index]!)
    return { written: open.length - errors.length, duplicates: those(isDuplicateKey), refused: those(isRefused) }
  }
}

/** The guard refuses by a duplicate id; those whose stored position is lower, or that are not stored, failed for another reason. */
async function notSkipped(records: Records, duplicates: readonly StoredRecord[]): Promise<readonly StoredRecord[]> {
  if (duplicates.length === 0) return []
  const stored = await records.find({ _id: { $in: duplicates.map(({ _id }) => _id) } }, { only: ['position'] })
  const positions = new Map(stored.map(({ _id, position }) => [_id, BigInt(position)]))
  return duplicates.filter(({ _id, position }) => (positions.get(_id) ?? -1n) < position)
}
