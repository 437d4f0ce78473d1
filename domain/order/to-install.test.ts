import { expect, test } from 'vitest'
import type { OrderCommand } from './commands.ts'
import { orderAggregate } from './order.ts'
import type { Order } from './state.ts'
import { ask, channelOrderOf, lineOf, paymentOf, record, shipmentOf } from './testing/orders.ts'
import { installLines, toInstall } from './to-install.ts'

const placed = record(channelOrderOf([lineOf('a', 3, 1_000, { delivery: 'install' }), lineOf('b', 1, 500)]))
const pay = ask('CapturePayment', paymentOf(3_500))
const cancel = (quantity: number) => ask('CancelLine', { lineId: 'a', quantity, reason: '' })
const giveBack = (quantity: number, refundFen: number, id = 'r1') =>
  ask('CommitRefund', { afterSalesId: id, lines: [{ lineId: 'a', quantity }], refundFen, freightFen: 0, reason: '' })

function after(...commands: readonly OrderCommand[]): Order {
  const state = commands.reduce((before, command) => {
    const decision = orderAggregate.decide(before, command)
    if (!decision.accepted) throw new Error(`${command.type}: ${decision.code}`)
    return decision.events.reduce(orderAggregate.evolve, before)
  }, orderAggregate.initial())
  return state as Order
}

const units = (refused: number, ...commands: readonly OrderCommand[]) => {
  const order = after(placed, ...commands)
  return toInstall(order, order.lines.get('a')!, refused)
}

test('what is sold with installation is installed, and nothing else', () => {
  expect(installLines(after(placed)).map(({ lineId }) => lineId)).toEqual(['a'])
})

test.each<[string, number, readonly OrderCommand[], number]>([
  ['all there are', 3, [], 0],
  ['but for units cancelled before they were paid', 2, [cancel(1), pay], 0],
  ['but for units cancelled after', 2, [pay, cancel(1)], 0],
  ['but for units given back in full', 1, [pay, giveBack(2, 2_000)], 0],
  ['though some of the price was given back', 3, [pay, giveBack(3, 2_997)], 0],
  ['once less for what was cancelled and then given back', 2, [pay, cancel(1), giveBack(1, 1_000)], 0],
  ['less for what was cancelled unpaid, and less for what was given back', 1, [cancel(1), pay, giveBack(1, 1_000)], 0],
  ['but for units refused at the door', 2, [pay, ask('RecordShipment', shipmentOf('w', ['a', 3]))], 1],
  ['once less for what was refused and then given back', 2, [pay, ask('RecordShipment', shipmentOf('w', ['a', 3])), giveBack(1, 1_000)], 1],
  ['none of a cancelled order', 0, [pay, ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' })], 0],
  ['again, when money that was to go back does not', 3, [pay, giveBack(2, 2_000), ask('ReleaseRefund', { afterSalesId: 'r1' })], 0],
])('units to install: %s', (_, left, commands, refused) => {
  expect(units(refused, ...commands)).toBe(left)
})
