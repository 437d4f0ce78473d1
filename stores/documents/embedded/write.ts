import type { StoredDocument, WriteResult } from '../port.ts'
import { DocumentStoreError } from '../port.ts'
import { checkpointWhenWorth } from './checkpoint.ts'
import type { Database } from './database.ts'
import { begin, change, commit, mustBeWritable, rolledBack } from './database.ts'
import { admitArrays } from './indexing.ts'
import { stretch } from './pause.ts'
import type { Prepared } from './rows.ts'
import { prepared, put } from './rows.ts'
import type { Shape } from './shape.ts'

const ROWS_BETWEEN_LOOKS = 32

/** Documents as rows of a shape that had so many columns and indexes when they were made. */
interface Batch {
  readonly rows: (Prepared | DocumentStoreError)[]
  readonly columns: number
  readonly indexes: number
}

export async function writeDocuments(database: Database, shape: () => Shape, documents: readonly StoredDocument[]): Promise<WriteResult> {
  mustBeWritable(database)
  // Half of the work needs no turn: meanwhile another thread may have it.
  const batch = await prepareBatch(shape(), documents)
  return change(database, () => writeBatch(database, shape(), documents, batch))
}

async function prepareBatch(shape: Shape, documents: readonly StoredDocument[]): Promise<Batch> {
  const rows: Batch['rows'] = []
  const { over, pause } = stretch()
  const { length: columns } = shape.columns
  const { length: indexes } = shape.indexes
  for (const [at, document] of documents.entries()) {
    if (at % ROWS_BETWEEN_LOOKS === 0 && over()) await pause()
    rows.push(orRefusal(() => prepared(shape, document)))
  }
  return { rows, columns, indexes }
}

/** The transaction stays open while others have the event loop. */
async function writeBatch(database: Database, shape: Shape, documents: readonly StoredDocument[], batch: Batch): Promise<WriteResult> {
  let written = 0
  const refusals: DocumentStoreError[] = []
  const { over, pause } = stretch()
  begin(database)
  try {
    for (const [at, document] of documents.entries()) {
      if (at % ROWS_BETWEEN_LOOKS === 0 && over()) await pause()
      if (at > 0 && at % database.limits.rowsPerCommit === 0) {
        commit(database)
        await checkpointWhenWorth(database)
        begin(database)
      }
      const ready = isStale(batch, shape) ? orRefusal(() => prepared(shape, document)) : batch.rows[at]!
      if (!(ready instanceof DocumentStoreError) && hasNews(shape, ready)) await admitBetween(database, shape, ready)
      const done = ready instanceof DocumentStoreError ? ready : orRefusal(() => put(database, shape, ready))
      if (done instanceof DocumentStoreError) refusals.push(done)
      else if (done) written += 1
    }
    commit(database)
    await checkpointWhenWorth(database)
  } catch (failure) {
    throw rolledBack(database, failure)
  }
  if (refusals.length > 0) throw summary(refusals, documents.length)
  return { written, skipped: documents.length - written }
}

/** Whether the shape has gained something since. */
const isStale = ({ columns, indexes }: Batch, shape: Shape): boolean => columns !== shape.columns.length || indexes !== shape.indexes.length

/** Whether the array that was new when the row was made still is. */
const hasNews = ({ columns }: Shape, { news }: Prepared): boolean => news.some((column) => !columns[column]!.holdsArrays)

async function admitBetween(database: Database, shape: Shape, { news }: Prepared): Promise<void> {
  commit(database)
  await admitArrays(database, shape, news)
  begin(database)
}

function orRefusal<Result>(work: () => Result): Result | DocumentStoreError {
  try {
    return work()
  } catch (failure) {
    if (failure instanceof DocumentStoreError && (failure.code === 'INVALID' || failure.code === 'DUPLICATE_KEY')) return failure
    throw failure
  }
}

function summary(refusals: readonly DocumentStoreError[], asked: number): DocumentStoreError {
  const [first] = refusals as [DocumentStoreError]
  const ids = refusals.slice(0, 20).map(({ details }) => details.id)
  const message = `${refusals.length} of ${asked} documents were left out, the first because: ${first.message}`
  return new DocumentStoreError(first.code, message, { ...first.details, refused: refusals.length, ids }, first)
}
