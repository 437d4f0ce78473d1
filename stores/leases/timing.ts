import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds, each on the clock of whoever counts them. */
export interface LeaseTiming {
  /** From one round of beats to the next. */
  readonly beatMs: number
  /** How long an acknowledged beat holds, counted from when it was sent. */
  readonly heldMs: number
  /** How long a lease must stand still before another takes it, counted from when that one first saw it so. */
  readonly takenAfterMs: number
  /** How long an answer of the store is waited for. */
  readonly answerMs: number
}

/**
 * An owner stops before anybody can have waited long enough to take over: a beat is seen only after it was sent, and is seen to stand still for
 * longer than it holds. What lies between the two covers clocks that do not go equally fast.
 */
export const defaultTiming: LeaseTiming = { beatMs: 1_000, heldMs: 4_000, takenAfterMs: 5_000, answerMs: 2_000 }

/** A clock that only goes forward, in milliseconds, and waiting on it. */
export interface LeaseClock {
  monotonic(): number
  /** Resolves early when the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

export const monotonicClock: LeaseClock = {
  monotonic: () => performance.now(),
  sleep: (delayMs, signal) => wait(delayMs, undefined, { signal, ref: false }).catch(() => undefined),
}
