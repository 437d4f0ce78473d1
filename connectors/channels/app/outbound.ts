import { createHmac } from 'node:crypto'
import type { PushMessage } from '../../../domain/publishing/events.ts'
import { asJson, type ChannelWriter, codeOf } from '../../shared/channel-writer.ts'

const iso = (instant: number): string => new Date(instant).toISOString()

function bodyOf(message: PushMessage): object {
  switch (message.kind) {
    case 'stock':
      return { type: 'stock', skuId: message.channelSku, quantity: message.quantity }
    case 'shipped': {
      const { channelOrderId, shipmentId, carrier, waybill, lines, shippedAt } = message
      return {
        ...{ type: 'shipped', orderId: channelOrderId, shipmentId, carrier, waybill, shippedAt: iso(shippedAt) },
        lines: lines.map(({ lineId, quantity, serialNumbers }) => ({ lineId, quantity, serialNumbers })),
      }
    }
    case 'delivered': {
      const { channelOrderId, shipmentId, deliveredAt } = message
      return { type: 'delivered', orderId: channelOrderId, shipmentId, deliveredAt: iso(deliveredAt) }
    }
    case 'closed':
      return { type: 'closed', orderId: message.channelOrderId, cancelledBy: message.cancelledBy }
  }
}

/**
 * Our own app takes one form for all: JSON whose bytes, after the instant at which they were signed, are signed with HMAC-SHA256. It takes a
 * request once, by its id.
 */
export const outbound: ChannelWriter = {
  tells: { stock: '`stock`', shipped: '`shipped`', delivered: '`delivered`', closed: '`closed`' },
  write({ message, requestId, to, credentials, now }) {
    const body = JSON.stringify({ requestId, ...bodyOf(message) })
    const signature = createHmac('sha256', credentials.secret).update(`${now}.${body}`).digest('hex')
    return asJson(new URL(to.url), body, { 'x-app-key': to.appKey, 'x-timestamp': String(now), 'x-signature': signature })
  },
  read({ ok, code }) {
    if (ok === true) return { outcome: 'taken' }
    return ok === false ? { outcome: 'refused', code: codeOf(code) } : { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
  },
}
