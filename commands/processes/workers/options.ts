import type { ProjectionRunner } from '../../../projections/runner/runner.ts'
import type { DocumentStore } from '../../../stores/documents/port.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import type { Ownership } from '../../../stores/leases/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Clocks } from '../deadlines/steadiness.ts'
import type { Process } from '../process.ts'
import type { Observer } from '../runtime/triggers.ts'

export interface RunOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly readModels: ProjectionRunner
  readonly bus: CommandBus
  readonly clock: Clock
  /** What tells whether the clock can be trusted with deadlines. */
  readonly clocks?: Clocks
  readonly processes: readonly Process[]
  readonly observers: readonly Observer[]
  /** Which of the processes this worker runs; all of them when left out. */
  readonly ownership?: Ownership
  /** Program errors and failing stores; never holds personal data. */
  readonly onTrouble: (message: string) => void
}
