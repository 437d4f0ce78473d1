import { describe } from 'vitest'
import { streamKey } from '../shared/stream-name.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { orderAggregate } from './order.ts'
import { ask, channelOrderOf, later, lineOf, payBy, paymentOf, placedAt, record } from './testing/orders.ts'

const scenario = scenariosOf(orderAggregate)
const unpaid = channelOrderOf([lineOf('a', 2, 1_000)])
const expire = (dueAt = payBy) => ask('ExpireUnpaidOrder', { dueAt })
const pay = (amountFen = 2_000, paymentId = 'pay 1', stage: 'full' | 'deposit' | 'balance' | 'part' = 'full') =>
  ask('CapturePayment', paymentOf(amountFen, paymentId, stage))
const presale = channelOrderOf([lineOf('a', 2, 1_000)], {
  type: 'presale',
  presale: { stage: 'depositUnpaid', depositFen: 300, balanceFen: 1_700, balanceDueAt: payBy + 1_000 },
})

describe('payments', () => {
  scenario('of an order nobody placed are refused').when(pay()).rejects('ORDER_UNKNOWN')
  scenario('are captured once').after(record(unpaid), pay()).when(pay()).yieldsNothing()
  scenario('of another amount under the same id are refused')
    .after(record(unpaid), pay())
    .when(pay(1_999))
    .rejects('PAYMENT_DIFFERS', { recordedFen: 2_000 })
  scenario('in parts are paid in full with the last')
    .after(record(unpaid), pay(1_999, 'p1', 'part'))
    .when(pay(1, 'p2', 'part'))
    .yieldsLike({ type: 'PaymentCaptured', data: { capturedFen: 2_000, paidInFull: true } })
  scenario('of a part leave the rest to pay')
    .after(record(unpaid))
    .when(pay(1_999, 'p1', 'part'))
    .yieldsLike({ type: 'PaymentCaptured', data: { paidInFull: false } })
  scenario('of deposit and balance')
    .after(record(presale), pay(300, 'd', 'deposit'))
    .when(pay(1_700, 'b', 'balance'))
    .yieldsLike({ type: 'PaymentCaptured', data: { stage: 'balance', paidInFull: true, capturedFen: 2_000 } })
  scenario('beyond what is due hold the order')
    .after(record(unpaid))
    .when(pay(2_001))
    .yieldsLike(
      { type: 'PaymentCaptured' },
      { type: 'OrderHeld', data: { reason: 'amountsDiffer', detail: 'captured 2001 fen, due 2000' } },
    )
})

describe('the deadline of an unpaid order', () => {
  scenario('cancels it on the instant')
    .after(record(unpaid))
    .when(expire())
    .yieldsLike({ type: 'OrderCancelled', data: { reason: 'unpaid', cancelledBy: 'deadline', capturedFen: 0, channelModifiedAt: null } })
  scenario('not a millisecond before')
    .after(record(unpaid))
    .when(expire(payBy - 1))
    .rejects('NOT_DUE', { dueAt: payBy })
  scenario('not once it is paid').after(record(unpaid), pay()).when(expire()).rejects('NOT_DUE', { paidInFull: true })
  scenario('not once a part is paid')
    .after(record(unpaid), pay(1, 'p', 'part'))
    .when(expire())
    .rejects('NOT_DUE', { dueAt: null })
  scenario('not when nothing has to be paid')
    .after(record(channelOrderOf([lineOf('a', 1, 0)])))
    .when(expire())
    .rejects('NOT_DUE')
  scenario('not for cash on delivery')
    .after(record({ ...unpaid, cashOnDelivery: true }))
    .when(expire())
    .rejects('NOT_DUE')
  scenario('not where the channel sets none')
    .after(record({ ...unpaid, payBy: null }))
    .when(expire())
    .rejects('NOT_DUE', { dueAt: null })
  scenario('only once').after(record(unpaid), expire()).when(expire()).yieldsNothing()
  scenario('not when the channel has cancelled it already')
    .after(record({ ...unpaid, status: 'closedUnpaid' }))
    .when(expire())
    .rejects('NOT_DUE', { phase: 'cancelled' })
  scenario('of a deposit does not cancel when the deposit is paid')
    .after(record(presale), pay(300, 'd', 'deposit'))
    .when(expire())
    .rejects('NOT_DUE', { dueAt: payBy + 1_000 })
  scenario('of the balance does, and the deposit is kept')
    .after(record(presale), pay(300, 'd', 'deposit'))
    .when(expire(payBy + 1_000))
    .yieldsLike({ type: 'OrderCancelled', data: { capturedFen: 300 } })
})

describe('a deadline the channel changes', () => {
  const terms = { stage: 'depositPaid', depositFen: 300, balanceFen: 1_700, balanceDueAt: payBy + 5_000 } as const
  const extended = record(later(unpaid, 5, { payBy: payBy + 60_000 }))
  const depositPaid = later(unpaid, 5, { payBy: null, presale: terms, payments: [paymentOf(300, 'd', 'deposit')] })
  scenario('is told')
    .after(record(unpaid))
    .when(extended)
    .yieldsLike({ type: 'PaymentDeadlineChanged', data: { payBy: payBy + 60_000, dueFen: 2_000, capturedFen: 0 } })
  scenario('is the one that counts')
    .after(record(unpaid), extended)
    .when(expire())
    .rejects('NOT_DUE', { dueAt: payBy + 60_000 })
  scenario('that it no longer says, stays')
    .after(record(unpaid))
    .when(record(later(unpaid, 0, { payBy: null })))
    .yieldsNothing()
  scenario('for a balance, known once the deposit is paid, is told')
    .after(record(unpaid))
    .when(record(depositPaid))
    .yieldsLike({ type: 'DepositPaid' }, { type: 'PaymentDeadlineChanged', data: { payBy, balanceDueAt: payBy + 5_000, capturedFen: 300 } })
  scenario('for a balance, cancels when it has come')
    .after(record(unpaid), record(depositPaid))
    .when(expire(payBy + 5_000))
    .yieldsLike({ type: 'OrderCancelled', data: { cancelledBy: 'deadline', capturedFen: 300 } })
  scenario('is no matter once everything is paid')
    .after(record(unpaid), pay())
    .when(extended)
    .yieldsLike({ type: 'ChannelVersionRecorded' })
})

describe('a payment after the cancellation', () => {
  scenario('for want of payment brings the order back, to be sourced anew')
    .after(record(unpaid), expire())
    .when(pay())
    .yieldsLike({ type: 'PaymentCaptured', data: { paidInFull: true } }, { type: 'OrderReinstated', data: { sourcingAttempt: 2 } })
  scenario('for want of payment, of more than is due, brings it back held')
    .after(record(unpaid), expire())
    .when(pay(2_001))
    .yieldsLike({ type: 'PaymentCaptured' }, { type: 'OrderReinstated' }, { type: 'OrderHeld', data: { reason: 'amountsDiffer' } })
  scenario('comes back as often as it happens')
    .after(record(presale), expire(), pay(300, 'd', 'deposit'), expire(payBy + 1_000))
    .when(pay(1_700, 'b', 'balance'))
    .yieldsLike({ type: 'PaymentCaptured' }, { type: 'OrderReinstated', data: { sourcingAttempt: 3 } })
  scenario('the channel reports itself brings the order back too')
    .after(record(unpaid), expire())
    .when(record(later(unpaid, 5, { status: 'toShip', payments: [paymentOf(2_000)] })))
    .yieldsLike({ type: 'PaymentCaptured' }, { type: 'OrderReinstated', data: { channelModifiedAt: placedAt + 5 } })
    .notes('updated')
  scenario('of an order the channel closed is reinstated and cancelled in one breath')
    .after(record(unpaid), expire())
    .when(record(later(unpaid, 5, { status: 'closedAfterPay', payments: [paymentOf(2_000)] })))
    .yieldsLike({ type: 'PaymentCaptured' }, { type: 'OrderReinstated' }, { type: 'OrderCancelled', data: { cancelledBy: 'channel' } })
  for (const cancelled of [
    record(later(unpaid, 1, { status: 'closedUnpaid' })),
    ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' }),
    ask('CancelOrder', { reason: 'noStock', cancelledBy: 'process' }),
  ]) {
    scenario(`by anybody else (${JSON.stringify(cancelled).slice(0, 40)}) is given back whole`)
      .after(record(unpaid), cancelled)
      .when(pay(1_500))
      .yieldsLike(
        { type: 'PaymentCaptured', data: { amountFen: 1_500 } },
        {
          type: 'RefundCommitted',
          data: {
            afterSalesId: streamKey(['app', 'shop', '1', 'payment', 'pay 1']),
            buyerFen: 1_500,
            units: [{ lineId: 'a', unitIndexes: [0, 1], unitBuyerFen: [750, 750] }],
            refundedFen: 1_500,
            reason: 'paid after cancellation',
          },
        },
      )
  }
  scenario('of more than is due is given back whole too')
    .after(record(unpaid), ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' }))
    .when(pay(2_100))
    .yieldsLike({ type: 'PaymentCaptured' }, { type: 'RefundCommitted', data: { buyerFen: 2_000, otherFen: 100, refundedFen: 2_100 } })
  scenario('is given back once')
    .after(record(unpaid), ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' }), pay())
    .when(pay())
    .yieldsNothing()
})
