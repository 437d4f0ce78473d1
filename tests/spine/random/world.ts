import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVirtualClock } from '../../../commands/ports/clock.ts'
import { seededRandomness } from '../../../commands/ports/randomness.ts'
import { openProcessCheckpoint } from '../../../commands/processes/checkpoint.ts'
import { dueInstances } from '../../../commands/processes/deadlines/due.ts'
import { createAwaited } from '../../../commands/processes/runtime/awaited.ts'
import { loadObserved, loadWaiting } from '../../../commands/processes/runtime/load.ts'
import { createLockstep, type Lockstep } from '../../../commands/processes/runtime/lockstep.ts'
import { type Ledger, openLedger } from '../../../compose/ledger.ts'
import { defaultSettings } from '../../../compose/settings.ts'
import { projections } from '../../../projections/index.ts'
import { start } from '../harness.ts'
import { locations, stockSkus } from './steps.ts'

const paths = { HZ: ['330000', '330100', '330106'], NB: ['330000', '330200', '330203'], SH: ['310000', '310100', '310101'] } as const
const facts = { category: 'refrigerator', brand: 'Snow' }

export const where = (sku: string, location: keyof typeof paths) => ({ sku, location, regionPath: [...paths[location]], ...facts })

/** A whole ledger under a clock of its own, with processes in lockstep, that can be closed and opened again. */
export interface World {
  readonly ledger: Ledger
  readonly clock: ReturnType<typeof createVirtualClock>
  ask(type: string, data: object): Promise<{ readonly accepted: boolean }>
  send(payload: object): Promise<{ readonly outcome: string; readonly reason: string | null }>
  rest(): Promise<void>
  /** All read models at the end of the log, and the processes' checkpoint there too. */
  settle(): Promise<void>
  due(): Promise<readonly { readonly process: string; readonly instanceId: string }[]>
  wake(): Promise<void>
  restart(): Promise<void>
  close(): Promise<void>
}

/** @param rules By what rules orders are sourced; from the nearest location where they are left out. */
export async function openWorld(rules: object | null = null): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-random-'))
  const clock = createVirtualClock(start)
  const settings = { ...defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }), clock, randomness: seededRandomness('random') }
  let asked = 0
  let ledger: Ledger
  let lockstep: Lockstep
  let save: (position: bigint) => Promise<void>

  async function open(): Promise<void> {
    ledger = await openLedger(settings)
    const { bus, events, documents, processes, observers } = ledger
    const checkpoint = await openProcessCheckpoint({ events, bus, clock, processes })
    const awaited = createAwaited()
    await loadWaiting(documents, awaited)
    await loadObserved(documents, observers)
    lockstep = createLockstep({ store: events, processes, bus, clock, awaited, after: checkpoint.position, observers })
    save = checkpoint.save
  }

  const ask: World['ask'] = (type, data) => {
    const commandId = `test-${asked++}`
    return ledger.bus.ask(
      { type, data },
      { commandId, actor: 'key:test', occurredAt: clock.now(), correlationId: commandId, causationId: commandId },
    )
  }

  async function settle(): Promise<void> {
    const head = await ledger.events.head()
    for (const { name } of projections) await ledger.readModels.waitFor(name, head, 20_000)
    await save(lockstep.position)
  }
  await open()
  const world: World = {
    get ledger() {
      return ledger
    },
    clock,
    ask,
    send: (payload) => ledger.intake.receive(JSON.stringify(payload), { channel: 'app', actor: 'channel:app' }),
    rest: () => lockstep.drain(),
    settle,
    due: () => dueInstances(ledger.documents, clock.now(), 1_000),
    async wake() {
      await settle()
      lockstep.wake(await dueInstances(ledger.documents, clock.now(), 1_000))
      await lockstep.drain()
    },
    async restart() {
      await settle()
      await ledger.close()
      await open()
    },
    async close() {
      await ledger.close()
      rmSync(folder, { recursive: true })
    },
  }
  await define(world)
  if (rules !== null) {
    await price(world, [3, 1, 2])
    await publish(world, 'sourcing', { by: 'cost', ...rules })
    for (const location of locations) await enable(world, location, { card: location, paused: false })
  }
  return world
}

async function publish({ ask, clock }: World, kind: string, document: object): Promise<void> {
  clock.advanceTo(clock.now() + 1)
  const now = clock.now()
  await ask('PublishPolicy', { name: kind, kind, document, note: '', effectiveFrom: now, publishedAt: now })
}

/** What a piece costs from each location, and a location none of whose orders it costs anything to send. */
export function price(world: World, prices: readonly number[]): Promise<void> {
  const cards = locations.map((card, place) => ({
    ...{ card, volumetricDivisor: null, surcharges: [] },
    parcel: [{ area: 'CN', firstGrams: 1_000, firstFen: 100 * prices[place]!, stepGrams: 1_000, stepFen: 1 }],
    bulky: [{ area: place === 2 ? '330000' : 'CN', category: 'refrigerator', pieceFen: 1_000 * prices[place]! }],
  }))
  return publish(world, 'tariff', { cards })
}

export async function enable(
  { ask, clock, rest }: World,
  location: string,
  { card, paused }: { readonly card: string; readonly paused: boolean },
): Promise<void> {
  clock.advanceTo(clock.now() + 1)
  const ability = {
    tasks: ['ship', 'install', 'scanSerial'],
    invoicingEntities: null,
    subsidyRegions: null,
    handlingFen: 7,
    deliveryDays: [1, 2, 3, 4],
  }
  await ask('SetLocationAbility', { location, ability: { ...ability, card, paused }, setAt: clock.now() })
  await rest()
}

async function define({ ask, clock, rest }: World): Promise<void> {
  const definedAt = clock.now()
  await ask('DefineShop', { channel: 'app', shop: 's1', name: 'App', invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: 30 * 60_000, definedAt })
  for (const location of locations) {
    const region = { path: [...paths[location]], name: location }
    const fixed = { kind: 'warehouse', storeCode: null, covers: [], active: true, definedAt }
    await ask('DefineLocation', { location, name: location, region, ...fixed })
  }
  const rest_ = {
    model: null,
    maker: 'Snow',
    energyGrade: 'level1',
    barCode: null,
    weightGrams: 60_000,
    sizeMillimetres: null,
    listPriceFen: 100_000,
  }
  for (const sku of stockSkus) {
    await ask('DefineSku', { sku, name: sku, ...rest_, serialNumberRequired: sku === 'tv', components: [], ...facts, definedAt })
  }
  const components = [
    { sku: 'fridge', quantity: 1, priceShare: 1, kind: 'stock' },
    { sku: 'oven', quantity: 2, priceShare: 1, kind: 'stock' },
  ]
  await ask('DefineSku', { sku: 'set', name: 'set', ...rest_, serialNumberRequired: false, components, ...facts, definedAt })
  for (const sku of [...stockSkus, 'set'])
    await ask('DefineListing', { channel: 'app', shop: 's1', channelSku: `c-${sku}`, sku, effectiveFrom: 0 })
  await rest()
}
