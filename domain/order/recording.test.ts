import { describe } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { orderAggregate } from './order.ts'
import { ask, channelOrderOf, discountOf, later, lineOf, payBy, paymentOf, placedAt, record, shipmentOf } from './testing/orders.ts'

const scenario = scenariosOf(orderAggregate)
const unpaid = channelOrderOf([lineOf('a', 2, 1_000), lineOf('b', 1, 500)])
const paid = later(unpaid, 1_000, { status: 'toShip', payments: [paymentOf(2_500)] })
const shipped = later(paid, 1_000, { status: 'shipped', shipments: [shipmentOf('w1', ['a', 2], ['b', 1])] })
const finished = later(shipped, 1_000, { status: 'finished', deliveredAt: placedAt + 9_000, finishedAt: placedAt + 9_999 })

describe('an order a channel sends for the first time', () => {
  scenario('unpaid, is placed')
    .when(record(unpaid))
    .yieldsLike({ type: 'OrderPlaced', data: { buyerFen: 2_500, shipTo: ['310000', '310100', '310105'], payBy } })
    .notes('placed')

  scenario('finished long ago, tells its whole life')
    .when(record(finished))
    .yieldsLike(
      { type: 'OrderPlaced' },
      { type: 'PaymentCaptured', data: { capturedFen: 2_500, paidInFull: true } },
      { type: 'ShipmentReported', data: { shipmentId: 'w1' } },
      { type: 'DeliveryReported', data: { deliveredAt: placedAt + 9_000 } },
      { type: 'OrderCompleted', data: { completedAt: placedAt + 9_999 } },
    )
    .notes('placed')

  scenario('closed unpaid, was cancelled by the channel')
    .when(record({ ...unpaid, status: 'closed' }))
    .yieldsLike({ type: 'OrderPlaced' }, { type: 'OrderCancelled', data: { reason: 'unpaid', cancelledBy: 'channel', capturedFen: 0 } })

  scenario('closed after it was paid, keeps its payment until a refund asks for it')
    .when(record({ ...paid, status: 'closedAfterPay' }))
    .yieldsLike(
      { type: 'OrderPlaced' },
      { type: 'PaymentCaptured' },
      { type: 'OrderCancelled', data: { reason: 'channel', capturedFen: 2_500 } },
    )

  scenario('with a deposit paid, waits for the balance')
    .when(record({ ...unpaid, status: 'depositPaid', payments: [paymentOf(500, 'd', 'deposit')] }))
    .yieldsLike({ type: 'OrderPlaced' }, { type: 'DepositPaid', data: { amountFen: 500, capturedFen: 500 } })

  scenario('held, is held for the reasons the channel gives')
    .when(record({ ...paid, status: 'held', holds: [{ reason: 'riskReview', detail: 'in review' }] }))
    .yieldsLike({ type: 'OrderPlaced' }, { type: 'PaymentCaptured' }, { type: 'OrderHeld', data: { reason: 'riskReview' } })

  scenario('held without a reason, is held all the same')
    .when(record({ ...paid, status: 'held' }))
    .yieldsLike(
      { type: 'OrderPlaced' },
      { type: 'PaymentCaptured' },
      { type: 'OrderHeld', data: { reason: 'channelHold', detail: 'WAIT' } },
    )

  scenario('with two lines of one id, is refused')
    .when(record(channelOrderOf([lineOf('a', 1, 1), lineOf('a', 1, 1)])))
    .rejects('BAD_REQUEST', { lineId: 'a' })

  scenario('with more units than can be held, is refused')
    .when(record(channelOrderOf([lineOf('a', 10_000, 1)])))
    .rejects('ORDER_TOO_LARGE', { limit: 10_000 })

  scenario('with amounts that do not add up, is refused')
    .when(record({ ...unpaid, buyerPaysFen: 2_501 }))
    .rejects('AMOUNTS_BROKEN', { leftFen: 2_500, rightFen: 2_501 })
})

describe('another version of a known order', () => {
  scenario('the same again is a duplicate').after(record(paid)).when(record(paid)).yieldsNothing().notes('duplicate')
  scenario('an older one is stale and changes nothing').after(record(paid)).when(record(unpaid)).yieldsNothing().notes('stale')
  scenario('an older one is stale even when it says more')
    .after(record(paid))
    .when(record({ ...finished, modifiedAt: unpaid.modifiedAt }))
    .yieldsNothing()
    .notes('stale')
  scenario('a newer one with nothing new is remembered')
    .after(record(paid))
    .when(record(later(paid, 5)))
    .yieldsLike({ type: 'ChannelVersionRecorded', data: { channelModifiedAt: paid.modifiedAt + 5, rawStatus: 'WAIT' } })
    .notes('updated')
  scenario('and is what later ones are measured by')
    .after(record(paid), record(later(paid, 5)))
    .when(record(later(paid, 4)))
    .notes('stale')
  scenario('of the same instant tells what is new in it')
    .after(record(unpaid))
    .when(record({ ...paid, modifiedAt: unpaid.modifiedAt }))
    .yieldsLike({ type: 'PaymentCaptured' })
    .notes('updated')
  scenario('tells only what changed')
    .after(record(shipped))
    .when(record(finished))
    .yieldsLike({ type: 'DeliveryReported' }, { type: 'OrderCompleted' })
  scenario('a status that goes back moves nothing back')
    .after(record(finished))
    .when(record(later(finished, 5, { status: 'unpaid', finishedAt: null, deliveredAt: null, shipments: [], payments: [] })))
    .yieldsLike({ type: 'ChannelVersionRecorded' })
  scenario('a completed order the channel closes later was completed all the same')
    .after(record(finished))
    .when(record(later(finished, 5, { status: 'closedAfterPay' })))
    .yieldsLike({ type: 'ChannelVersionRecorded' })
  scenario('what the channel holds no longer is released, what we hold stays')
    .after(
      record({ ...paid, holds: [{ reason: 'groupBuying', detail: '' }] }),
      ask('HoldOrder', { reason: 'operator', detail: 'call first' }),
    )
    .when(record(later(paid, 5)))
    .yieldsLike({ type: 'OrderReleased', data: { reason: 'groupBuying' } })
  scenario('the same address sealed anew is no change')
    .after(record(paid))
    .when(record(later(paid, 0, { buyer: { ...paid.buyer, name: 'sealed:p1:b3RoZXI' } })))
    .yieldsNothing()
  scenario('another recipient changes the address, and where later events go')
    .after(record(paid))
    .when(record(later(paid, 5, { recipientFingerprint: 'recipient 2', region: { path: ['110000'], name: 'Beijing' } })))
    .yieldsLike({ type: 'AddressChanged', data: { shipTo: ['110000'] } })
  scenario('edited remarks are taken over')
    .after(record(paid))
    .when(record(later(paid, 5, { remarksFingerprint: 'remarks 2' })))
    .yieldsLike({ type: 'RemarksChanged' })
  scenario('a payment under a known id with another amount is refused')
    .after(record(paid))
    .when(record(later(paid, 5, { payments: [paymentOf(2_400)] })))
    .rejects('PAYMENT_DIFFERS', { recordedFen: 2_500, askedFen: 2_400 })
  scenario('a line the channel closed is cancelled, the rest lives on')
    .after(record(paid))
    .when(record(later(paid, 5, { lines: [lineOf('a', 2, 1_000, { status: 'closed', refundStatus: 'refunded' }), lineOf('b', 1, 500)] })))
    .yieldsLike({ type: 'LineCancelled', data: { lineId: 'a', quantity: 2, remaining: 0, buyerFen: 2_000, reason: 'refunded' } })
  scenario('a line closed after it left is no cancellation')
    .after(record(shipped))
    .when(record(later(shipped, 5, { lines: shipped.lines.map((line) => ({ ...line, status: 'closed' as const })) })))
    .yieldsLike({ type: 'ChannelVersionRecorded' })
  scenario('with its last line the order is cancelled')
    .after(record(paid))
    .when(record(later(paid, 5, { lines: paid.lines.map((line) => ({ ...line, status: 'closed' as const })) })))
    .yieldsLike(
      { type: 'LineCancelled' },
      { type: 'LineCancelled' },
      { type: 'OrderCancelled', data: { reason: 'channel', cancelledBy: 'channel' } },
    )
})

describe('amounts a channel changes', () => {
  const cheaper = later(unpaid, 5, { orderDiscounts: [discountOf(100, 'merchant', 'priceChange')], buyerPaysFen: 2_400 })
  scenario('before anything is paid, are cut anew')
    .after(record(unpaid))
    .when(record(cheaper))
    .yieldsLike({ type: 'OrderRepriced', data: { buyerFen: 2_400, receivableFen: 2_400 } })
  scenario('are what the payment must match')
    .after(record(unpaid), record(cheaper))
    .when(ask('CapturePayment', paymentOf(2_400)))
    .yieldsLike({ type: 'PaymentCaptured', data: { paidInFull: true } })
  scenario('and paid in the same message, are cut anew first')
    .after(record(unpaid))
    .when(record({ ...cheaper, payments: [paymentOf(2_400)] }))
    .yieldsLike({ type: 'OrderRepriced' }, { type: 'PaymentCaptured', data: { paidInFull: true } })
  scenario('once something is paid, hold the order')
    .after(record(paid))
    .when(record(later(paid, 5, { buyerPaysFen: 2_400 })))
    .yieldsLike({ type: 'OrderHeld', data: { reason: 'amountsDiffer', detail: 'channel says 2400 fen, agreed 2500' } })
  scenario('hold once, not again after somebody has looked')
    .after(record(paid), record(later(paid, 5, { buyerPaysFen: 2_400 })), ask('ReleaseOrder', { reason: 'amountsDiffer' }))
    .when(record(later(paid, 6, { buyerPaysFen: 2_400 })))
    .yieldsLike({ type: 'ChannelVersionRecorded' })
  scenario('other lines than agreed hold the order')
    .after(record(paid))
    .when(record(later(paid, 5, { lines: [lineOf('a', 3, 1_000), lineOf('b', 1, 500)] })))
    .yieldsLike({ type: 'OrderHeld', data: { reason: 'amountsDiffer' } })
  scenario('that do not add up are refused')
    .after(record(unpaid))
    .when(record(later(unpaid, 5, { buyerPaysFen: 2_499 })))
    .rejects('AMOUNTS_BROKEN')
})
