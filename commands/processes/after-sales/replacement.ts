import { sendsAnew } from '../../../domain/after-sales/kinds.ts'
import { sendsNow, unitsOf } from '../../../domain/after-sales/rules.ts'
import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import { decode } from '../../../domain/codec.ts'
import type { ChannelOrder, ChannelOrderLine } from '../../../domain/order/channel-order.ts'
import type { EventOfOrder, OrderEvent } from '../../../domain/order/events.ts'
import { hasShipped, type Order } from '../../../domain/order/state.ts'
import { orderKey, parseStreamKey, streamName } from '../../../domain/shared/stream-name.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { Next } from '../process.ts'
import { goodsOf } from './exchange.ts'
import { ask, type Look, nameOf, orderKeyOf } from './look.ts'

type Placed = EventOfOrder<'OrderPlaced'>['data']
type Whereto = Pick<EventOfOrder<'AddressChanged'>['data'], 'buyer' | 'recipientFingerprint' | 'region' | 'recipientToken' | 'addressFlags'>

/** The order that sends units anew, in the shop of the first order: no channel numbers its orders so. */
const replacementIdOf = ({ channel, shop, kind, refundId }: AfterSalesCase): string => orderKey(channel, shop, `${kind}/${refundId}`)

/**
 * Units are sent anew by an order of its own that costs nothing: it is promised, given out as work, sent and installed as any other. The case
 * says so first, so that an order that is there is always one it knows of, and may call off.
 */
export async function sendAnew(
  events: Pick<EventStore, 'readStream'>,
  catalogue: Catalogue,
  look: Look,
  replacement: Readonly<Order> | null,
): Promise<Next | null> {
  const { afterSales, order, rules, now } = look
  if (order === null || replacement !== null) return null
  if (afterSales.replacement === null) {
    if (!sendsNow(rules.document, afterSales, order)) return null
    const lines = unitsOf(afterSales, order).filter(({ lineId }) => (order.lines.get(lineId)?.stock.length ?? 0) > 0)
    if (lines.length === 0) return null
    const data = { afterSalesId: afterSales.afterSalesId, replacementOrderId: replacementIdOf(afterSales), lines, policy: nameOf(rules) }
    return ask('recordReplacement', [{ type: 'RecordReplacement', data }])
  }
  if (!stands(afterSales)) return null
  const { placed, whereto } = await readOrder(events, order.orderId)
  const lines = await Promise.all(afterSales.replacement.lines.map((units) => lineOf(catalogue, afterSales, placed, units)))
  return ask('sendAnew', [{ type: 'RecordChannelOrder', data: replacementOf(afterSales, placed, whereto, lines, now) }])
}

/** Channels close an exchange that is made as they close one that is withdrawn: whose old unit is here is owed the new one. */
const stands = ({ kind, phase, receipts }: AfterSalesCase): boolean =>
  sendsAnew(kind) && (phase === 'agreed' || phase === 'paid' || (phase === 'closed' && receipts.size > 0))

/** What was agreed is so no longer: the order that sends the units is called off, as long as nothing of it has left. */
export function callOffReplacement({ afterSales, state }: Look, replacement: Readonly<Order> | null): Next | null {
  const isWanted = stands(afterSales) || afterSales.phase === 'requested'
  if (isWanted || replacement === null || replacement.phase !== 'open' || hasShipped(replacement)) return null
  const isRefused = state.steps.get('callOffReplacement')?.answers.some(({ accepted }) => !accepted) ?? false
  if (isRefused) return null
  const data = { orderId: replacement.orderId, reason: 'merchant', cancelledBy: 'process' }
  return ask('callOffReplacement', [{ type: 'CancelOrder', data }])
}

/**
 * A case is over once the buyer has the units; one that cannot be sent waits for somebody to ask for the money instead.
 */
export function followReplacement({ afterSales }: Look, replacement: Readonly<Order> | null): Next | null {
  if (replacement === null || !stands(afterSales)) return null
  if (replacement.deliveredAt !== null || replacement.phase === 'completed') return { do: 'end', outcome: 'replaced' }
  if (replacement.phase === 'cancelled') return { do: 'end', outcome: 'notReplaced' }
  return { do: 'wait', forWhat: 'replacement', keys: [orderKeyOf(replacement.orderId)], dueAt: null }
}

/** The order as it was placed, and where it goes by now. */
async function readOrder(events: Pick<EventStore, 'readStream'>, orderId: string): Promise<{ placed: Placed; whereto: Whereto }> {
  let placed: Placed | null = null
  let whereto: Whereto | null = null
  for await (const page of events.readStream(streamName('order', orderId))) {
    for (const stored of page) {
      const { type, data } = decode(stored) as unknown as OrderEvent
      if (type === 'OrderPlaced') placed = data
      if (type === 'OrderPlaced' || type === 'AddressChanged') whereto = data
    }
  }
  if (placed === null || whereto === null) throw new Error(`order ${orderId} was never placed`)
  return { placed, whereto }
}

function replacementOf(
  afterSales: Readonly<AfterSalesCase>,
  placed: Placed,
  { buyer, recipientFingerprint, region, recipientToken, addressFlags }: Whereto,
  lines: readonly ChannelOrderLine[],
  now: number,
): ChannelOrder {
  const { channel, shop, kind, replacement } = afterSales
  const { replacementOrderId: orderId } = replacement!
  const channelOrderId = parseStreamKey(orderId).parts.at(-1)!
  return {
    ...{ channel, shop, channelOrderId, orderId, parentOrderId: placed.channelOrderId },
    ...{ modifiedAt: now, placedAt: now, payBy: null, paidAt: now, finishedAt: null, closedAt: null, status: 'toShip', rawStatus: kind },
    ...{ type: kind === 'resend' ? 'resend' : 'exchange', cashOnDelivery: false, buyer, recipientFingerprint, recipientToken, region },
    lines: [...lines],
    ...{ orderDiscounts: [], freight: { amountFen: 0, discounts: [] }, otherChargesFen: 0, buyerPaysFen: 0, payments: [] },
    ...{ presale: null, tradeIn: null, subsidy: null, holds: [], remarks: { buyer: null, seller: null, flag: null } },
    ...{ remarksFingerprint: placed.remarksFingerprint, promised: null, store: placed.store, services: [], shipments: [] },
    ...{ deliveredAt: null, invoice: null, isGiftOrder: placed.isGiftOrder, campaign: null },
    ...(addressFlags === undefined ? {} : { addressFlags }),
  }
}

/** The same goods for nothing, or those that were named instead: what was paid for them stays with the first order. */
async function lineOf(
  catalogue: Catalogue,
  { kind, exchange }: Readonly<AfterSalesCase>,
  { lines }: Placed,
  { lineId, quantity }: { readonly lineId: string; readonly quantity: number },
): Promise<ChannelOrderLine> {
  const sold = lines.find((line) => line.lineId === lineId)!
  const named = kind === 'exchange' ? exchange?.lines.find((line) => line.lineId === lineId) : undefined
  const goods = named === undefined ? sold : await goodsOf(catalogue, named.sku)
  if (goods === null) throw new Error(`${named?.sku} was priced and is in no catalogue any more`)
  const { channelSku, sku, category, brand, title, stock } = goods
  const { delivery, appointedLocation } = sold
  const isAtStore = delivery === 'storePickup' || delivery === 'carryOut'
  return {
    ...{
      lineId,
      channelSku,
      outerSku: null,
      title,
      kind: 'goods',
      giftOf: null,
      bundle: null,
      quantity,
      unitListPriceFen: 0,
      discounts: [],
    },
    ...{
      apportionedFen: null,
      buyerPaysFen: 0,
      status: 'open',
      refundStatus: null,
      refundId: null,
      delivery,
      serialNumbers: [],
      creator: null,
    },
    ...{ subsidy: null, sku, category, brand, stock, appointedLocation: isAtStore ? appointedLocation : null },
  }
}
