import type { Clock } from '../commands/ports/clock.ts'
import { EventStoreError } from '../stores/events/port.ts'

/** Whether the event store takes appends, as far as was seen. */
export interface StoreHealth {
  /** Its code when it refused; null while it takes appends. */
  readonly refuses: 'STOPPED' | 'DISK_FULL' | null
  /** Any failure of a request. */
  notice(failure: unknown): void
}

/** A stopped writer stays stopped. A full disk may get room again, which only another append can tell: the notice is for a while. */
const diskFullForMs = 60_000

export function createStoreHealth(clock: Clock): StoreHealth {
  let stopped = false
  let fullUntil = 0
  return {
    get refuses() {
      if (stopped) return 'STOPPED'
      return clock.now() < fullUntil ? 'DISK_FULL' : null
    },
    notice(failure) {
      if (!(failure instanceof EventStoreError)) return
      if (failure.code === 'STOPPED') stopped = true
      if (failure.code === 'DISK_FULL') fullUntil = clock.now() + diskFullForMs
    },
  }
}
