import { createVirtualClock } from '../commands/ports/clock.ts'
import { type Randomness, seededRandomness } from '../commands/ports/randomness.ts'
import { openProcessCheckpoint } from '../commands/processes/checkpoint.ts'
import { dueInstances } from '../commands/processes/deadlines/due.ts'
import { createAwaited, type InstanceName } from '../commands/processes/runtime/awaited.ts'
import { createLockstep } from '../commands/processes/runtime/lockstep.ts'
import { eventsOf } from '../compose/adapters/choose.ts'
import { type Ledger, openLedger } from '../compose/ledger.ts'
import { defaultSettings, type Settings } from '../compose/settings.ts'
import { categoryOf } from '../domain/shared/stream-name.ts'
import type { EventStore } from '../stores/events/port.ts'
import { openingAt } from './opening.ts'
import { withSystem } from './places.ts'
import { reporterSecret } from './world/kuaidi100.ts'
import { secretOf, type WarehouseSystems } from './world/warehouse-system.ts'

/** A ledger of its own that stands still until it is moved, the same for the same seed. */
export interface Engine {
  readonly ledger: Ledger
  /** Moves the clock. */
  comeTo(instant: number): void
  /** Who hears what is sent to warehouse systems from now on. */
  connect(systems: WarehouseSystems): void
  /** Lets all processes act on what has come, until all is at rest. */
  rest(): Promise<void>
  /** Has whatever is due by now decided. */
  meetDeadlines(): Promise<void>
  /** Lets what is known of parcels come up to what was written: whom a trace is about is looked up there. */
  knowParcels(): Promise<void>
  close(): Promise<void>
}

/** Where a demo sells: in a folder of its own, but for what the environment says is kept on servers. */
export interface Place {
  readonly folder: string
  readonly seed: number
  readonly environment: Settings['environment']
}

export interface EngineOptions extends Place {
  /** Order in which instances of processes start; the outcome must not depend on it. */
  readonly arrange?: (instances: readonly InstanceName[]) => readonly InstanceName[]
}

/** The keys of a demo follow from its seed: whoever knows the seed can read what it sealed. No key of yours is used for it. */
export function settingsFor({ folder, seed, environment }: Place): Settings {
  const { LEDGER_MASTER_KEY: _, LEDGER_EVENTS, LEDGER_READ_MODELS, ...rest } = environment
  const ofServer = (location: string | undefined) => (location?.startsWith('embedded:') === false ? location : `embedded:${folder}`)
  const settings = defaultSettings({ ...rest, LEDGER_EVENTS: ofServer(LEDGER_EVENTS), LEDGER_READ_MODELS: ofServer(LEDGER_READ_MODELS) })
  if (eventsOf(settings).folder !== null) return settings
  const key = Buffer.from(randomnessOf(seed).bytes('master-key', 32)).toString('base64')
  return { ...settings, environment: { ...settings.environment, LEDGER_MASTER_KEY: key } }
}

const randomnessOf = (seed: number): Randomness => seededRandomness(`demo ${seed}`)

/** Keys may have been issued: a server is reached by one. */
async function isUsed(events: Pick<EventStore, 'readAll'>): Promise<boolean> {
  for await (const page of events.readAll()) if (page.events.some(({ stream }) => categoryOf(stream) !== 'access')) return true
  return false
}

const wmsSecrets = Object.fromEntries(withSystem.map((location) => [location, secretOf(location)]))

const patienceMs = 600_000
const mostDue = 1_000

export async function openEngine({ arrange, ...place }: EngineOptions): Promise<Engine> {
  const clock = createVirtualClock(openingAt)
  let systems: WarehouseSystems | null = null
  // No network in between: what is sent is heard at once, however much is sent.
  const wmsExchange: NonNullable<Settings['wmsExchange']> = async (message) =>
    systems === null ? { outcome: 'unreached', code: 'NOT_CONNECTED' } : systems.take(message)
  const quiet = settingsFor(place)
  const environment = { ...quiet.environment, LEDGER_WMS_SECRETS: JSON.stringify(wmsSecrets) }
  const traceSecrets = { kuaidi100: reporterSecret }
  const settings: Settings = {
    ...{ ...quiet, environment, traceSecrets, wmsExchange, clock, randomness: randomnessOf(place.seed) },
    // Nobody tries again in lockstep: on a busy machine it is waited for as long as it takes.
    ...{ readModelsApart: true, onlyWriter: true, shipmentsKnownWithinMs: patienceMs },
  }
  const ledger = await openLedger(settings)
  const { bus, events, documents, readModels, processes, observers } = ledger
  if (await isUsed(events)) {
    await ledger.close()
    throw new Error('the server of LEDGER_EVENTS holds a ledger already: a demo needs one without events')
  }
  const checkpoint = await openProcessCheckpoint({ events, bus, clock, processes })
  const lockstep = createLockstep({
    ...{ store: events, processes, observers, bus, clock, awaited: createAwaited(), after: checkpoint.position },
    ...(arrange === undefined ? {} : { arrange }),
  })
  async function catchUp(...models: readonly string[]): Promise<void> {
    const head = await events.head()
    for (const model of models)
      if (!(await readModels.waitFor(model, head, patienceMs))) throw new Error(`read model ${model} did not come to ${head} in time`)
  }

  return {
    ledger,
    comeTo: (instant) => clock.advanceTo(instant),
    connect(heard) {
      systems = heard
    },
    rest: () => lockstep.drain(),
    knowParcels: () => catchUp('fulfilments'),
    async meetDeadlines() {
      await catchUp('deadlines', 'waiting')
      lockstep.wake(await dueInstances(documents, clock.now(), mostDue))
      await lockstep.drain()
    },
    async close() {
      if (lockstep.position >= (await events.head())) await checkpoint.saveEnd()
      await ledger.close()
    },
  }
}
