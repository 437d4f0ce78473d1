import { aggregates } from '../../../../domain/aggregates.ts'
import { capacityAggregate, capacityKey } from '../../../../domain/capacity/capacity.ts'
import { installationAggregate, phaseOf } from '../../../../domain/installation/installation.ts'
import { installationKey } from '../../../../domain/installation/installation-key.ts'
import { orderAggregate } from '../../../../domain/order/order.ts'
import { channelOrderOf, lineOf, paymentOf } from '../../../../domain/order/testing/orders.ts'
import { type Ask, processAggregate, processKey } from '../../../../domain/process/process.ts'
import { chinaDay, daysAfter } from '../../../../domain/shared/china-day.ts'
import { keyOf, orderKey } from '../../../../domain/shared/stream-name.ts'
import { createMemoryEventStore } from '../../../../stores/events/memory/memory-event-store.ts'
import { START } from '../../../../stores/events/port.ts'
import { createCommandBus } from '../../../bus/create-command-bus.ts'
import { busPolicies } from '../../../policies/bus-policies.ts'
import { createVirtualClock } from '../../../ports/clock.ts'
import { createCoverageDirectory } from '../../../services/coverage-directory.ts'
import { createAwaited } from '../../runtime/awaited.ts'
import { createLockstep } from '../../runtime/lockstep.ts'
import { slotProcess } from '../../slot/slot.ts'
import { installationProcess } from '../installation.ts'

const start = Date.parse('2026-11-11T08:00:00+08:00')
const district = '310105'
const hqPath = ['310000', '310100', '310105']
const days = 5
export const orders = 3
export const hourMs = 3_600_000

export const orderId = (order: number): string => orderKey('app', 'shop', String(order))
const fulfilmentId = (order: number): string => `${orderId(order)}.1@WH`

/** The processes that install, over a bus of its own: no reservations, no channels; whatever else happens to an order is told by the test. */
export async function openLives(policy: object) {
  const clock = createVirtualClock(start)
  const store = createMemoryEventStore({ now: () => clock.now() })
  const bus = createCommandBus({ store, aggregates, sharedStore: false })
  const policies = busPolicies(bus)
  const coverage = createCoverageDirectory()
  const lockstep = createLockstep({
    ...{ store, bus, clock, awaited: createAwaited(), after: START },
    processes: [installationProcess({ bus, policies, coverage, clock }), slotProcess({ bus, policies, clock })],
    observers: [{ types: ['CoverageSet'], see: (event) => event.type === 'CoverageSet' && coverage.set(event.data, event.position) }],
  })
  let asked = 0

  async function ask(type: string, data: object): Promise<boolean> {
    const commandId = `test-${asked++}`
    const asking = { commandId, actor: 'key:test', occurredAt: clock.now(), correlationId: commandId, causationId: commandId }
    return (await bus.ask({ type, data }, asking)).accepted
  }
  const now = () => clock.now()
  const date = (day: number) => daysAfter(chinaDay(start), day)
  const publish = (name: string, document: object) =>
    ask('PublishPolicy', { name, kind: name, document, note: 'n', effectiveFrom: now(), publishedAt: now() })
  const cover = (provider: string, serviceKind: string, validTo: number | null) =>
    ask('SetCoverage', { provider, serviceKind, area: district, category: null, brand: null, validFrom: 0, validTo, setAt: now() + asked })

  await publish('installation', policy)
  await publish('transport', { rows: [], otherwiseDays: 0, leavesAfterDays: 0 })
  for (const provider of ['P1', 'P2']) await ask('DefineProvider', { provider, name: provider, definedAt: 1 })
  await lockstep.drain()

  /** With one line to install, or two. */
  async function place(order: number, units: number, lineIds: readonly string[] = ['1']): Promise<void> {
    const data = channelOrderOf(
      lineIds.map((lineId) => lineOf(lineId, units, 1_000, { delivery: 'install' })),
      {
        ...{ orderId: orderId(order), channelOrderId: String(order), payBy: null, placedAt: now(), modifiedAt: now(), status: 'toShip' },
        ...{ region: { path: hqPath, name: 'Shanghai' }, payments: [paymentOf(1_000 * units * lineIds.length, `p${order}`)] },
      },
    )
    if (!(await ask('RecordChannelOrder', data))) return
    const held = lineIds.map((lineId) => ({ lineId, sku: `sku ${lineId}`, reservationId: `r${order}-${lineId}`, quantity: units }))
    await ask('RecordSourcing', {
      orderId: orderId(order),
      plan: held.map((each) => ({ ...each, location: 'WH', locationRegionPath: hqPath })),
    })
    const lines = held.map((each) => ({ ...each, category: 'fridge', brand: 'ours', serialNumberRequired: false }))
    const where = { location: 'WH', regionPath: hqPath, kind: 'delivery', shipTo: hqPath, promisedBy: null, reportedShipments: [] }
    await ask('RequestFulfilment', {
      fulfilmentId: fulfilmentId(order),
      orderId: orderId(order),
      channel: 'app',
      shop: 'shop',
      ...where,
      lines,
    })
  }

  async function cardsOf(order: number, lineId = '1') {
    const cards = []
    for (let attempt = 1; ; attempt++) {
      const installationId = installationKey(orderId(order), lineId, attempt)
      const installation = await bus.look(installationAggregate, installationId)
      if (installation === null || installation.request === null) return cards
      cards.push({ installationId, installation, phase: phaseOf(installation) })
    }
  }
  const current = async (order: number, lineId?: string) => (await cardsOf(order, lineId)).at(-1)

  async function capacities() {
    const found = []
    for (let day = 0; day < 60; day++) {
      const capacity = await bus.look(capacityAggregate, capacityKey(district, date(day)))
      if (capacity !== null) found.push({ date: date(day), capacity })
    }
    return found
  }

  async function instances() {
    const names = new Set<string>()
    for await (const page of store.readAll({ filter: { streamPrefixes: ['process-'] } }))
      for (const { stream } of page.events) names.add(keyOf(stream))
    return Promise.all([...names].map(async (name) => ({ name, state: (await bus.look(processAggregate, name))! })))
  }

  function perform(order: number, what: string, command: Ask) {
    const commandId = `installation.${orderId(order)}/${what}`
    const correlationId = orderId(order)
    return bus.ask(command, { commandId, actor: 'process:installation', occurredAt: clock.now(), correlationId, causationId: commandId })
  }

  /** As the process does it, up to where a crash takes it: the hold is asked for and made, and nobody has heard the answer. */
  async function cutOffAfterHold(order: number): Promise<void> {
    const process = installationProcess({ bus, policies, coverage, clock })
    const name = processKey('installation', orderId(order))
    for (let step = 0; step < 20; step++) {
      const state = (await bus.look(processAggregate, name))!
      const next = await process.next(orderId(order), state, state.facts as never)
      if (next.do === 'tell') {
        for (const [place, command] of next.asks.entries()) await perform(order, `${next.step}/told/${step}/${place}`, command)
        continue
      }
      if (next.do !== 'ask') throw new Error(`nothing is held: ${next.do}`)
      const which = { process: 'installation', instanceId: orderId(order) }
      const attempt = (state.steps.get(next.step)?.attempt ?? -1) + 1
      const asks = next.asks as never
      await ask('AdvanceProcess', {
        ...which,
        sequence: state.sequence,
        events: [{ type: 'StepAsked', data: { ...which, step: next.step, attempt, asks } }],
      })
      for (const [place, command] of next.asks.entries()) await perform(order, `${next.step}/${attempt}/${place}`, command)
      if (next.step.startsWith('hold/')) return
      const answers = next.asks.map(() => ({ accepted: true })) as never
      const answered = { type: 'StepAnswered', data: { ...which, step: next.step, attempt, answers } }
      await ask('AdvanceProcess', { ...which, sequence: state.sequence + 1, events: [answered] })
    }
  }

  return {
    bus,
    clock,
    cutOffAfterHold,
    async goOn(order: number) {
      lockstep.wake([{ process: 'installation', instanceId: orderId(order) }])
      await lockstep.drain()
    },
    bookByHand: async (order: number, day: number) => {
      const { installationId } = (await cardsOf(order)).at(-1)!
      return ask('BookVisit', { installationId, booking: 1, provider: 'P1', area: district, date: date(day), slot: 'morning' })
    },
    drain: () => lockstep.drain(),
    cardsOf,
    capacities,
    instances,
    close: () => bus.close(),
    place,
    offer: (provider: string, day: number, quantity: number) =>
      ask('OfferCapacity', {
        ...{ area: district, date: date(day % days), provider, slot: 'morning', offeredFor: null, quantity },
        ...{ overbookPercent: 0, setAt: now() + asked },
      }),
    cover: (provider: string, both: boolean, isEnded: boolean) =>
      cover(provider, both ? 'toHomeAndInstall' : 'install', isEnded ? 1 : null),
    cancelOrder: (order: number) => ask('CancelOrder', { orderId: orderId(order), reason: 'buyer', cancelledBy: 'operator' }),
    cancelUnit: (order: number, lineId = '1') => ask('CancelLine', { orderId: orderId(order), lineId, quantity: 1, reason: 'x' }),
    refund: (order: number, lineId = '1') =>
      ask('CommitRefund', {
        ...{ orderId: orderId(order), afterSalesId: `app.shop.a${order}`, lines: [{ lineId, quantity: 1 }] },
        ...{ refundFen: 1_000, freightFen: 0, reason: 'refundOnly' },
      }),
    releaseRefund: (order: number) => ask('ReleaseRefund', { orderId: orderId(order), afterSalesId: `app.shop.a${order}` }),
    async ship(order: number) {
      const state = await bus.look(orderAggregate, orderId(order))
      const lines = (state?.plan ?? []).map(({ lineId, sku, reservationId, quantity }) => ({
        lineId,
        sku,
        reservationId,
        quantity,
        serialNumbers: [],
      }))
      if (lines.length === 0) return false
      const sent = { fulfilmentId: fulfilmentId(order), shipmentId: 'w', carrier: null, waybill: null, lines, dispatchedAt: now() }
      return ask('DispatchShipment', sent)
    },
    deliver: (order: number) => ask('DeliverShipment', { fulfilmentId: fulfilmentId(order), shipmentId: 'w', deliveredAt: now() }),
    refuse: (order: number) => ask('RefuseDelivery', { fulfilmentId: fulfilmentId(order), shipmentId: 'w', refusedAt: now(), reason: 'x' }),
    async want(order: number, day: number, lineId = '1') {
      const card = await current(order, lineId)
      const wish = { date: date(day % days), slot: null, wantedBy: 'buyer', note: null, askedAt: now() }
      return card !== undefined && (await ask('WantVisit', { installationId: card.installationId, ...wish }))
    },
    async fail(order: number, reason: string, lineId = '1') {
      const card = await current(order, lineId)
      if (card === undefined) return false
      const { installationId, installation } = card
      return ask('FailVisit', { installationId, booking: Math.max(1, installation.visits.length), reason, note: null, failedAt: now() })
    },
    async complete(order: number, lineId = '1') {
      const card = await current(order, lineId)
      if (card === undefined) return false
      const { installationId, installation } = card
      const units = installation.request!.lines.map(({ lineId, sku, quantity }) => ({
        ...{ lineId, sku, serialNumbers: Array.from({ length: quantity }, (_, unit) => `${order}-${lineId}-${unit}`) },
      }))
      const booking = Math.max(1, installation.visits.length)
      return ask('CompleteInstallation', { installationId, booking, units, photos: [], materials: [], completedAt: now() })
    },
    async callOff(order: number, lineId = '1') {
      const card = await current(order, lineId)
      const why = { reason: 'buyer', note: null, cancelledAt: now() }
      return card !== undefined && (await ask('CancelInstallation', { installationId: card.installationId, ...why }))
    },
    /** A provider keeps the visit it was given, or says nothing. */
    async confirm(order: number, lineId = '1') {
      const card = await current(order, lineId)
      const visit = card?.installation.visits.at(-1)
      if (card === undefined || visit === undefined) return false
      return ask('ConfirmSlot', {
        area: visit.area,
        date: visit.date,
        appointmentId: card.installationId,
        booking: card.installation.visits.length,
      })
    },
    async holdByHand(order: number, day: number) {
      const hold = {
        area: district,
        date: date(day % days),
        provider: 'P1',
        slot: 'morning',
        category: 'fridge',
        appointmentId: `hand-${order}`,
      }
      return ask('HoldSlot', { ...hold, booking: 1, orderId: orderId(order), dueAt: now() + hourMs, askedAt: now() })
    },
    async pass(ms: number) {
      clock.advanceTo(now() + ms)
      const due = (await instances()).filter(({ state }) => state.waiting?.dueAt != null && state.waiting.dueAt <= now())
      lockstep.wake(
        due.map(({ name }) => {
          const [process = '', ...rest] = name.split('.')
          return { process, instanceId: rest.join('.') }
        }),
      )
    },
    isDueLater: async () => (await instances()).some(({ state }) => state.waiting?.dueAt != null && state.waiting.dueAt > now()),
  }
}

export type Lives = Awaited<ReturnType<typeof openLives>>

export const nameOf = (order: number): string => processKey('installation', orderId(order))
