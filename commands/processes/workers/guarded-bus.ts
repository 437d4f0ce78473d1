import { LRUCache } from 'lru-cache'
import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { Lease } from '../../../stores/leases/port.ts'
import type { CommandBus } from '../../command-bus.ts'

/** What a process asks under its lease, and whether an event is an answer to it. */
export interface Guarded {
  /** Asks nothing any more once the lease may be another's: throws then. */
  readonly bus: CommandBus
  /**
   * Whether another worker advanced the instance: one deposed while what it wrote was on its way, and not there to go on with it. An advance
   * that was also asked for here is none: whoever loses that race looks again by itself.
   */
  isForeign(event: RecordedEvent): boolean
}

/** Far more than are ever on their way at once; a forgotten one only makes its instance look once more. */
const mostRemembered = 50_000

export function guardedBus(bus: CommandBus, lease: Lease): Guarded {
  const asked = new LRUCache<string, true>({ max: mostRemembered })
  return {
    bus: {
      ...bus,
      ask(command, asking) {
        if (!lease.isHeld()) return Promise.reject(new Error(`${lease.resource} is another worker's now`))
        if (command.type === 'AdvanceProcess') asked.set(asking.commandId, true)
        return bus.ask(command, asking)
      },
    },
    isForeign: ({ metadata }) => !asked.has((JSON.parse(Buffer.from(metadata).toString('utf8')) as { commandId: string }).commandId),
  }
}
