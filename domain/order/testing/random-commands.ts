import fc from 'fast-check'
import { bearers } from '../../shared/fields.ts'
import type { ChannelOrder } from '../channel-order.ts'
import type { OrderCommand } from '../commands.ts'
import { decisions } from './decisions.ts'
import { ask, channelOrderOf, discountOf, lineOf, payBy, paymentOf, placedAt, shipmentOf } from './orders.ts'

const part = (maximum: number) => fc.record({ perMille: fc.nat(maximum), bearer: fc.constantFrom(...bearers) })

/** An order of several units, a gift and freight, of any amounts. */
const baseOrder = fc
  .record({
    priceFen: fc.integer({ min: 3, max: 900_000 }),
    otherPriceFen: fc.integer({ min: 0, max: 5_000 }),
    own: fc.array(part(300), { maxLength: 2 }),
    off: fc.array(part(200), { maxLength: 3 }),
    freightFen: fc.constantFrom(0, 800, 1_201),
    otherChargesFen: fc.constantFrom(0, 99),
  })
  .map(({ priceFen, otherPriceFen, own, off, freightFen, otherChargesFen }) => {
    const discounts = own.map(({ perMille, bearer }) => discountOf(Math.floor((3 * priceFen * perMille) / 1_000), bearer, 'itemDiscount'))
    const lines = [lineOf('a', 3, priceFen, { discounts }), lineOf('b', 1, otherPriceFen), lineOf('g', 2, 777, { kind: 'gift' })]
    const leftFen = channelOrderOf(lines).buyerPaysFen
    const orderDiscounts = off.map(({ perMille, bearer }) => discountOf(Math.floor((leftFen * perMille) / 1_000), bearer))
    const freight = { amountFen: freightFen, discounts: freightFen === 0 ? [] : [discountOf(301, 'platform', 'freightCoupon')] }
    return channelOrderOf(lines, { orderDiscounts, freight, otherChargesFen, rawStatus: 'SOUND' })
  })

/** The same one for the same number, whatever the seed of the histories. */
export const baseOrderOf = (number: number): ChannelOrder => fc.sample(baseOrder, { seed: number, numRuns: 1 })[0]!

const oftenest = <Value>(value: Value, weight: number, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

function versions(base: ChannelOrder): fc.Arbitrary<OrderCommand> {
  const closable = (lineId: string) => fc.record({ lineId: fc.constant(lineId), status: oftenest('open' as const, 12, 'closed' as const) })
  const payments = fc.uniqueArray(fc.constantFrom(...somePayments(base)), { maxLength: 2, selector: ({ paymentId }) => paymentId })
  return fc
    .record({
      age: fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 6), fc.constant(6)),
      status: oftenest<ChannelOrder['status']>('toShip', 24, 'unpaid', 'held', 'closedUnpaid', 'closedAfterPay', 'finished'),
      payments,
      hold: oftenest<'none' | 'channelHold' | 'riskReview'>('none', 4, 'channelHold', 'riskReview'),
      recipient: oftenest('recipient 1', 6, 'recipient 2'),
      remarks: oftenest('remarks 1', 6, 'remarks 2'),
      shipments: fc.uniqueArray(
        fc.constantFrom(shipmentOf('w1', ['a', 1]), shipmentOf('w2', ['a', 2], ['b', 1]), shipmentOf('w3', ['a', 9])),
        {
          maxLength: 1,
          selector: ({ shipmentId }) => shipmentId,
        },
      ),
      shipped: oftenest(false, 8, true),
      delivered: oftenest(false, 20, true),
      payBy: oftenest<number | null>(payBy, 8, payBy + 1_000, null),
      lines: fc.tuple(closable('a'), closable('b'), closable('g')),
      changeFen: oftenest(0, 6, 1, 2),
      broken: oftenest(false, 15, true),
    })
    .map((version) => {
      const cheaper = version.changeFen > 0 && base.buyerPaysFen > 50_000
      const orderDiscounts = cheaper
        ? [...base.orderDiscounts, discountOf(version.changeFen, 'merchant', 'priceChange')]
        : base.orderDiscounts
      const buyerPaysFen = base.buyerPaysFen - (cheaper ? version.changeFen : 0) + (version.broken ? 1_000_003 : 0)
      const data: ChannelOrder = {
        ...base,
        modifiedAt: placedAt + version.age,
        payBy: version.payBy,
        status: version.status,
        rawStatus: version.broken ? 'BROKEN' : 'SOUND',
        orderDiscounts,
        buyerPaysFen,
        payments: version.payments,
        holds: version.hold === 'none' ? [] : [{ reason: version.hold, detail: '' }],
        recipientFingerprint: version.recipient,
        remarksFingerprint: version.remarks,
        shipments: version.shipped ? version.shipments : [],
        deliveredAt: version.delivered ? placedAt + 9 : null,
        lines: base.lines.map((line, place) => ({ ...line, status: version.lines[place]!.status })),
      }
      return { type: 'RecordChannelOrder', data }
    })
}

const somePayments = ({ buyerPaysFen }: ChannelOrder) => [
  paymentOf(buyerPaysFen, 'p1'),
  paymentOf(Math.floor(buyerPaysFen / 3), 'p2', 'deposit'),
  paymentOf(buyerPaysFen - Math.floor(buyerPaysFen / 3), 'p3', 'balance'),
  paymentOf(Math.ceil(buyerPaysFen / 7), 'p4', 'part'),
  paymentOf(0, 'p5', 'part'),
]

function refunds(base: ChannelOrder): fc.Arbitrary<OrderCommand> {
  const line = fc.record({ lineId: fc.constantFrom('a', 'a', 'b', 'g'), quantity: fc.integer({ min: 1, max: 3 }) })
  const unitFen = Math.ceil(base.buyerPaysFen / 4)
  return fc
    .record({
      afterSalesId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6'),
      lines: fc.uniqueArray(line, { maxLength: 2, selector: ({ lineId }) => lineId }),
      refundFen: fc.oneof(fc.nat(unitFen), fc.nat(10), fc.constantFrom(0, unitFen, base.buyerPaysFen), fc.nat(base.buyerPaysFen)),
      freightFen: oftenest(0, 5, 100, 800),
    })
    .map((data) => ask('CommitRefund', { ...data, reason: '' }))
}

const auditing: fc.Arbitrary<OrderCommand> = fc
  .record({
    change: fc.oneof(fc.nat(4), fc.nat(25)),
    outcome: oftenest('hold' as const, 3, 'pass' as const, 'merge' as const, 'hold' as const, 'cancel' as const),
    ends: fc.array(oftenest<number | null>(20, 3, 5, 9, null), { maxLength: 3 }),
  })
  .map(({ change, outcome, ends }) => {
    const reasons = outcome === 'hold' ? ends.map((dueAt, place) => ({ rule: `r${place}`, reason: 'x', dueAt })) : []
    const policy = { name: 'audit', version: 1 }
    return ask('RecordAudit', { policy, outcome, matched: [], reasons, saw: { weightGrams: null, otherOpenOrders: null }, change })
  })

const installing: fc.Arbitrary<OrderCommand> = fc
  .record({
    installationId: fc.constantFrom('i1', 'i2'),
    lineId: fc.constantFrom('a', 'a', 'freight'),
    step: oftenest<'expected' | 'installed' | 'cancelled'>('expected', 1, 'installed', 'installed', 'cancelled'),
  })
  .map(({ installationId, lineId, step }) =>
    step === 'expected'
      ? ask('ExpectInstallation', { installationId, lineId, quantity: 1 })
      : ask('EndInstallation', { installationId, outcome: step, endedAt: 9 }),
  )

export function randomCommands(base: ChannelOrder): fc.Arbitrary<OrderCommand> {
  const lineId = fc.constantFrom('a', 'b', 'g', 'freight')
  const quantity = fc.integer({ min: 1, max: 3 })
  const plan = quantity.map((units) => [
    { lineId: 'a', sku: 'sku a', location: 'wh1', locationRegionPath: [], reservationId: 'x', quantity: units },
  ])
  return fc.oneof(
    { weight: 30, arbitrary: versions(base) },
    { weight: 10, arbitrary: fc.constantFrom(...somePayments(base)).map((payment) => ask('CapturePayment', payment)) },
    { weight: 30, arbitrary: refunds(base) },
    {
      weight: 8,
      arbitrary: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6').map((afterSalesId) => ask('ReleaseRefund', { afterSalesId })),
    },
    { weight: 3, arbitrary: fc.constantFrom(payBy - 1, payBy, payBy + 1_000).map((dueAt) => ask('ExpireUnpaidOrder', { dueAt })) },
    { weight: 2, arbitrary: fc.constant(ask('HoldOrder', { reason: 'operator', detail: '' })) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('operator', 'amountsDiffer', 'audit').map((reason) => ask('ReleaseOrder', { reason } as never)),
    },
    { weight: 10, arbitrary: auditing },
    { weight: 3, arbitrary: fc.constantFrom(4, 9, 19, 20).map((dueAt) => ask('ExpireAuditHold', { dueAt })) },
    { weight: 1, arbitrary: fc.constant(ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' })) },
    { weight: 3, arbitrary: fc.record({ lineId, quantity, reason: fc.constant('') }).map((data) => ask('CancelLine', data)) },
    { weight: 3, arbitrary: plan.map((units) => ask('RecordSourcing', { plan: units })) },
    { weight: 8, arbitrary: decisions },
    { weight: 2, arbitrary: quantity.map((units) => ask('RecordBackorder', { missing: [{ sku: 'sku a', quantity: units }], dueAt: 9 })) },
    {
      weight: 2,
      arbitrary: fc
        .record({ id: fc.constantFrom('w1', 'w4'), quantity })
        .map(({ id, quantity: units }) => ask('RecordShipment', shipmentOf(id, ['a', units]))),
    },
    { weight: 1, arbitrary: fc.constant(ask('RecordDelivery', { deliveredAt: 9 })) },
    { weight: 1, arbitrary: installing },
    {
      weight: 1,
      arbitrary: oftenest(false, 3, true).map((now) =>
        now ? ask('CompleteOrder', { completedAt: 9 }) : ask('RecordDelivery', { deliveredAt: 9 }),
      ),
    },
  )
}

/** The same asked with something else under the same natural key. */
export function alterCommand(command: OrderCommand, by: number): OrderCommand {
  const data = { ...command.data } as Record<string, unknown>
  if (command.type === 'CapturePayment') data.amountFen = command.data.amountFen + by
  if (command.type === 'CommitRefund') data.refundFen = command.data.refundFen + by
  if (command.type === 'RecordChannelOrder') data.modifiedAt = command.data.modifiedAt + by - 2
  return { type: command.type, data } as OrderCommand
}
