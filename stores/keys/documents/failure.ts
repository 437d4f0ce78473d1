import { DocumentStoreError } from '../../documents/port.ts'
import { KeyStoreError, type KeyStoreErrorCode } from '../port.ts'

const MEANING: Readonly<Partial<Record<DocumentStoreError['code'], KeyStoreErrorCode>>> = {
  CLOSED: 'CLOSED',
  READ_ONLY: 'READ_ONLY',
  MISSING: 'MISSING',
  FORMAT: 'FORMAT',
  CORRUPT: 'DAMAGED',
  DISK_FULL: 'DISK_FULL',
  STOPPED: 'STOPPED',
  LOCKED: 'BUSY',
}

/** What a failure of the document store means to who asked for keys. */
export function failure(error: unknown): unknown {
  if (!(error instanceof DocumentStoreError)) return error
  const code = MEANING[error.code] ?? 'UNAVAILABLE'
  return new KeyStoreError(code, `the document store of the keys says ${error.code}: look after it, then ask again`, error)
}
