import { bookingOf, capacityAggregate, capacityKey, freeOf } from '../../../domain/capacity/capacity.ts'
import { installationAggregate, phaseOf } from '../../../domain/installation/installation.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { chinaDay, daysAfter } from '../../../domain/shared/china-day.ts'
import { appOrder, openSpine } from '../harness.ts'

export const district = '330106'
export const orderOf = (id: string): string => `app.s1.${id}`
export const cardOf = (id: string, attempt = 1, line = '1'): string => `${orderOf(id)}.${line}.${attempt}`

export const evidence = {
  photos: [{ photoId: 'ph-1', sha256: 'a'.repeat(64) }],
  materials: [{ name: 'copper pipe', quantity: 3, amountFen: 24_000 }],
}

/** A whole ledger that sells fridges with installation from one warehouse, and everything a test asks of it. */
export async function openInstalling(given?: Awaited<ReturnType<typeof openSpine>>) {
  const spine = given ?? (await openSpine())
  const { clock, ledger, drain } = spine
  const { bus } = ledger
  await spine.define()
  await spine.receive('fridge', 'HZ', 20)

  async function must(type: string, data: object): Promise<void> {
    const answer = await spine.ask(type, data)
    if (!answer.accepted) throw new Error(`${type} was refused: ${answer.code} ${JSON.stringify(answer.details)}`)
    await drain()
  }
  async function publish(kind: 'installation' | 'transport', document: object): Promise<void> {
    const now = clock.now()
    await must('PublishPolicy', { name: kind, kind, document, note: 'n', effectiveFrom: now, publishedAt: now })
  }
  const dayFrom = (days: number): string => daysAfter(chinaDay(clock.now()), days)
  let offers = 0

  return {
    ...spine,
    must,
    publish,
    dayFrom,
    cover: (provider: string, change: object = {}) =>
      must('SetCoverage', {
        ...{ provider, serviceKind: 'toHomeAndInstall', area: district, category: null, brand: null },
        ...{ validFrom: 0, validTo: null, setAt: clock.now(), ...change },
      }),
    provide: (provider: string) => must('DefineProvider', { provider, name: provider, definedAt: clock.now() }),
    offer: (provider: string, date: string, quantity: number, slot = 'morning', change: object = {}) =>
      must('OfferCapacity', {
        ...{
          area: district,
          date,
          provider,
          slot,
          offeredFor: null,
          quantity,
          overbookPercent: 0,
          setAt: clock.now() + offers++,
          ...change,
        },
      }),
    async sell(id: string, change: Parameters<typeof appOrder>[1] & { readonly quantity?: number } = {}) {
      const { quantity = 1, ...rest } = change
      const order = appOrder(id, { at: clock.now(), ...rest })
      const payableFen = 100_000 * quantity
      const lines = order.lines.map((line) => ({ ...line, quantity, payableFen, delivery: 'install' }))
      const amounts = { goodsFen: payableFen, discountFen: 0, payableFen }
      const payments = order.payments.map((payment) => ({ ...payment, amountFen: payableFen }))
      const result = await spine.send({
        ...order,
        lines,
        totals: amounts,
        payments,
        ...(change.totals === undefined ? {} : { totals: change.totals }),
      })
      await drain()
      return result
    },
    /** The units leave with one waybill. */
    async dispatch(id: string, waybill: string, quantity = 1, attempt = 1) {
      const order = await bus.look(orderAggregate, orderOf(id))
      const held = order!.plan!.filter(({ lineId }) => lineId === '1')
      const fulfilmentId = `${orderOf(id)}.${attempt}@HZ`
      const lines = held.map(({ reservationId, sku, lineId }) => ({ reservationId, sku, lineId, quantity, serialNumbers: [] }))
      await must('DispatchShipment', { fulfilmentId, shipmentId: waybill, carrier: '顺丰', waybill, dispatchedAt: clock.now(), lines })
    },
    deliver: (id: string, waybill: string, attempt = 1) =>
      must('DeliverShipment', { fulfilmentId: `${orderOf(id)}.${attempt}@HZ`, shipmentId: waybill, deliveredAt: clock.now() }),
    complete: (id: string, booking: number, attempt = 1, change: object = {}) =>
      must('CompleteInstallation', {
        ...{ installationId: cardOf(id, attempt), booking, units: [{ lineId: '1', sku: 'fridge', serialNumbers: [] }] },
        ...{ ...evidence, completedAt: clock.now(), ...change },
      }),
    fail: (id: string, booking: number, reason: string) =>
      must('FailVisit', { installationId: cardOf(id), booking, reason, note: null, failedAt: clock.now() }),
    async card(id: string, attempt = 1) {
      const installation = await bus.look(installationAggregate, cardOf(id, attempt))
      if (installation === null || installation.request === null) return null
      const { request, visits, stalled, chosen, cancelReason } = installation
      const last = visits.at(-1)
      return {
        ...{ mode: request.mode, phase: phaseOf(installation), stalled, provider: chosen?.provider ?? null, reason: cancelReason },
        visits: visits.length,
        visit: last === undefined ? null : `${last.provider} ${last.date} ${last.slot}`,
      }
    },
    async slot(id: string, date: string, booking = 1, attempt = 1) {
      const capacity = await bus.look(capacityAggregate, capacityKey(district, date))
      return capacity === null ? null : (bookingOf(capacity, { appointmentId: cardOf(id, attempt), booking })?.state ?? null)
    },
    async free(date: string, provider = 'P1') {
      const capacity = await bus.look(capacityAggregate, capacityKey(district, date))
      return [...(capacity?.offers.values() ?? [])].filter((offered) => offered.provider === provider).map(freeOf)
    },
    order: async (id: string) => bus.look(orderAggregate, orderOf(id)),
  }
}

export type Installing = Awaited<ReturnType<typeof openInstalling>>
