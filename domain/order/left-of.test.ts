import { expect, test } from 'vitest'
import type { OrderCommand } from './commands.ts'
import { orderAggregate } from './order.ts'
import { leftOf } from './refunding.ts'
import type { OrderState } from './state.ts'
import { ask, channelOrderOf, lineOf, paymentOf, record } from './testing/orders.ts'

const order = (...commands: readonly OrderCommand[]) =>
  [record(channelOrderOf([lineOf('a', 2, 1_000), lineOf('b', 1, 500)])), ...commands].reduce<OrderState>((state, command) => {
    const decision = orderAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(decision.code)
    return decision.events.reduce<OrderState>((before, event) => orderAggregate.evolve(before, event), state)
  }, null)!

const paid = ask('CapturePayment', paymentOf(2_500))
const refund = ask('CommitRefund', { afterSalesId: 'r', lines: [{ lineId: 'a', quantity: 1 }], refundFen: 300, freightFen: 0, reason: 'x' })
const one = [{ lineId: 'a', quantity: 1 }]

test('what units may still give back is what was paid for those with most left', () => {
  expect(leftOf(order(paid), one)).toBe(1_000)
  expect(leftOf(order(paid, refund), one)).toBe(1_000)
  expect(leftOf(order(paid, refund), [{ lineId: 'a', quantity: 2 }])).toBe(1_700)
  expect(leftOf(order(paid, refund), [])).toBe(2_200)
})

test('and never more than is kept of what was captured', () => {
  expect(leftOf(order(), one)).toBe(0)
  expect(leftOf(order(ask('CapturePayment', { ...paymentOf(400), stage: 'part' })), one)).toBe(400)
})

test('nothing of lines there are not, nor of more units than were bought', () => {
  expect(leftOf(order(paid), [{ lineId: 'x', quantity: 1 }])).toBe(0)
  expect(leftOf(order(paid), [{ lineId: 'a', quantity: 3 }])).toBe(0)
})
