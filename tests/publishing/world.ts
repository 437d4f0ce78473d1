import type { ChannelAfterSale } from '../../domain/after-sales/commands.ts'
import { returnOf } from '../../domain/after-sales/testing/cases.ts'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import type { ChannelOrder } from '../../domain/order/channel-order.ts'
import { channelOrderOf, lineOf } from '../../domain/order/testing/orders.ts'
import type { ConnectionSettings } from '../../domain/policy/kinds/channel-connection.ts'
import { orderKey, streamKey } from '../../domain/shared/stream-name.ts'
import type { ChannelPush } from '../../projections/channel-pushes/channel-pushes.ts'
import { channelPushes } from '../../projections/channel-pushes/channel-pushes.ts'
import { type ChannelException, exceptions } from '../../projections/exceptions/exceptions.ts'
import type { Projection } from '../../projections/projection.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { appOrder, openSpine } from '../spine/harness.ts'
import type { SimulatedChannel } from './forms.ts'
import { type Channels, startChannels } from './simulator.ts'

export const secret = 'a secret of two'
export const intervalMs = 5_000
const credentials = { secret, accessToken: `token of ${secret}` }
const allChannels = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop', 'app'] as const
const secrets = JSON.stringify(Object.fromEntries(allChannels.map((channel) => [channel, { s1: credentials }])))

type Opening = NonNullable<Parameters<typeof openSpine>[0]>

/** A whole ledger, and channels beside it that are told of its stock and orders. */
export async function openPublishing({ channels, ...opening }: Opening & { readonly channels?: Channels } = {}) {
  const spine = await openSpine({ ...opening, more: { LEDGER_CHANNEL_SECRETS: secrets, ...opening.more } })
  const { ledger, clock } = spine
  const simulated = channels ?? (await startChannels(secret))

  async function publish(kind: string, document: object, effectiveFrom = clock.now()) {
    const answer = await spine.ask('PublishPolicy', { name: kind, kind, effectiveFrom, document, note: 'test', publishedAt: clock.now() })
    if (!answer.accepted) throw new Error(JSON.stringify(answer))
    await spine.drain()
  }

  async function documentsOf<Body>(projection: Projection): Promise<readonly Body[]> {
    await ledger.readModels.waitFor(projection.name, await ledger.events.head(), 10_000)
    const model = await openReadModel<Body>(ledger.documents, projection)
    const found: Body[] = []
    for await (const page of model?.collection.scan() ?? []) for (const { body } of page) if (body !== null) found.push(body)
    return found
  }

  return {
    ...spine,
    channels: simulated,
    publish,
    /** Tells shops of their stock and orders. */
    connect: (names: readonly SimulatedChannel[] = ['app'], change: Partial<ConnectionSettings> = {}) =>
      publish('channel-connection', {
        shops: names.map((channel) => ({
          ...{
            channel,
            shop: 's1',
            url: simulated.url(channel),
            appKey: 'ledger',
            timeoutMs: 300,
            repeatedCodes: ['REPEATED', '9'],
            ...change,
          },
        })),
      }),
    share: (rules: Partial<Record<SimulatedChannel, object>> = { app: {} }) =>
      publish('channel-stock', { shops: Object.entries(rules).map(([channel, rule]) => ({ channel, shop: 's1', intervalMs, ...rule })) }),
    async list(channel: SimulatedChannel, channelSku: string, sku: string | null, channelItem?: string, effectiveFrom = clock.now()) {
      const item = channelItem === undefined ? {} : { channelItem }
      const answer = await spine.ask('DefineListing', { channel, shop: 's1', channelSku, sku, effectiveFrom, ...item })
      if (!answer.accepted) throw new Error(JSON.stringify(answer))
      await spine.drain()
    },
    /** Lets movements be gathered, told, and looked at once more. */
    async settle(rounds = 2) {
      for (let round = 0; round < rounds; round++) await spine.pass(intervalMs)
    },
    async order(orderId: string, quantity = 1, sku = 'fridge') {
      const base = appOrder(orderId, { skus: [sku], at: clock.now() })
      const goodsFen = 100_000 * quantity
      await spine.send({
        ...base,
        lines: base.lines.map((line) => ({ ...line, quantity, payableFen: goodsFen })),
        totals: { goodsFen, discountFen: 0, payableFen: goodsFen },
        payments: base.payments.map((payment) => ({ ...payment, amountFen: goodsFen })),
      })
      await spine.drain()
    },
    /** Some units of the order's work leave in one parcel. */
    async dispatch(orderId: string, waybill: string, quantity = 1, location = 'HZ', channel: SimulatedChannel = 'app') {
      const fulfilmentId = `${streamKey([channel, 's1', orderId, '1'])}@${location}`
      const work = await ledger.bus.look(fulfilmentAggregate, fulfilmentId)
      const [line] = work!.request!.lines
      const { lineId, sku, reservationId } = line!
      const lines = [{ lineId, sku, reservationId, quantity, serialNumbers: [] }]
      const data = { fulfilmentId, shipmentId: waybill, carrier: 'SF', waybill, lines, dispatchedAt: clock.now() }
      const answer = await spine.ask('DispatchShipment', data)
      if (!answer.accepted) throw new Error(JSON.stringify(answer))
      await spine.drain()
      return fulfilmentId
    },
    /** A paid order of one fridge, as a channel sent it. */
    async orderOf(channel: Exclude<SimulatedChannel, 'app'>, channelOrderId: string, change: Partial<ChannelOrder> = {}) {
      const at = clock.now()
      const part = {
        ...{ sku: 'fridge', category: 'refrigerator', brand: 'Snow', maker: 'Snow' },
        quantityPerUnit: 1,
        serialNumberRequired: false,
      }
      const line = lineOf('1', 1, 100_000, {
        ...{ channelSku: '9', sku: 'fridge', category: 'refrigerator', brand: 'Snow' },
        stock: [part],
      })
      const payment = { paymentId: 'p', stage: 'full' as const, amountFen: 100_000, method: null, paidAt: at }
      const paid = { status: 'toShip' as const, paidAt: at, payBy: null, payments: [payment] }
      const orderId = orderKey(channel, 's1', channelOrderId)
      const which = { orderId, channel, shop: 's1', channelOrderId, placedAt: at, modifiedAt: at }
      const answer = await spine.ask('RecordChannelOrder', channelOrderOf([line], { ...which, ...paid, ...change }))
      if (!answer.accepted) throw new Error(JSON.stringify(answer))
      await spine.drain()
      return orderId
    },
    /** What a channel says of a case of that order: each time newer. */
    async caseOf(channel: SimulatedChannel, channelOrderId: string, change: Partial<ChannelAfterSale> = {}) {
      clock.advanceTo(clock.now() + 1_000)
      const [refundId, at] = [change.refundId ?? 'r1', clock.now()]
      const which = { channel, shop: 's1', channelOrderId, refundId, afterSalesId: orderKey(channel, 's1', refundId) }
      const orderId = orderKey(channel, 's1', channelOrderId)
      const said = { ...which, orderId, refundFen: 100_000, lines: [{ lineId: '1', quantity: 1 }], modifiedAt: at, requestedAt: at }
      const answer = await spine.ask('RecordChannelAfterSale', returnOf({ ...said, ...change }))
      if (!answer.accepted) throw new Error(JSON.stringify(answer))
      await spine.drain()
      return which.afterSalesId
    },
    async asked(type: string, data: object) {
      const answer = await spine.ask(type, data)
      if (!answer.accepted) throw new Error(JSON.stringify(answer))
      await spine.drain()
    },
    pushes: () => documentsOf<ChannelPush>(channelPushes),
    async openExceptions() {
      return (await documentsOf<ChannelException>(exceptions)).filter(({ open }) => open)
    },
    pushEvents: (subject: string) => spine.eventsOf(`push-${subject}`),
    async close(options: { readonly keep?: string } = {}) {
      if (channels === undefined) await simulated.stop()
      await spine.close(options)
    },
  }
}

export type Publishing = Awaited<ReturnType<typeof openPublishing>>
