/** What time it is, in epoch milliseconds. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export interface VirtualClock extends Clock {
  /** Moves to an instant at or after the present one; throws on an earlier one. */
  advanceTo(instant: number): void
}

/** A clock that stands still until it is moved. */
export function createVirtualClock(start: number): VirtualClock {
  let present = start
  return {
    now: () => present,
    advanceTo(instant) {
      if (instant < present) throw new Error(`a clock does not go back: asked for ${instant}, it is ${present}`)
      present = instant
    },
  }
}
