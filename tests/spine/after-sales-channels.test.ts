import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { orderKey } from '../../domain/shared/stream-name.ts'
import { openSpine } from './harness.ts'

/** Each channel's own words open a case of the kind they mean, before its order has come. */

let spine: Awaited<ReturnType<typeof openSpine>>
beforeEach(async () => {
  spine = await openSpine()
})
afterEach(() => spine.close())

const folder = new URL('../../connectors/channels/', import.meta.url)

test.each<[channel: Channel, fixtures: string, shop: string, kind: string, phase: string]>([
  ['taobao', 'refund-before-shipping', '某某官方旗舰店', 'cancelBeforeShip', 'paid'],
  ['taobao', 'price-protection', '某某官方旗舰店', 'priceProtection', 'paid'],
  ['taobao', 'refund-and-return', '某某官方旗舰店', 'returnAndRefund', 'agreed'],
  ['jd', 'refund-requested', '10622399', 'cancelBeforeShip', 'requested'],
  ['jd', 'service-return', '10622399', 'returnAndRefund', 'agreed'],
  ['douyin', 'after-sale-paid', '7784099', 'refundOnly', 'paid'],
  ['douyin', 'after-sale-return-approved', '7784099', 'returnAndRefund', 'agreed'],
  ['pdd', 'cancel-before-shipping', '880011', 'cancelBeforeShip', 'requested'],
  ['pdd', 'delivery-rejected', '880011', 'rejectedDelivery', 'agreed'],
  ['wechat-shop', 'parcel-to-intercept', 'default', 'intercept', 'agreed'],
  // A refund by name once it is paid, and the parcel that was to be turned round still.
  ['wechat-shop', 'parcel-to-intercept, refund-paid', 'default', 'intercept', 'paid'],
])('%s: %s', async (channel, fixtures, shop, kind, phase) => {
  const read = (name: string) => readFileSync(new URL(`${channel}/fixtures/${name}.json`, folder), 'utf8')
  let refundId = ''
  for (const fixture of fixtures.split(', ')) {
    refundId = (JSON.parse(read(`${fixture}.expected`)) as { message: { afterSale: { refundId: string } } }).message.afterSale.refundId
    const result = await spine.ledger.intake.receive(read(fixture), { channel, actor: `channel:${channel}` })
    expect(result.outcome).toMatch(/placed|updated/)
  }
  expect(await spine.ledger.bus.look(afterSalesAggregate, orderKey(channel, shop, refundId))).toMatchObject({ kind, phase })
})
