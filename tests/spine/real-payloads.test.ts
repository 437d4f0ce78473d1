import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realFolder, realPayloads } from '../../connectors/real/payloads.ts'
import { decode } from '../../domain/codec.ts'
import type { EventOfOrder } from '../../domain/order/events.ts'
import { orderKey, streamName } from '../../domain/shared/stream-name.ts'
import { verifyFolder } from '../../replay/cli/verify-folder.ts'
import { openSpine } from './harness.ts'

type Placed = EventOfOrder<'OrderPlaced'>['data']
type Spine = Awaited<ReturnType<typeof openSpine>>

/** What becomes of each order and its units where every listing is declared and there are units enough. */
const lives: Readonly<Record<string, { readonly events: readonly string[]; readonly issued: number; readonly reserved: number }>> = {
  'top_trade_452790065331038_closed.json': { events: ['OrderPlaced', 'OrderCancelled'], issued: 0, reserved: 0 },
  'top_trade_518073718172548_finished.json': {
    events: ['OrderPlaced', 'PaymentCaptured', 'ShipmentReported', 'OrderCompleted', 'OrderSourced'],
    issued: 2,
    reserved: 0,
  },
  'top_trade_41171612630246574_o2o_store.json': {
    events: ['OrderPlaced', 'PaymentCaptured', 'ShipmentReported', 'OrderSourced'],
    issued: 5,
    reserved: 0,
  },
  'jd_pop_order_249786309732.json': { events: ['OrderPlaced', 'PaymentCaptured', 'OrderSourced'], issued: 0, reserved: 1 },
  'douyin_order_6936476692437472563.json': {
    events: ['OrderPlaced', 'PaymentCaptured', 'ShipmentReported', 'OrderCancelled', 'OrderSourced'],
    issued: 1,
    reserved: 0,
  },
  'pdd_order_180831-481803633911509.json': { events: ['OrderPlaced', 'PaymentCaptured', 'OrderSourced'], issued: 0, reserved: 1 },
  'wechat_channels_order_37423523451235145_docsample.json': {
    events: ['OrderPlaced', 'PaymentCaptured', 'ShipmentReported', 'OrderSourced'],
    issued: 1,
    reserved: 9,
  },
}

const stocked = 20

describe.skipIf(!existsSync(realFolder))('real payloads through the whole ledger', () => {
  let spine: Spine
  beforeAll(async () => {
    spine = await openSpine()
    await spine.define({ skus: realPayloads.map(([file]) => skuFor(file)) })
    for (const [file, channel, { shop, lines }] of realPayloads) {
      const facts = { name: shop, invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: null, definedAt: spine.clock.now() }
      await spine.ask('DefineShop', { channel, shop, ...facts })
      const [{ channelSku } = { channelSku: null }] = lines
      await spine.ask('DefineListing', { channel, shop, channelSku, sku: skuFor(file), effectiveFrom: 0 })
      await spine.receive(skuFor(file), 'HZ', stocked)
    }
  })
  afterAll(() => spine.close())

  test.each(realPayloads)('%s is placed as it was read, and its units go where it says', async (file, channel, order) => {
    const bytes = readFileSync(new URL(file, realFolder))
    const orderId = orderKey(channel, order.shop, order.channelOrderId)
    const taken = await spine.ledger.intake.receive(bytes, { channel, actor: `channel:${channel}` })
    expect(taken).toMatchObject({ outcome: 'placed', orderId, exceptionId: null, reason: null })
    await spine.drain()
    await spine.drain()
    const { events, issued, reserved } = lives[file]!
    const stream = streamName('order', orderId)
    expect(await spine.eventsOf(stream)).toEqual(events)
    expect(await placedIn(spine, stream)).toMatchObject(decided(order, skuFor(file)))
    expect(await spine.stock(skuFor(file), 'HZ')).toEqual({ onHand: stocked - issued, reserved, damaged: 0 })
    expect(await spine.ledger.intake.receive(bytes, { channel, actor: `channel:${channel}` })).toMatchObject({ outcome: 'duplicate' })
  })

  test('verify holds afterwards', async () => {
    const head = await spine.ledger.events.head()
    for (const { projection } of await spine.ledger.readModels.status()) await spine.ledger.readModels.waitFor(projection, head, 10_000)
    const { ok, first, documents } = await verifyFolder(spine.ledger.settings, () => undefined)
    expect({ ok, first }).toEqual({ ok: true, first: null })
    expect(documents).toBeGreaterThan(7)
  })
})

const skuFor = (file: string): string => file.replace(/\W/g, '_')

async function placedIn({ ledger }: Spine, stream: string): Promise<Placed> {
  for await (const page of ledger.events.readStream(stream)) {
    for (const event of page) {
      const { type, data } = decode(event)
      if (type === 'OrderPlaced') return data as Placed
    }
  }
  throw new Error(`nothing was placed in ${stream}`)
}

/** What is decided of an order as read: the listing's SKU on each line, amounts that add up, nothing guessed besides. */
function decided(order: (typeof realPayloads)[number][2], sku: string) {
  const { channel, shop, channelOrderId, parentOrderId, modifiedAt, placedAt, type, cashOnDelivery, buyerPaysFen, otherChargesFen } = order
  const { presale, tradeIn, subsidy, promised, store, services, invoice, isGiftOrder, campaign } = order
  const buyerFen = buyerPaysFen - otherChargesFen
  const goods = order.lines.map(({ lineId, kind, channelSku, title, quantity, unitListPriceFen, delivery }) => ({
    ...{ lineId, kind, channelSku, title, quantity, unitListPriceFen, delivery, sku, category: 'refrigerator', brand: 'Snow' },
    ...{ listFen: unitListPriceFen * quantity, stock: [expect.objectContaining({ sku, quantityPerUnit: 1 })] },
    unitBuyerFen: expect.toSatisfy((units: readonly number[]) => units.length === quantity),
  }))
  const freight = order.freight.amountFen > 0 ? [expect.objectContaining({ kind: 'freight', listFen: order.freight.amountFen })] : []
  return {
    ...{ channel, shop, channelOrderId, parentOrderId, channelModifiedAt: modifiedAt, placedAt, type, cashOnDelivery },
    ...{ buyerFen, otherChargesFen, shipTo: order.buyer.region.path, lines: [...goods, ...freight] },
    ...{ presale, tradeIn, subsidy, promised, store, services, invoice, isGiftOrder, campaign },
  }
}
