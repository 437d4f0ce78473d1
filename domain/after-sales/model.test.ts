import fc from 'fast-check'
import { test } from 'vitest'
import type { AskedRefund } from '../order/events.ts'
import { agrees } from '../shared/testing/agreement.ts'
import { afterSalesAggregate } from './after-sales.ts'
import type { AfterSalesCommand } from './commands.ts'
import { giftClaims, lateRules, overdueRules } from './events.ts'
import { ask, record, requestedAt, returnOf, units } from './testing/cases.ts'
import { afterSalesModel } from './testing/model.ts'

const refundFen = fc.oneof({ weight: 6, arbitrary: fc.constant(1_000) }, { weight: 1, arbitrary: fc.constantFrom(0, 900, 1_200) })
const unitsOf = (lineId: string, quantity: number): AskedRefund['lines'] => [{ lineId, quantity }]
const asked = fc.record({
  lines: fc.oneof(
    { weight: 5, arbitrary: fc.constant(unitsOf('a', 1)) },
    { weight: 1, arbitrary: fc.constantFrom([], unitsOf('b', 1), unitsOf('a', 2)) },
  ),
  refundFen,
  freightFen: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(100) }),
})

const kinds = [
  'returnAndRefund',
  'returnAndRefund',
  'refundOnly',
  'refundOnly',
  'exchange',
  'exchange',
  'rejectedDelivery',
  'intercept',
] as const
const policy = { name: 'after-sales', version: 1 }

const version = fc
  .record({
    asked,
    age: fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5), fc.constant(5)),
    kind: fc.constantFrom(...kinds),
    status: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('requested' as const, 'approved' as const, 'goodsOnTheWay' as const, 'goodsBack' as const) },
      { weight: 2, arbitrary: fc.constant('refused' as const) },
      { weight: 1, arbitrary: fc.constantFrom('paid' as const, 'closed' as const) },
    ),
    returnWaybill: fc.constantFrom(null, null, 'w1', 'w2'),
    returnedTo: fc.constantFrom(null, null, 'store1'),
  })
  .map(({ asked: content, age, ...rest }) => record(returnOf({ ...content, ...rest, modifiedAt: requestedAt + age })))

const request = fc.record({ asked, kind: fc.constantFrom(...kinds) }).map(({ asked: content, kind }) =>
  ask('RequestRefund', {
    ...{ orderId: 'app.shop.1', channel: 'app', shop: 'shop', refundId: 'r1', kind, requestedAt, reason: null },
    ...content,
  }),
)

const receipt = fc.record({
  receiptId: fc.constantFrom('d1', 'd2', 'd3'),
  location: fc.constantFrom('wh1', 'wh1', 'wh2'),
  quantity: fc.integer({ min: 1, max: 2 }),
  lineId: fc.constantFrom('a', 'a', 'a', 'b'),
})

const commands: fc.Arbitrary<AfterSalesCommand> = fc.oneof(
  { weight: 20, arbitrary: version },
  { weight: 3, arbitrary: request },
  { weight: 3, arbitrary: asked.map((content) => ask('AmendRefund', content)) },
  { weight: 1, arbitrary: fc.tuple(asked, fc.constantFrom(...kinds)).map(([content, kind]) => ask('AmendRefund', { ...content, kind })) },
  { weight: 3, arbitrary: fc.constant(ask('AgreeToRefund', {})) },
  {
    weight: 6,
    arbitrary: refundFen.map((amountFen) =>
      ask('ApproveRefund', { buyerFen: Math.floor(amountFen / 2), freightFen: Math.ceil(amountFen / 2), otherFen: 0, bearers: [] }),
    ),
  },
  { weight: 2, arbitrary: fc.constant(ask('RefuseRefund', { code: 'MERCHANT', reason: '' })) },
  { weight: 1, arbitrary: refundFen.map((amountFen) => ask('RecordRefundPaid', { refundFen: amountFen, paidAt: 9 })) },
  { weight: 1, arbitrary: fc.constant(ask('CloseAfterSales', { closedAt: 9 })) },
  {
    weight: 3,
    arbitrary: fc
      .record({ waybill: fc.constantFrom(null, 'w1', 'w3'), quantity: fc.integer({ min: 1, max: 2 }) })
      .map(({ waybill, quantity }) => ask('ExpectReturn', { waybill, lines: [{ lineId: 'a', quantity }] })),
  },
  {
    weight: 5,
    arbitrary: receipt.map(({ receiptId, location, quantity, lineId }) =>
      ask('ReceiveReturn', { receiptId, location, units: [units(quantity, lineId)], receivedAt: 9 }),
    ),
  },
  {
    weight: 5,
    arbitrary: receipt.map(({ receiptId, location, quantity, lineId }) =>
      ask('InspectReturn', {
        ...{ receiptId, location, inspectedAt: 9 },
        units: Array.from({ length: quantity }, (_, unit) => ({
          ...units(1, lineId),
          condition: unit === 0 ? ('sellable' as const) : 'scrap',
          ...(quantity === 2 ? { defect: 'dented' } : {}),
        })),
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ dueAt: fc.constantFrom(7, 8), overdue: fc.constantFrom(...overdueRules), late: fc.constantFrom(...lateRules) })
      .map((deadline) => ask('SetReturnDeadline', { ...deadline, policy })),
  },
  { weight: 3, arbitrary: fc.constantFrom(6, 7, 8).map((dueAt) => ask('ExpireReturn', { dueAt })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('o1', 'o1', 'o2')
      .map((replacementOrderId) => ask('RecordReplacement', { replacementOrderId, lines: unitsOf('a', 1), policy })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        lineId: fc.constantFrom('a', 'a', 'b'),
        unitPriceFen: fc.constantFrom(900, 1_000, 1_200),
        sellerBearsFen: fc.constantFrom(0, 300),
      })
      .map(({ sellerBearsFen, ...line }) => ask('NameReplacement', { lines: [{ ...line, sku: 'other' }], sellerBearsFen })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        lineId: fc.constantFrom('a', 'a', 'b'),
        quantity: fc.constantFrom(1, 2),
        carriedFen: fc.constantFrom(0, 900, 1_000, 2_000),
      })
      .map((unit) => ask('PriceExchange', { units: [unit] })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ quantity: fc.constantFrom(1, 2), how: fc.constantFrom(...giftClaims), amountFen: fc.constantFrom(0, 0, 500) })
      .map((claim) => ask('ClaimGift', { ...claim, lineId: 'b', sku: null, policy })),
  },
  { weight: 1, arbitrary: fc.constant(ask('WaiveGift', { lineId: 'b' })) },
  { weight: 1, arbitrary: fc.constantFrom(1, 1, 2).map((quantity) => ask('UndoSale', { lines: unitsOf('a', quantity), policy })) },
  { weight: 1, arbitrary: fc.constant(ask('RestoreSale', {})) },
)

test('an after-sales case does what one on paper does', () => {
  agrees({
    aggregate: afterSalesAggregate,
    model: afterSalesModel,
    command: commands,
    alter: (command, by) => {
      const data = { ...command.data } as Record<string, unknown>
      if (command.type === 'RecordChannelAfterSale') data.modifiedAt = command.data.modifiedAt + by - 2
      if ('refundFen' in command.data) data.refundFen = command.data.refundFen + by
      return { type: command.type, data } as AfterSalesCommand
    },
  })
})
