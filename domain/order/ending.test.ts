import { describe, expect, test } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { isEndedByChannel } from './ending.ts'
import { orderAggregate } from './order.ts'
import { ask, channelOrderOf, lineOf, paymentOf, record, shipmentOf } from './testing/orders.ts'

test.each([
  ['an order of a channel', 'taobao', '2155410483700001380', true],
  ['a ticket of a till', 'pos', 'ST-1.01.2026-11-11.000042', false],
  ['an order that sends units anew', 'app', 'resend/r1', false],
  ['an exchange', 'jd', 'exchange/r1', false],
  ['an order whose number only looks like one', 'app', 'my-exchange/1', true],
] as const)('its channel says of %s that it is done, or does not', (_, channel, channelOrderId, isTold) => {
  expect(isEndedByChannel({ channel, channelOrderId })).toBe(isTold)
})

describe('an order that is said to be done', () => {
  const scenario = scenariosOf(orderAggregate)
  const order = record(channelOrderOf([lineOf('a', 3, 1_000)]))
  const complete = ask('CompleteOrder', { completedAt: 9 })
  const pay = (amountFen: number) => ask('CapturePayment', paymentOf(amountFen))

  scenario('is not, while it is neither paid nor sent')
    .after(order)
    .when(complete)
    .rejects('ORDER_UNPAID', { capturedFen: 0, dueFen: 3_000 })
  scenario('nor while a part of it is paid').after(order, pay(1_000)).when(complete).rejects('ORDER_UNPAID')
  scenario('is, once it is paid').after(order, pay(3_000)).when(complete).yieldsLike({ type: 'OrderCompleted' })
  scenario('is, once something of it has left')
    .after(order, ask('RecordShipment', shipmentOf('w1', ['a', 1])))
    .when(complete)
    .yieldsLike({ type: 'OrderCompleted' })
  scenario('is, once it is delivered')
    .after(order, ask('RecordDelivery', { deliveredAt: 5 }))
    .when(complete)
    .yieldsLike({ type: 'OrderCompleted' })
})
