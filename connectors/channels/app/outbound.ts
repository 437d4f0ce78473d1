import { createHmac } from 'node:crypto'
import type { MessageOf, PushMessage } from '../../../domain/publishing/messages.ts'
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
    case 'installed': {
      const { channelOrderId, installationId, lines, installedAt } = message
      return { type: 'installed', orderId: channelOrderId, installationId, lines, installedAt: iso(installedAt) }
    }
    case 'closed':
      return { type: 'closed', orderId: message.channelOrderId, cancelledBy: message.cancelledBy }
    default:
      return ofCase(message)
  }
}

type OfCase = MessageOf<'refundAgreed' | 'refundRefused' | 'returnReceived' | 'returnInspected' | 'refundPaid'>

function ofCase(message: OfCase): object {
  const of = { type: message.kind, orderId: message.channelOrderId, refundId: message.refundId, kind: message.afterSalesKind }
  switch (message.kind) {
    case 'refundAgreed':
      return { ...of, refundFen: message.refundFen }
    case 'refundRefused':
      return { ...of, code: message.code, reason: message.reason }
    case 'returnReceived':
      return { ...of, receiptId: message.receiptId, lines: message.lines, receivedAt: iso(message.receivedAt) }
    case 'returnInspected':
      return { ...of, isSound: message.isSound, lines: message.lines, inspectedAt: iso(message.inspectedAt) }
    case 'refundPaid':
      return { ...of, refundFen: message.refundFen, paidAt: iso(message.paidAt) }
  }
}

/**
 * Our own app takes one form for all: JSON whose bytes, after the instant at which they were signed, are signed with HMAC-SHA256. It takes a
 * request once, by its id.
 */
export const outbound: ChannelWriter = {
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
