import type { Decision } from './decision.ts'
import type { AnyEvent } from './event.ts'

export interface AnyCommand {
  readonly type: string
  readonly data: unknown
}

/** The three things an aggregate is about, in one parameter. */
export interface AggregateTypes {
  state: unknown
  command: AnyCommand
  event: AnyEvent
}

/**
 * One kind of stream and the rules it keeps. Pure and synchronous; `decide` and `evolve` are O(1) in the length of the
 * stream and in the number of open things. `evolve` may mutate the one state its owner holds; `decide` never does.
 */
export interface Aggregate<Types extends AggregateTypes = AggregateTypes> {
  /** Category of its streams: the text before the first `-`. */
  readonly category: string
  /** Raise it when the shape of the state changes: snapshots of other versions are thrown away. */
  readonly stateVersion: number
  readonly commandTypes: readonly Types['command']['type'][]
  /**
   * Commands whose repeats the state itself knows by a natural key, under whatever command id they come: nothing is remembered of
   * them beside the state. None where it is left out.
   */
  readonly naturallyKeyed?: readonly Types['command']['type'][]
  /** The stream key a command is about: see `stream-name.ts`. */
  key(command: Types['command']): string
  initial(): Types['state']
  evolve(state: Types['state'], event: Types['event']): Types['state']
  decide(state: Types['state'], command: Types['command']): Decision<Types['event']>
  /** The state as JSON, for snapshots; `thaw(freeze(state))` equals the state. */
  freeze(state: Types['state']): unknown
  thaw(frozen: unknown): Types['state']
  /** Roughly how many bytes the state holds, for bounded caches. O(1). */
  weigh(state: Types['state']): number
}

/** Forgets the parameter, for tables that hold every aggregate. */
export const asAggregate = <Types extends AggregateTypes>(aggregate: Aggregate<Types>): Aggregate => aggregate as unknown as Aggregate
