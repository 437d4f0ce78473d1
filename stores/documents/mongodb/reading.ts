import type { Collection } from '../port.ts'
import { DocumentStoreError } from '../port.ts'

export const readOnlyError = (): DocumentStoreError =>
  new DocumentStoreError('READ_ONLY', 'The document store is open for reading: ask a process that writes it')

/** A collection that answers and is never changed. */
export function readingCollection({ get, find, count, scan }: Collection): Collection {
  const refuse = async (): Promise<never> => {
    throw readOnlyError()
  }
  return { get, find, count, scan, write: refuse, insert: refuse, compareAndSet: refuse, remove: refuse }
}
