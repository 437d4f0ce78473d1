import { setTimeout as wait } from 'node:timers/promises'

/** Time as the runner needs it; handed in so that tests decide what time it is. */
export interface RunnerClock {
  /** Epoch milliseconds, to tell how far behind the newest event is. */
  now(): number
  /** Milliseconds on a clock that never goes back, to time flushes and stages. */
  elapsed(): number
  /** Resolves early when the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

export const systemClock: RunnerClock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (delayMs, signal) => wait(delayMs, undefined, { signal, ref: false }).catch(() => undefined),
}
