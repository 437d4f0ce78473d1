import type { Aggregate, AnyCommand } from '../domain/shared/aggregate.ts'
import type { Rejection } from '../domain/shared/decision.ts'

/** Who asks, and on what account. */
export interface Asking {
  /** The same for every repeat of the same command; derived for steps of processes. */
  readonly commandId: string
  /** `key:<key id>`, `channel:<channel>`, `process:<name>`, `timer`. */
  readonly actor: string
  /** Epoch milliseconds at which it happened in the world. */
  readonly occurredAt: number
  readonly correlationId: string
  readonly causationId: string
  /**
   * Epoch milliseconds at which it was first asked, the same for every repeat; the edge refuses one that lies ahead of its own clock.
   * Makes `COMMAND_TOO_OLD` possible: a command that would write, was asked before the remembered window of its stream began and is not in it
   * might be a repeat of a forgotten one, and is refused. Leave it out where the decider recognises repeats by a natural key for ever.
   */
  readonly askedAt?: number
  /**
   * What the asker said, where facts or instants were filled in since: it alone decides whether the same id asks for the same, so that a repeat
   * to another process is a repeat. The command's own data when left out.
   */
  readonly said?: unknown
}

export interface Done {
  readonly accepted: true
  readonly stream: string
  /** Revision of the stream after the command; -1 when it is still empty. */
  readonly revision: number
  /** Position to wait for when reading one's own write: at or after that of the command's last event. */
  readonly position: bigint
  /** Types of the events written, in order; empty for a repeat. */
  readonly events: readonly string[]
  readonly repeated: boolean
  /** What the decider says of an accepted command beyond its events, e.g. that it was stale. */
  readonly note: string | null
}

export type Answer = Done | Rejection

/** A state as it stood after so many events of its stream. Read it at once: it goes on with its stream. */
export interface Seen<State> {
  readonly state: State
  readonly revision: number
}

/**
 * The one way to change the ledger. Commands on one stream are decided one after another on current state; their events
 * go out together. Resolves once the events are durable.
 *
 * Throws only when the store fails (`EventStoreError`), when the stream cannot be decoded (`UndecodableEvent`), or when the program itself is
 * wrong: no aggregate takes the command, a decider throws, or its events break their schema. After a throw the same command may be
 * asked again under the same id.
 */
export interface CommandBus {
  ask(command: AnyCommand, asking: Asking): Promise<Answer>
  /** The current state of an aggregate's stream; null when the stream is empty. Not to be mutated or kept. */
  look<State>(
    aggregate: Aggregate<{ state: State; command: AnyCommand; event: { type: string; data: unknown } }>,
    key: string,
  ): Promise<State | null>
  /** The same, and the revision of the last event the state is of: who keeps that can say later what was seen. */
  see<State>(
    aggregate: Aggregate<{ state: State; command: AnyCommand; event: { type: string; data: unknown } }>,
    key: string,
  ): Promise<Seen<State> | null>
  /** Resolves when everything asked so far is answered; from then on commands are refused (`STOPPING`) and `look` throws. */
  close(): Promise<void>
}
