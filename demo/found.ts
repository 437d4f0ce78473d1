import type { Stores } from '../compose/stores.ts'
import { type ChannelException, exceptions as exceptionModel } from '../projections/exceptions/exceptions.ts'
import type { PooledOrder } from '../projections/order-pool/document.ts'
import { orderPool } from '../projections/order-pool/order-pool.ts'
import { rawEvents } from '../replay/verify/raw-events.ts'
import type { Measures } from './measures.ts'
import type { Grade } from './message.ts'
import { bodies } from './read-models.ts'
import { channels } from './shops.ts'
import type { Truth } from './truth.ts'

/** What a ledger says of itself, in the words of the truth; what was answered to messages is not in it. */
export type Found = Omit<Truth, 'outcomes' | 'mishaps' | 'exceptions' | 'openProcesses'> & {
  readonly openProcesses: number
  readonly exceptions: Readonly<Record<string, number>>
}

type Stand = Pick<Stores, 'documents' | 'events'>

export async function findIn(stores: Stand, { openProcesses, exceptionsByCause }: Measures): Promise<Found> {
  const exceptions = await ofExceptions(stores)
  return { ...(await ofOrders(stores)), ...(await ofEvents(stores)), exceptions, openProcesses, exceptionsByCause }
}

async function ofOrders(stores: Stand) {
  const byChannel = Object.fromEntries(channels.map((channel) => [channel, { orders: 0, gmvFen: 0 }])) as Record<
    (typeof channels)[number],
    { orders: number; gmvFen: number }
  >
  const found = { channels: byChannel, unpaid: 0, cancelled: 0, refundFen: 0 }
  for await (const order of bodies<PooledOrder>(stores, orderPool)) {
    if (order.placedAt === null) continue
    byChannel[order.channel].orders += 1
    byChannel[order.channel].gmvFen += order.buyerFen + order.otherChargesFen
    found.refundFen += order.refundCommittedFen
    // For want of stock: that is among the exceptions.
    if (order.tradeStatus === 'cancelled' && order.cancelReason !== 'noStock')
      found[order.cancelReason === 'unpaid' ? 'unpaid' : 'cancelled'] += 1
  }
  return found
}

async function ofExceptions(stores: Stand): Promise<Record<string, number>> {
  const codes: Record<string, number> = {}
  for await (const { code } of bodies<ChannelException>(stores, exceptionModel)) codes[code] = (codes[code] ?? 0) + 1
  return codes
}

async function ofEvents({ events }: Stand) {
  const found = { refunds: 0, returns: 0, returnedUnits: { sellable: 0, refurbish: 0, scrap: 0, damaged: 0 } }
  const types = ['RefundCommitted', 'RefundReleased', 'ReturnInspected', 'StockReturned']
  for await (const page of rawEvents(events, types, await events.head())) {
    for (const { type, data } of page) {
      if (type === 'RefundCommitted') found.refunds += 1
      else if (type === 'RefundReleased') found.refunds -= 1
      else if (type === 'ReturnInspected') found.returns += 1
      else found.returnedUnits[data.condition as Grade] += data.quantity
    }
  }
  return found
}
