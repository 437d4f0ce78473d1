import type { LeaseKeeper } from './keeper.ts'
import type { LeaseClock, LeaseTiming } from './timing.ts'

/** Rounds until told to stop. Resolves once the last one is over and the others know. */
export function keepLeases(keeper: LeaseKeeper, clock: LeaseClock, { beatMs }: Pick<LeaseTiming, 'beatMs'>): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      const begunMs = clock.monotonic()
      await keeper.round()
      await clock.sleep(Math.max(0, begunMs + beatMs - clock.monotonic()), stopping.signal)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await ended
      await keeper.leave()
    },
  }
}
