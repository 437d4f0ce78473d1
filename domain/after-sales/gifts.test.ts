import { describe, expect, test } from 'vitest'
import { orderAggregate } from '../order/order.ts'
import type { Order, OrderState } from '../order/state.ts'
import { ask, channelOrderOf, discountOf, lineOf, record } from '../order/testing/orders.ts'
import { afterSalesAggregate } from './after-sales.ts'
import { giftsDue, listValueFen } from './gifts.ts'
import type { AfterSalesCase, AfterSalesState } from './state.ts'
import { ask as askCase, record as recordCase, returnOf } from './testing/cases.ts'

const gift = (lineId: string, quantity: number, giftOf: string | null) =>
  lineOf(lineId, quantity, 90, { kind: 'gift', giftOf, discounts: [discountOf(90 * quantity)] })

/** Three fridges that earned six pans, and a book for all that was bought: three fridges and an oven. */
function order(...more: Parameters<typeof orderAggregate.decide>[1][]): Order {
  const placed = channelOrderOf([lineOf('fridge', 3, 1_000), lineOf('oven', 1, 500), gift('pan', 6, 'fridge'), gift('book', 1, null)], {
    buyerPaysFen: 3_500,
  })
  return [record(placed), ...more].reduce<OrderState>((state, command) => {
    const decision = orderAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(decision.code)
    return decision.events.reduce<OrderState>((before, event) => orderAggregate.evolve(before, event), state)
  }, null)!
}

function undoing(
  lines: readonly { lineId: string; quantity: number }[],
  ...claimed: readonly { lineId: string; quantity: number }[]
): AfterSalesCase {
  const commands = [
    recordCase(returnOf({ status: 'approved', lines: [...lines] })),
    ...claimed.map((one) =>
      askCase('ClaimGift', { ...one, sku: null, how: 'return', amountFen: 0, policy: { name: 'after-sales', version: 1 } }),
    ),
  ]
  return commands.reduce<AfterSalesState>((state, command) => {
    const decision = afterSalesAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(decision.code)
    return decision.events.reduce<AfterSalesState>((before, event) => afterSalesAggregate.evolve(before, event), state)
  }, null)!
}

const due = (of: Order, ...cases: readonly AfterSalesCase[]) => giftsDue(of, cases).map(({ line, quantity }) => [line.lineId, quantity])

describe('gifts that are due', () => {
  test('none while nothing goes back', () => expect(due(order())).toEqual([]))
  test('as many as the units that go back had earned', () => {
    expect(due(order(), undoing([{ lineId: 'fridge', quantity: 1 }]))).toEqual([['pan', 2]])
    expect(due(order(), undoing([{ lineId: 'fridge', quantity: 2 }]))).toEqual([['pan', 4]])
  })
  test('units of several cases count together, and none more than was bought', () => {
    const [one, all] = [undoing([{ lineId: 'fridge', quantity: 1 }]), undoing([{ lineId: 'fridge', quantity: 3 }])]
    expect(due(order(), one, one)).toEqual([['pan', 4]])
    expect(due(order(), one, all)).toEqual([['pan', 6]])
  })
  test('a gift for the whole order goes with the last of it', () => {
    const fridges = { lineId: 'fridge', quantity: 3 }
    expect(due(order(), undoing([fridges]))).toEqual([['pan', 6]])
    expect(due(order(), undoing([fridges, { lineId: 'oven', quantity: 1 }]))).toEqual([
      ['pan', 6],
      ['book', 1],
    ])
  })
  test('what is claimed, named by a case, or cancelled is not due again', () => {
    const lines = [{ lineId: 'fridge', quantity: 2 }]
    expect(due(order(), undoing(lines, { lineId: 'pan', quantity: 4 }))).toEqual([])
    expect(due(order(), undoing([...lines, { lineId: 'pan', quantity: 3 }]))).toEqual([['pan', 1]])
    expect(due(order(ask('CancelLine', { lineId: 'pan', quantity: 3, reason: 'x' })), undoing(lines))).toEqual([['pan', 1]])
  })
  test('are worth their list price', () => expect(listValueFen(order().lines.get('pan')!, 2)).toBe(180))
})
