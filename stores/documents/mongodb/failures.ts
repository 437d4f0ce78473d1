import { MongoError } from 'mongodb'
import { DocumentStoreError } from '../port.ts'

/** Codes of the protocol. */
const DUPLICATE_KEY = [11_000, 11_001]
const PARALLEL_ARRAYS = 171
const TOO_LARGE = 10_334
const OUT_OF_DISK = 14_031
const NAMESPACE_NOT_FOUND = 26
const NAMESPACE_EXISTS = 48

export const codeOf = (failure: unknown): number | undefined => {
  const { code } = (failure ?? {}) as { code?: unknown }
  return typeof code === 'number' ? code : undefined
}

const has = (failure: unknown, ...codes: readonly number[]): boolean => codes.includes(codeOf(failure) ?? -1)

export const isDuplicateKey = (failure: unknown): boolean => has(failure, ...DUPLICATE_KEY)
/** The document cannot be stored, whoever asks. */
export const isRefused = (failure: unknown): boolean => has(failure, PARALLEL_ARRAYS, TOO_LARGE)
/** Not every server gives it a code. */
export const isMissingCollection = (failure: unknown): boolean =>
  has(failure, NAMESPACE_NOT_FOUND) || (failure instanceof MongoError && failure.message === 'ns not found')
export const isExistingCollection = (failure: unknown): boolean => has(failure, NAMESPACE_EXISTS)

/** What a failure of the driver or the server means to the caller. The message holds no value of a document; the cause may. */
export function translated(failure: unknown): unknown {
  if (!(failure instanceof MongoError)) return failure
  const { codeName = failure.name } = failure as { codeName?: string }
  if (isDuplicateKey(failure)) return new DocumentStoreError('DUPLICATE_KEY', 'A unique index already holds the value', {}, failure)
  if (isRefused(failure)) return new DocumentStoreError('INVALID', `The server cannot store the document: ${codeName}`, {}, failure)
  if (has(failure, OUT_OF_DISK)) return new DocumentStoreError('DISK_FULL', 'The disk of the MongoDB server is full', {}, failure)
  const what = `The MongoDB server did not answer as it should: ${codeName}. Look whether it runs, can be reached and lets the user in`
  return new DocumentStoreError('UNAVAILABLE', what, { codeName }, failure)
}
