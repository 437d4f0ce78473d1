import type { DomainEvent, EventType } from '../domain/events.ts'
import type { LedgerEvent } from '../domain/shared/event.ts'
import type { IndexDefinition } from '../stores/documents/port.ts'

/** A read model: which events it reads, which documents each of them touches, and what it does to one document. Pure. */
export interface Projection<Document = unknown> {
  readonly name: string
  /** Raise it when documents or keys change: the new version is built beside the live one and takes its place when caught up. */
  readonly version: number
  readonly indexes: readonly IndexDefinition[]
  /** Rough part of a rebuild's time it takes beside the others, default 1: threads are dealt read models of even weight. */
  readonly weight?: number
  readonly handles: readonly EventType[]
  /** Every document the event touches. */
  keys(event: ProjectedEvent): readonly string[]
  /** The document after the event; undefined removes it. May mutate the one it is given. */
  evolve(document: Document | undefined, event: ProjectedEvent, key: string): Document | undefined
}

/** A recorded event narrowed by its type, as folds switch on it. */
export type ProjectedEvent = {
  [Type in EventType]: LedgerEvent<Extract<DomainEvent, { readonly type: Type }>>
}[EventType]

/** Checks the shape where it is written and forgets the document's type where it is listed. */
export const projection = <Document>(definition: Projection<Document>): Projection => definition as unknown as Projection
