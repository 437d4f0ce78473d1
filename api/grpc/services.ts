import type { EventStore } from '../../stores/events/port.ts'
import type { Allowance } from './allowance.ts'
import type { Identify } from './caller.ts'
import type { DoorLimits } from './limits.ts'
import type { StreamStates } from './semantics/stream-states.ts'
import type { StreamWriter } from './semantics/write.ts'
import type { Places } from './streams/places.ts'

/** What the services of the door work with. */
export interface DoorServices {
  readonly events: EventStore
  readonly states: StreamStates
  readonly writer: StreamWriter
  readonly identify: Identify
  readonly allowance: Allowance
  readonly limits: DoorLimits
  /** For the bytes of what is being appended. */
  readonly places: Places
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly newId: () => string
  /** Told of what nobody foresaw; answers with the id it is found by. */
  readonly onFailure: (failure: unknown) => string
  /** Aborts when the door closes. */
  readonly closing: AbortSignal
}
