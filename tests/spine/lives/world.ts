import { decode } from '../../../domain/codec.ts'
import { fulfilmentAggregate, fulfilmentKey } from '../../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import type { Fulfilment } from '../../../domain/fulfilment/state.ts'
import { installationAggregate, phaseOf } from '../../../domain/installation/installation.ts'
import { type ProcessState, processAggregate } from '../../../domain/process/process.ts'
import { chinaDay, daysAfter } from '../../../domain/shared/china-day.ts'
import { keyOf, orderKey } from '../../../domain/shared/stream-name.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Simulator } from '../../wms/simulator.ts'
import { openWarehouse } from '../../wms/warehouse.ts'
import { dayMs, minuteMs } from '../harness.ts'
import type { Rules } from './steps.ts'

export const locations = ['HZ', 'SH'] as const
export const district = '330106'
const facts = { category: 'refrigerator', brand: 'Snow' }
export const where = (sku: string, location: string) => ({ sku, location, regionPath: ['330000', '330100', district], ...facts })

export interface WorkOf {
  readonly fulfilmentId: string
  readonly location: string
  readonly work: Readonly<Fulfilment>
}

/** A ledger with a warehouse that has a system, one that works by hand, a provider that installs, and carriers that report. */
export async function openLife({ audit, byCost, installs, acceptMinutes, knowsNothing, afterSales }: Rules, simulator: Simulator) {
  simulator.forget()
  const here = await openWarehouse({ simulator })
  const now = () => here.clock.now()

  await here.define({ skus: ['fridge', 'oven'], locations: [...locations] })
  await here.ask('DefineSku', {
    ...{
      sku: 'tv',
      name: 'tv',
      model: null,
      maker: 'Snow',
      energyGrade: 'level1',
      barCode: null,
      weightGrams: 20_000,
      sizeMillimetres: null,
    },
    ...{ listPriceFen: 100_000, serialNumberRequired: true, components: [], ...facts, definedAt: now() },
  })
  await here.ask('DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-tv', sku: 'tv', effectiveFrom: 0 })
  await here.connect({
    ...{ retryFirstMs: minuteMs, retryLongestMs: 8 * minuteMs, refusalsTaken: 2, lackSettlesAfterMs: 10 * minuteMs },
    ...{ confirmWithinMs: 2 * dayMs, whenOverdue: 'callOff', unknownCodes: knowsNothing ? ['NO_SUCH_ORDER'] : [] },
  })
  const always = { test: 'all', of: [] }
  const outcome = { merge: { do: 'merge', forMs: 60 * minuteMs }, hold: { do: 'hold', reason: 'look', forMs: 60 * minuteMs }, none: null }[
    audit
  ]
  if (outcome !== null) await here.publish('audit', { rules: [{ id: 'r', when: always, outcome }] })
  if (byCost) await here.publish('sourcing', { by: 'cost' })
  if (acceptMinutes !== null)
    await here.publish('store-accept', { withinMinutes: { store: null, warehouse: acceptMinutes, supplier: null } })
  if (installs) {
    await here.publish('installation', { again: { reasons: ['noAnswer'], afterDays: 1, mostVisits: 2 } })
    await here.ask('DefineProvider', { provider: 'P1', name: 'P1', definedAt: now() })
    const coverage = {
      provider: 'P1',
      serviceKind: 'toHomeAndInstall',
      area: district,
      category: null,
      brand: null,
      validFrom: 0,
      validTo: null,
    }
    await here.ask('SetCoverage', { ...coverage, setAt: now() })
  }
  await here.publish('after-sales', afterSales)
  await here.drain()

  const ids = new Set<string>(['0', '1', '2'].map((id) => orderKey('app', 's1', id)))

  async function events(): Promise<ProjectedEvent[]> {
    const all: ProjectedEvent[] = []
    for await (const page of here.ledger.events.readAll({})) for (const event of page.events) all.push(decode(event) as ProjectedEvent)
    return all
  }

  async function worksOf(orderId: string): Promise<readonly WorkOf[]> {
    const found: WorkOf[] = []
    for (const location of locations)
      for (let attempt = 1; ; attempt++) {
        const fulfilmentId = fulfilmentKey(orderId, location, attempt)
        const work = await here.ledger.bus.look(fulfilmentAggregate, fulfilmentId)
        if (work === null || work.request === null) break
        found.push({ fulfilmentId, location, work })
      }
    return found
  }

  return {
    ...here,
    get ledger() {
      return here.ledger
    },
    now,
    events,
    worksOf,
    /** Every order there is, those that send anew among them. */
    async orderIds(): Promise<readonly string[]> {
      for (const { type, data } of await events()) if (type === 'OrderPlaced') ids.add(data.orderId)
      return [...ids]
    },
    async cardsOf(orderId: string) {
      const found = []
      for (const lineId of ['1', '2'])
        for (let attempt = 1; ; attempt++) {
          const installationId = `${orderId}.${lineId}.${attempt}`
          const installation = await here.ledger.bus.look(installationAggregate, installationId)
          if (installation === null || installation.request === null) break
          found.push({ installationId, installation, phase: phaseOf(installation) })
        }
      return found
    },
    async instances(): Promise<readonly { readonly name: string; readonly state: Readonly<ProcessState> }[]> {
      const names = new Set<string>()
      for await (const page of here.ledger.events.readAll({ filter: { streamPrefixes: ['process-'] } }))
        for (const { stream } of page.events) names.add(keyOf(stream))
      return Promise.all([...names].map(async (name) => ({ name, state: (await here.ledger.bus.look(processAggregate, name))! })))
    },
    date: (days: number) => daysAfter(chinaDay(now()), days),
    openOf: (works: readonly WorkOf[]) => works.filter(({ work }) => isOpen(work)),
  }
}

export type LifeWorld = Awaited<ReturnType<typeof openLife>>
