import { EventStoreError } from '../port.ts'

export function corruption(what: string, position: number, stream?: string): EventStoreError {
  const where = stream === undefined ? `at position ${position}` : `at position ${position}, stream ${stream}`
  return new EventStoreError('CORRUPT', `${what} ${where}: restore this folder from a backup`, {
    position: String(position),
    ...(stream === undefined ? {} : { stream }),
  })
}
