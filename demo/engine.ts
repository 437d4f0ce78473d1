import { createVirtualClock } from '../commands/ports/clock.ts'
import { seededRandomness } from '../commands/ports/randomness.ts'
import { openProcessCheckpoint } from '../commands/processes/checkpoint.ts'
import { dueInstances } from '../commands/processes/deadlines/due.ts'
import { createAwaited, type InstanceName } from '../commands/processes/runtime/awaited.ts'
import { createLockstep } from '../commands/processes/runtime/lockstep.ts'
import { type Ledger, openLedger } from '../compose/ledger.ts'
import { defaultSettings, type Settings } from '../compose/settings.ts'
import { openingAt } from './opening.ts'

/** A ledger of its own that stands still until it is moved, the same for the same seed. */
export interface Engine {
  readonly ledger: Ledger
  /** Moves the clock. */
  comeTo(instant: number): void
  /** Lets all processes act on what has come, until all is at rest. */
  rest(): Promise<void>
  /** Has whatever is due by now decided. */
  meetDeadlines(): Promise<void>
  close(): Promise<void>
}

export interface EngineOptions {
  readonly folder: string
  readonly seed: number
  readonly environment: Settings['environment']
  /** Order in which instances of processes start; the outcome must not depend on it. */
  readonly arrange?: (instances: readonly InstanceName[]) => readonly InstanceName[]
}

/** The keys of a demo follow from its seed: whoever knows the seed can read what it sealed. No key of yours is used for it. */
export function settingsFor(folder: string, environment: Settings['environment']): Settings {
  const { LEDGER_MASTER_KEY: _, ...rest } = environment
  const place = `embedded:${folder}`
  return defaultSettings({ ...rest, LEDGER_EVENTS: place, LEDGER_READ_MODELS: place })
}

const patienceMs = 600_000
const mostDue = 1_000

export async function openEngine({ folder, seed, environment, arrange }: EngineOptions): Promise<Engine> {
  const clock = createVirtualClock(openingAt)
  const settings = { ...settingsFor(folder, environment), clock, randomness: seededRandomness(`demo ${seed}`), readModelsApart: true }
  const ledger = await openLedger(settings)
  const { bus, events, documents, readModels, processes, observers } = ledger
  const checkpoint = await openProcessCheckpoint({ events, bus, clock, processes })
  const lockstep = createLockstep({
    ...{ store: events, processes, observers, bus, clock, awaited: createAwaited(), after: checkpoint.position },
    ...(arrange === undefined ? {} : { arrange }),
  })
  return {
    ledger,
    comeTo: (instant) => clock.advanceTo(instant),
    rest: () => lockstep.drain(),
    async meetDeadlines() {
      const head = await events.head()
      for (const model of ['deadlines', 'waiting']) {
        if (!(await readModels.waitFor(model, head, patienceMs))) throw new Error(`read model ${model} did not come to ${head} in time`)
      }
      lockstep.wake(await dueInstances(documents, clock.now(), mostDue))
      await lockstep.drain()
    },
    async close() {
      if (lockstep.position >= (await events.head())) await checkpoint.saveEnd()
      await ledger.close()
    },
  }
}
