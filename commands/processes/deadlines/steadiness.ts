/** Wall clock beside a clock that only goes forward, both in milliseconds. */
export interface Clocks {
  wall(): number
  monotonic(): number
}

export interface Steadiness {
  /** Reads both clocks. False from a jump on until the wall clock has gone steadily for `calmMs`. */
  check(): boolean
}

/**
 * Tells whether the wall clock can be trusted to fire deadlines. A clock set forward would cancel orders whose buyers still
 * have time; so after a jump nothing fires until it has gone steadily for a while, time enough for it to be set right.
 */
export function watchSteadiness(clocks: Clocks, { toleranceMs = 5_000, calmMs = 60_000 } = {}): Steadiness {
  let last = { wall: clocks.wall(), monotonic: clocks.monotonic() }
  let steadyFrom = Number.NEGATIVE_INFINITY
  return {
    check() {
      const now = { wall: clocks.wall(), monotonic: clocks.monotonic() }
      const drift = Math.abs(now.wall - last.wall - (now.monotonic - last.monotonic))
      if (drift > toleranceMs) steadyFrom = now.monotonic + calmMs
      last = now
      return now.monotonic >= steadyFrom
    },
  }
}
