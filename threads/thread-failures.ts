import type { BuildProgress } from '../projections/runner/build-progress.ts'
import type { BuildResult } from '../projections/runner/builder.ts'
import { messageOf, ProjectionFailed } from '../projections/runner/failures.ts'
import { DocumentStoreError, type DocumentStoreErrorCode } from '../stores/documents/port.ts'
import { EventStoreError, type EventStoreErrorCode } from '../stores/events/port.ts'

/** What a build thread says to the one that began it; classes of errors do not cross between threads, so failures are told as data. */
export type Told =
  | { readonly kind: 'progress'; readonly progress: BuildProgress }
  | { readonly kind: 'built'; readonly result: BuildResult }
  | ToldFailure

export type ToldFailure =
  | {
      readonly kind: 'projection'
      readonly projection: string
      readonly position: bigint
      readonly key: string | null
      readonly why: string
    }
  | { readonly kind: 'events'; readonly code: EventStoreErrorCode; readonly message: string; readonly details: Details }
  | { readonly kind: 'documents'; readonly code: DocumentStoreErrorCode; readonly message: string; readonly details: Details }
  | { readonly kind: 'other'; readonly message: string }

type Details = Readonly<Record<string, unknown>>

export function failureToTell(failure: unknown): ToldFailure {
  if (failure instanceof ProjectionFailed) {
    const { projection, position, key, cause } = failure
    return { kind: 'projection', projection, position, key, why: messageOf(cause) }
  }
  if (failure instanceof EventStoreError || failure instanceof DocumentStoreError) {
    const { code, message, details } = failure
    return { kind: failure instanceof EventStoreError ? 'events' : 'documents', code, message, details } as ToldFailure
  }
  return { kind: 'other', message: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure) }
}

export function failureTold(told: ToldFailure): Error {
  switch (told.kind) {
    case 'projection':
      return new ProjectionFailed(told.projection, told.position, told.key, new Error(told.why))
    case 'events':
      return new EventStoreError(told.code, told.message, told.details)
    case 'documents':
      return new DocumentStoreError(told.code, told.message, told.details)
    case 'other':
      return new Error(told.message)
  }
}
