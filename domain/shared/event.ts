import type { z } from 'zod'

/** An event type, declared once: its meaning, the schema of its data, and how older versions become the current one. */
export interface EventDefinition {
  readonly description: string
  readonly data: z.ZodObject
  /** Current schema version, default 1. */
  readonly version?: number
  /** `upcasts[n]` turns data of version n into version n + 1; none may be missing. */
  readonly upcasts?: { readonly [fromVersion: number]: (data: Record<string, unknown>) => Record<string, unknown> }
}

export type EventDefinitions = Readonly<Record<string, EventDefinition>>

export const defineEvents = <const Definitions extends EventDefinitions>(definitions: Definitions): Definitions => definitions

/** The union of `{ type, data }` of all events of a table of definitions. */
export type EventsOf<Definitions extends EventDefinitions> = {
  [Type in keyof Definitions & string]: { readonly type: Type; readonly data: z.infer<Definitions[Type]['data']> }
}[keyof Definitions & string]

export interface AnyEvent {
  readonly type: string
  readonly data: unknown
}

/** Who asked, on what account, and when it happened in the world. `$` names are EventStoreDB's convention. */
export interface EventMetadata {
  /** Epoch milliseconds at which it happened, as far as the asker knows. */
  readonly occurredAt: number
  readonly $correlationId: string
  readonly $causationId: string
  readonly commandId: string
  /** Hash of the command's content, to tell a repeat from another command under the same id. None where the state knows repeats by a natural key. */
  readonly commandHash?: string
  /** `key:<key id>`, `channel:<channel>`, `process:<name>`, `timer`. Never a person's name. */
  readonly actor: string
  readonly schemaVersion: number
}

/** An event as read back: decoded, upcast, and where it stands. */
export interface LedgerEvent<Event extends AnyEvent = AnyEvent> {
  readonly type: Event['type']
  readonly data: Event['data']
  readonly metadata: EventMetadata
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: bigint
  readonly recordedAt: number
}
