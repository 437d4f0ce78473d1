import { expect, test } from 'vitest'
import { isEndedByChannel } from './ending.ts'

test.each([
  ['an order of a channel', 'taobao', '2155410483700001380', true],
  ['a ticket of a till', 'pos', 'ST-1.01.2026-11-11.000042', false],
  ['an order that sends units anew', 'app', 'resend/r1', false],
  ['an exchange', 'jd', 'exchange/r1', false],
  ['an order whose number only looks like one', 'app', 'my-exchange/1', true],
] as const)('its channel says of %s that it is done, or does not', (_, channel, channelOrderId, isTold) => {
  expect(isEndedByChannel({ channel, channelOrderId })).toBe(isTold)
})
