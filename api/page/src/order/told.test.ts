import { describe, expect, test } from 'vitest'
import type { TimelineEvent } from '../api/orders.ts'
import { paymentsOf, refundsOf } from './money-facts.ts'
import { receivableOf } from './receivable.ts'

let at = 0
const event = (type: string, data: Record<string, unknown>): TimelineEvent => {
  at += 1
  return { stream: 'order-jd.s.1', revision: at, position: String(at), type, occurredAt: at, recordedAt: at, actor: 'channel:jd', data }
}
const line = (discounts: readonly { bearer: string; amountFen: number }[]) => ({ lineId: '1', discounts })
const placed = (more: Record<string, unknown> = {}) =>
  event('OrderPlaced', {
    listFen: 329_900,
    buyerFen: 249_900,
    receivableFen: 299_900,
    otherChargesFen: 0,
    lines: [
      line([
        { bearer: 'merchant', amountFen: 30_000 },
        { bearer: 'platform', amountFen: 10_000 },
      ]),
      line([
        { bearer: 'government', amountFen: 40_000 },
        { bearer: 'bank', amountFen: 0 },
      ]),
    ],
    ...more,
  })

describe("the merchant's receivable", () => {
  test('is list less own discount, and what everyone else pays', () => {
    expect(receivableOf([placed()])).toMatchObject({
      listFen: 329_900,
      merchantFen: 30_000,
      others: [
        { bearer: 'platform', amountFen: 10_000 },
        { bearer: 'government', amountFen: 40_000 },
      ],
      receivableFen: 299_900,
      holds: true,
    })
  })

  test('is seen not to hold when either side is one fen off', () => {
    expect(receivableOf([placed({ buyerFen: 249_901 })])?.holds).toBe(false)
    expect(receivableOf([placed({ listFen: 329_901 })])?.holds).toBe(false)
  })

  test('follows the last repricing, and is unknown before the order', () => {
    const repriced = event('OrderRepriced', { listFen: 100, buyerFen: 100, receivableFen: 100, otherChargesFen: 0, lines: [line([])] })
    expect(receivableOf([placed(), repriced])).toMatchObject({ receivableFen: 100, holds: true })
    expect(receivableOf([])).toBeNull()
  })
})

test('payments are those captured, deposits among them', () => {
  const paid = { paymentId: 'p', amountFen: 5, method: null, paidAt: 1 }
  expect(
    paymentsOf([event('DepositPaid', paid), event('PaymentCaptured', { ...paid, stage: 'balance' })]).map(({ stage }) => stage),
  ).toEqual(['deposit', 'balance'])
})

test('a refund is told by what was asked, committed and paid', () => {
  const afterSalesId = 'jd.s.r1'
  const told = [
    event('RefundRequested', { afterSalesId, kind: 'refundOnly', refundFen: 300 }),
    event('RefundCommitted', { afterSalesId, buyerFen: 250, freightFen: 40, otherFen: 10 }),
    event('ReturnExpected', { afterSalesId: 'jd.s.r2' }),
  ]
  expect(refundsOf(told)).toMatchObject([{ kind: 'refundOnly', askedFen: 300, committedFen: 300, paidFen: 0 }])
  expect(refundsOf([...told, event('RefundPaid', { afterSalesId, refundFen: 300 })])).toMatchObject([{ paidFen: 300 }])
  expect(refundsOf([...told, event('RefundReleased', { afterSalesId })])).toMatchObject([{ committedFen: 0 }])
})
