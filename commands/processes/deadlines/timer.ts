import { setTimeout as sleep } from 'node:timers/promises'
import type { InstanceName } from '../runtime/awaited.ts'
import { type Clocks, watchSteadiness } from './steadiness.ts'

export interface DeadlineTimerOptions {
  /** Instances whose deadline is at or before this instant, the longest due first, at most so many. */
  readonly due: (now: number, atMost: number) => Promise<readonly InstanceName[]>
  /** Makes one look again; it decides whether its deadline still applies. Resolves once it is at rest, which may be never. */
  readonly wake: (instance: InstanceName) => Promise<void>
  readonly clocks: Clocks
  readonly onPause: () => void
  readonly onFailure: (failure: unknown) => void
  readonly everyMs?: number
  readonly batch?: number
  /** Woken and not yet at rest; nobody else is woken while there are so many. */
  readonly mostUnderway?: number
}

export interface DeadlineTimer {
  stop(): Promise<void>
}

/** Asks once per tick who is due. The deadlines themselves are facts in the log: a restart forgets none. */
export function startDeadlineTimer(options: DeadlineTimerOptions): DeadlineTimer {
  const { due, wake, clocks, everyMs = 1_000, batch = 500, mostUnderway = 5_000 } = options
  const steadiness = watchSteadiness(clocks)
  const stopping = new AbortController()
  /** One that fails is tried again by whoever runs it, and must not keep the others from their deadlines. */
  const underway = new Set<string>()
  let paused = false

  async function fire(): Promise<void> {
    const steady = steadiness.check()
    if (!steady && !paused) options.onPause()
    paused = !steady
    if (paused) return
    if (underway.size >= mostUnderway) return
    for (const instance of await due(clocks.wall(), batch + underway.size)) wakeOnce(instance)
  }

  function wakeOnce(instance: InstanceName): void {
    const name = `${instance.process}.${instance.instanceId}`
    if (underway.has(name)) return
    underway.add(name)
    wake(instance)
      .catch(options.onFailure)
      .finally(() => underway.delete(name))
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
