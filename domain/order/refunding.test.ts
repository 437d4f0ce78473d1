import { describe } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { orderAggregate } from './order.ts'
import { ask, channelOrderOf, discountOf, lineOf, paymentOf, record } from './testing/orders.ts'

const scenario = scenariosOf(orderAggregate)
/** Each unit of 1,000 is paid with 960 and one of 500 with 480, since a platform gave 100; it gave 100 of 300 for freight too. */
const order = channelOrderOf([lineOf('a', 2, 1_000), lineOf('b', 1, 500)], {
  orderDiscounts: [discountOf(100, 'platform')],
  freight: { amountFen: 300, discounts: [discountOf(100, 'platform', 'freightCoupon')] },
  otherChargesFen: 50,
})
const paid = [record(order), ask('CapturePayment', paymentOf(2_650))] as const
const refund = (afterSalesId: string, refundFen: number, lines: readonly (readonly [string, number])[] = [], freightFen = 0) =>
  ask('CommitRefund', {
    afterSalesId,
    lines: lines.map(([lineId, quantity]) => ({ lineId, quantity })),
    refundFen,
    freightFen,
    reason: 'because',
  })
const release = (afterSalesId: string) => ask('ReleaseRefund', { afterSalesId })

describe('a refund', () => {
  scenario('of units gives back what was paid for them and undoes what others paid')
    .after(...paid)
    .when(refund('r1', 960, [['a', 1]]))
    .yieldsLike({
      type: 'RefundCommitted',
      data: {
        units: [{ lineId: 'a', sku: 'sku a', unitIndexes: [0], unitBuyerFen: [960], buyerFen: 960 }],
        buyerFen: 960,
        freightFen: 0,
        otherFen: 0,
        bearers: [{ bearer: 'platform', amountFen: 40 }],
        refundedFen: 960,
      },
    })
  scenario('of another unit of the line takes the one with more left')
    .after(...paid, refund('r1', 960, [['a', 1]]))
    .when(refund('r2', 960, [['a', 1]]))
    .yieldsLike({ type: 'RefundCommitted', data: { units: [{ unitIndexes: [1] }], bearers: [{ bearer: 'platform', amountFen: 40 }] } })
  scenario('never exceeds what a unit cost, whatever else was captured')
    .after(...paid, refund('r1', 960, [['a', 1]]), refund('r2', 960, [['a', 1]]))
    .when(refund('r3', 251, [['a', 1]]))
    .rejects('REFUND_EXCEEDS_CAPTURED', { askedFen: 251, possibleFen: 250, capturedFen: 2_650, refundedFen: 1_920 })
  scenario('beyond the units named takes from freight, then from other charges')
    .after(...paid)
    .when(refund('r1', 480 + 200 + 50, [['b', 1]]))
    .yieldsLike({
      type: 'RefundCommitted',
      data: { buyerFen: 480, freightFen: 200, otherFen: 50, bearers: [{ bearer: 'platform', amountFen: 120 }] },
    })
  scenario('takes from freight what it says is freight')
    .after(...paid)
    .when(refund('r1', 300, [['b', 1]], 200))
    .yieldsLike({ type: 'RefundCommitted', data: { buyerFen: 100, freightFen: 200 } })
  scenario('of more freight than was paid is refused')
    .after(...paid)
    .when(refund('r1', 300, [['b', 1]], 201))
    .rejects('REFUND_EXCEEDS_CAPTURED', { possibleFreightFen: 200 })
  scenario('of which freight would be more than all of it is refused')
    .after(...paid)
    .when(refund('r1', 10, [], 11))
    .rejects('AMOUNTS_BROKEN')
  scenario('of the whole order gives back all of it')
    .after(...paid)
    .when(refund('r1', 2_650))
    .yieldsLike({
      type: 'RefundCommitted',
      data: {
        units: [
          { lineId: 'a', unitIndexes: [0, 1], unitBuyerFen: [960, 960] },
          { lineId: 'b', unitIndexes: [0], unitBuyerFen: [480] },
        ],
        freightFen: 200,
        otherFen: 50,
        bearers: [{ bearer: 'platform', amountFen: 200 }],
      },
    })
  scenario('of one fen more than all of it is refused')
    .after(...paid)
    .when(refund('r1', 2_651))
    .rejects('REFUND_EXCEEDS_CAPTURED', { possibleFen: 2_650 })
  scenario('of a part is cut over the units by what is left of each')
    .after(...paid)
    .when(refund('r1', 5))
    .yieldsLike({
      type: 'RefundCommitted',
      data: { units: [{ unitIndexes: [0, 1], unitBuyerFen: [2, 2] }, { unitBuyerFen: [1] }], bearers: [] },
    })
  scenario('that is the last of a unit undoes what is left of its discounts')
    .after(...paid, refund('r1', 479, [['b', 1]]))
    .when(refund('r2', 1, [['b', 1]]))
    .yieldsLike({ type: 'RefundCommitted', data: { buyerFen: 1, bearers: [{ bearer: 'platform', amountFen: 1 }] } })
  scenario('of what is not captured yet is refused')
    .after(record(order), ask('CapturePayment', paymentOf(400, 'p1', 'part')))
    .when(refund('r1', 401, [['a', 1]]))
    .rejects('REFUND_EXCEEDS_CAPTURED', { possibleFen: 400 })
  scenario('gives back what was captured beyond what was due')
    .after(record(order), ask('CapturePayment', paymentOf(2_750)))
    .when(refund('r1', 2_750))
    .yieldsLike({ type: 'RefundCommitted', data: { otherFen: 150 } })
  scenario('of a line there is not is refused')
    .after(...paid)
    .when(refund('r1', 1, [['x', 1]]))
    .rejects('LINE_UNKNOWN')
  scenario('of freight as if it were goods is refused')
    .after(...paid)
    .when(refund('r1', 1, [['freight', 1]]))
    .rejects('LINE_UNKNOWN')
  scenario('of more units than were bought is refused')
    .after(...paid)
    .when(
      refund('r1', 1, [
        ['a', 2],
        ['a', 1],
      ]),
    )
    .rejects('QUANTITY_EXCEEDED', { possible: 2 })
})

describe('a refund asked for twice', () => {
  scenario('with the same content is a repeat')
    .after(
      ...paid,
      refund('r1', 10, [
        ['a', 1],
        ['b', 1],
      ]),
    )
    .when(
      refund('r1', 10, [
        ['b', 1],
        ['a', 1],
      ]),
    )
    .yieldsNothing()
  scenario('with another amount is refused')
    .after(...paid, refund('r1', 10))
    .when(refund('r1', 11))
    .rejects('REFUND_DIFFERS', { recorded: { refundFen: 10 } })
  scenario('with other units is refused')
    .after(...paid, refund('r1', 10, [['a', 1]]))
    .when(refund('r1', 10, [['a', 2]]))
    .rejects('REFUND_DIFFERS')
})

describe('a refund that is released', () => {
  scenario('frees exactly what it took')
    .after(...paid, refund('r1', 1_160, [['a', 1]], 200))
    .when(release('r1'))
    .yieldsLike({
      type: 'RefundReleased',
      data: { buyerFen: 960, freightFen: 200, otherFen: 0, bearers: [{ bearer: 'platform', amountFen: 140 }], refundedFen: 0 },
    })
  scenario('may be committed again, of another amount too')
    .after(...paid, refund('r1', 1_160, [['a', 1]], 200), release('r1'))
    .when(refund('r1', 2_650))
    .yieldsLike({ type: 'RefundCommitted', data: { refundedFen: 2_650 } })
  scenario('must have been committed')
    .after(...paid, refund('r1', 10))
    .when(release('r2'))
    .rejects('REFUND_UNKNOWN', { committed: ['r1'] })
  scenario('is released once')
    .after(...paid, refund('r1', 10), release('r1'))
    .when(release('r1'))
    .rejects('REFUND_UNKNOWN')
})

describe('units without a price', () => {
  const gift = channelOrderOf([lineOf('a', 1, 1_000), lineOf('g', 2, 300, { kind: 'gift', discounts: [discountOf(200, 'platform')] })])
  const paidGift = [record(gift), ask('CapturePayment', paymentOf(1_000))] as const
  scenario('given back, undo what others gave for them')
    .after(...paidGift)
    .when(refund('r1', 0, [['g', 1]]))
    .yieldsLike({
      type: 'RefundCommitted',
      data: {
        units: [{ lineId: 'g', unitIndexes: [0], unitBuyerFen: [0] }],
        bearers: [
          { bearer: 'merchant', amountFen: 200 },
          { bearer: 'platform', amountFen: 100 },
        ],
      },
    })
  scenario('are undone once each')
    .after(...paidGift, refund('r1', 0, [['g', 1]]))
    .when(refund('r2', 1_000))
    .yieldsLike({
      type: 'RefundCommitted',
      data: { units: [{ lineId: 'a' }, { lineId: 'g', unitIndexes: [1] }] },
    })
  scenario('stay with the buyer when only a part of the order is given back')
    .after(...paidGift)
    .when(refund('r1', 999))
    .yieldsLike({ type: 'RefundCommitted', data: { units: [{ lineId: 'a' }] } })
  scenario('come back with the release')
    .after(...paidGift, refund('r1', 0, [['g', 2]]), release('r1'))
    .when(refund('r2', 0, [['g', 2]]))
    .yieldsLike({ type: 'RefundCommitted', data: { units: [{ unitIndexes: [0, 1] }] } })
})
