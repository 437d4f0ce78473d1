import { setTimeout as sleep } from 'node:timers/promises'
import type { InstanceName } from '../runtime/awaited.ts'
import { type Clocks, watchSteadiness } from './steadiness.ts'

export interface DeadlineTimerOptions {
  /** Instances whose deadline is at or before this instant, the longest due first, at most so many. */
  readonly due: (now: number, atMost: number) => Promise<readonly InstanceName[]>
  /** Makes them look again; each decides whether its deadline still applies. Resolves once they are at rest. */
  readonly wake: (instances: readonly InstanceName[]) => Promise<void>
  readonly clocks: Clocks
  readonly onPause: () => void
  readonly onFailure: (failure: unknown) => void
  readonly everyMs?: number
  readonly batch?: number
}

export interface DeadlineTimer {
  stop(): Promise<void>
}

/** Asks once per tick who is due. The deadlines themselves are facts in the log: a restart forgets none. */
export function startDeadlineTimer(options: DeadlineTimerOptions): DeadlineTimer {
  const { due, wake, clocks, everyMs = 1_000, batch = 500 } = options
  const steadiness = watchSteadiness(clocks)
  const stopping = new AbortController()
  let paused = false

  async function fire(): Promise<void> {
    const steady = steadiness.check()
    if (!steady && !paused) options.onPause()
    paused = !steady
    if (paused) return
    const instances = await due(clocks.wall(), batch)
    if (instances.length > 0) await wake(instances)
  }

  async function tick(): Promise<void> {
    while (!stopping.signal.aborted) {
      await fire().catch(options.onFailure)
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  const ended = tick()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
