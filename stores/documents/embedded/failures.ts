import { DocumentStoreError } from '../port.ts'

const FULL = 13
const CORRUPT = 11
const NOT_A_DATABASE = 26
const IO_ERROR = 10
const BUSY = 5
const CONSTRAINT = 19

/** The primary result code of SQLite, when the failure is one of SQLite's. */
export function sqliteCode(failure: unknown): number | undefined {
  const { errcode } = (failure ?? {}) as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode & 0xff : undefined
}

export const isConstraint = (failure: unknown): boolean => sqliteCode(failure) === CONSTRAINT

export function translated(failure: unknown, file: string): unknown {
  switch (sqliteCode(failure)) {
    case CORRUPT:
    case NOT_A_DATABASE:
      return damaged(file, failure)
    case FULL:
      return new DocumentStoreError('DISK_FULL', `The disk is full; nothing of this call was kept in ${file}`, { file }, failure)
    case IO_ERROR:
      return new DocumentStoreError('STOPPED', `Reading or writing ${file} failed; open the document store again`, { file }, failure)
    case BUSY:
      return new DocumentStoreError('LOCKED', `Another process holds ${file}`, { file }, failure)
    default:
      return failure
  }
}

export function damaged(file: string, cause?: unknown): DocumentStoreError {
  const advice = 'Read models can be rebuilt from the events: remove this folder, then run the rebuild'
  return new DocumentStoreError('CORRUPT', `The document file ${file} is damaged. ${advice}`, { file }, cause)
}
