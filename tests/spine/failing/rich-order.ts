import { kuaidi100 } from '../../../connectors/tms/kuaidi100.ts'
import { skuAggregate } from '../../../domain/catalogue/sku.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { orderKey, stockKey, streamKey } from '../../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import { confirmOf, type Simulator } from '../../wms/simulator.ts'
import { code } from '../../wms/warehouse.ts'
import { appOrder, minuteMs } from '../harness.ts'
import { district, type LifeWorld, openLife, where } from '../lives/world.ts'

/** A set with a gift, and a fridge that the government pays a part of and a crew installs, from a warehouse that has a system. */

const iso = (instant: number) => new Date(instant).toISOString()
const localTime = (instant: number) =>
  iso(instant + 8 * 3_600_000)
    .slice(0, 19)
    .replace('T', ' ')
export const richOrderId = (id: string): string => orderKey('app', 's1', id)
const caseId = (id: string): string => orderKey('app', 's1', `${id}-r`)

function richOrder(id: string, at: number) {
  const payableFen = 190_000
  const subsidy = { bearer: 'government', instrument: 'subsidy', amountFen: 10_000, promotionId: null }
  const gift = { bearer: 'merchant', instrument: 'other', amountFen: 9_000, promotionId: 'gift' }
  const line = { quantity: 1, unitPriceFen: 100_000, payableFen: 100_000 }
  return {
    ...appOrder(id, { at, skus: ['set', 'fridge'] }),
    lines: [
      { ...line, lineId: '1', skuId: 'c-set', title: 'set' },
      { ...line, lineId: '2', skuId: 'c-fridge', title: 'fridge', delivery: 'install', discounts: [subsidy], payableFen: 90_000 },
      {
        ...{ lineId: '3', skuId: 'c-pan', title: 'pan', kind: 'gift', giftOf: '1', quantity: 1, unitPriceFen: 9_000 },
        ...{ discounts: [gift], payableFen: 0 },
      },
    ],
    totals: { goodsFen: 209_000, discountFen: 19_000, payableFen },
    payments: [{ paymentId: `p-${id}`, stage: 'full', amountFen: payableFen, method: 'wechat', paidAt: iso(at) }],
  }
}

const units = { fridge: 2, oven: 2, pan: 1 } as const
export type Units = keyof typeof units
const skus = Object.keys(units) as Units[]

export async function openRich(simulator: Simulator) {
  const afterSales = { gifts: 'return', giftsNotBack: 'charge', tellUndoneSales: true }
  const rules = { audit: 'hold', byCost: false, installs: true, knowsNothing: true, acceptMinutes: null, afterSales } as const
  const world: LifeWorld = await openLife(rules as unknown as Parameters<typeof openLife>[0], simulator)
  const { ask, drain, now } = world

  let offers = 0
  const fridge = (await world.ledger.bus.look(skuAggregate, streamKey(['fridge'])))!
  const components = [
    { sku: 'fridge', quantity: 1, priceShare: 1, kind: 'stock' },
    { sku: 'oven', quantity: 2, priceShare: 1, kind: 'stock' },
  ]
  const defined = { ...fridge.definition, definedAt: now() + 1 }
  await ask('DefineSku', { ...defined, sku: 'pan', name: 'pan', components: [] })
  await ask('DefineSku', { ...defined, sku: 'set', name: 'set', components })
  for (const sku of ['pan', 'set'])
    await ask('DefineListing', { channel: 'app', shop: 's1', channelSku: `c-${sku}`, sku, effectiveFrom: 0 })
  for (const sku of skus) await ask('ReceiveStock', { ...where(sku, 'HZ'), documentId: `in-${sku}`, quantity: 20, askedAt: now() })
  for (let ahead = 0; ahead < 14; ahead++) await offer(ahead, 9)
  await drain()

  async function offer(ahead: number, quantity: number): Promise<void> {
    offers += 1
    const of = { area: district, date: world.date(ahead), provider: 'P1', slot: 'afternoon', offeredFor: null }
    await ask('OfferCapacity', { ...of, quantity, overbookPercent: 0, setAt: now() + offers })
  }

  const placedAt = new Map<string, number>()
  let said = 0
  async function refund(id: string, status: string, more: object = {}): Promise<void> {
    said += 1
    const at = iso(now() + said)
    await world.send({
      ...{ type: 'afterSale', shop: 's1', orderId: id, refundId: `${id}-r`, kind: 'returnAndRefund', status, modifiedAt: at },
      ...{ goodsFen: 100_000, refundFen: 100_000, freightFen: 0, requestedAt: iso(now()), paidAt: status === 'paid' ? at : null },
      ...{ lines: [{ lineId: '1', quantity: 1 }], ...more },
    })
    await drain()
  }
  /** Long enough for whatever is asked of another system again. */
  async function soon(): Promise<void> {
    for (let time = 0; time < 4; time++) await world.pass(15 * minuteMs)
  }
  const openCard = async (id: string) =>
    (await world.cardsOf(richOrderId(id))).find(({ phase }) => phase !== 'cancelled' && phase !== 'completed')

  return {
    ...world,
    get ledger() {
      return world.ledger
    },
    offer,
    refund,
    soon,
    /** Placed, held by the audit until its time is over, given to the warehouse, and booked with a crew. */
    async arrange(id: string): Promise<void> {
      placedAt.set(id, now())
      await world.send(richOrder(id, now()))
      await drain()
      await world.pass(60 * minuteMs)
      await soon()
    },
    async callOff(id: string): Promise<void> {
      await ask('CancelOrder', { orderId: richOrderId(id), reason: 'merchant', cancelledBy: 'operator' })
      await drain()
      await soon()
    },
    /** Sent in one parcel, delivered by its carrier, installed by the crew. */
    async deliver(id: string): Promise<void> {
      const items = [...skus].map((sku) => ({ sku, quantity: units[sku] }))
      await world.say(
        'deliveryorder.confirm',
        confirmOf(code(id), { number: `C-${id}`, at: localTime(now()), parcels: [{ waybill: `SF${id}`, items }] }),
      )
      await soon()
      const data = [{ ftime: localTime(now()), statusCode: '3', context: 'signed' }]
      const param = JSON.stringify({ status: 'polling', lastResult: { com: 'shunfeng', nu: `SF${id}`, state: '3', data } })
      await world.ledger.traces.intake.receive(Buffer.from(new URLSearchParams({ sign: '-', param }).toString()), kuaidi100)
      await drain()
      await soon()
      const card = await openCard(id)
      if (card === undefined) return
      const installed = card.installation.request!.lines.map(({ lineId, sku }) => ({ lineId, sku, serialNumbers: [] }))
      const visit = { installationId: card.installationId, booking: card.installation.visits.length }
      await ask('CompleteInstallation', { ...visit, units: installed, photos: [], materials: [], completedAt: now() })
      await drain()
      await soon()
    },
    /** The set and its gift come back and are put away. */
    async giveBack(id: string): Promise<void> {
      const back = [
        { lineId: '1', sku: 'fridge', quantity: 1, serialNumbers: [] },
        { lineId: '1', sku: 'oven', quantity: 2, serialNumbers: [] },
        { lineId: '3', sku: 'pan', quantity: 1, serialNumbers: [] },
      ]
      const receipt = { afterSalesId: caseId(id), receiptId: 'b', location: 'HZ' }
      await ask('ReceiveReturn', { ...receipt, units: back, receivedAt: now() })
      await drain()
      await ask('InspectReturn', { ...receipt, units: back.map((each) => ({ ...each, condition: 'sellable' })), inspectedAt: now() })
      await drain()
      await soon()
    },
    /** Its channel says that it is done. */
    async finish(id: string): Promise<void> {
      await world.send({ ...richOrder(id, placedAt.get(id)!), modifiedAt: iso(now()), status: 'finished', finishedAt: iso(now()) })
      await drain()
      await soon()
    },
    async stockOf() {
      const found: Record<string, object> = {}
      for (const sku of skus) {
        const { onHand, reserved, damaged } = (await world.ledger.bus.look(stockAggregate, stockKey(sku, 'HZ')))!
        found[sku] = { onHand, reserved, damaged }
      }
      return found
    },
    /** Where everything is in the end; what was tried on the way, and how often, is left out. */
    async summary() {
      const types = new Map<string, string[]>()
      for (const { stream, type } of await world.events()) {
        const isTry = stream.startsWith('process-') || /^(wms|wmsreturn|person|deployment|wmsmessage)-/.test(stream)
        if (!isTry) types.set(stream, [...(types.get(stream) ?? []), type])
      }
      const orders = []
      for (const id of await world.orderIds()) {
        const order = await world.ledger.bus.look(orderAggregate, id)
        if (order === null) continue
        const { phase, capturedFen, refundedFen, deliveredAt } = order
        orders.push([id, phase, capturedFen, refundedFen, deliveredAt !== null])
      }
      const streams = [...types].sort(([a], [b]) => (a < b ? -1 : 1))
      const warehouse = [...world.wms.orders.values()].map(({ code, state }) => `${code} ${state}`).sort()
      return { orders, stock: await this.stockOf(), streams, warehouse }
    },
  }
}

export type Rich = Awaited<ReturnType<typeof openRich>>
