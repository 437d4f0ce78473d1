import { DocumentStoreError } from '../../stores/documents/port.ts'
import { EventStoreError, type Position } from '../../stores/events/port.ts'

/** A fold that threw, or an event that cannot be read: which projection, where, on which document, and why. */
export class ProjectionFailed extends Error {
  readonly projection: string
  readonly position: Position
  /** Null when the failure is not about one document. */
  readonly key: string | null

  constructor(projection: string, position: Position, key: string | null, cause: unknown) {
    const about = key === null ? '' : ` on document ${key}`
    super(`projection ${projection} cannot take the event at position ${position}${about}: ${messageOf(cause)}`, { cause })
    this.name = 'ProjectionFailed'
    this.projection = projection
    this.position = position
    this.key = key
  }
}

/** Another worker owns the read model, or may by now: whoever meets this writes nothing more of it. */
export class Deposed extends Error {
  constructor(projection: string) {
    super(`read model ${projection} is another worker's now`)
    this.name = 'Deposed'
  }
}

/** Only the owner of a read model could do it, and it did not say that it did. */
export class OwnerSilent extends Error {
  constructor(projection: string) {
    super(`the owner of read model ${projection} did not answer in time`)
    this.name = 'OwnerSilent'
  }
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const finalCodes = new Set(['CLOSED', 'STOPPED', 'DISK_FULL', 'CORRUPT', 'FORMAT', 'READ_ONLY'])
const ofOneDocument = new Set(['INVALID', 'DUPLICATE_KEY'])

const isOfStore = (cause: unknown): cause is EventStoreError | DocumentStoreError =>
  cause instanceof EventStoreError || cause instanceof DocumentStoreError

/** A store that comes back only when this process is started anew. */
export const isFinal = (cause: unknown): boolean => isOfStore(cause) && finalCodes.has(cause.code)

/** Trouble of a store, not of what is in it: the same may succeed later. A store that is shared is somebody else's to mend, and may come back. */
export const mayPass = (cause: unknown, isShared: boolean): boolean =>
  isOfStore(cause) && !ofOneDocument.has(cause.code) && (isShared || !isFinal(cause))

/** Waits before trying again. */
export const FIRST_RETRY_MS = 100
export const LONGEST_RETRY_MS = 5_000
