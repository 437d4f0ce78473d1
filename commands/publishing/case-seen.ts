import type { AfterSalesEvent, EventOfAfterSales } from '../../domain/after-sales/events.ts'
import { decode } from '../../domain/codec.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { OrderSeen } from './order-seen.ts'

type Requested = EventOfAfterSales<'RefundRequested'>['data']
type Lines = EventOfAfterSales<'ReturnExpected'>['data']['lines']
type Inspected = EventOfAfterSales<'ReturnInspected'>['data']

/** What was answered to the buyer last. */
export interface Decision {
  /** Which of all decisions of ours, from 1: a buyer who was refused may ask again. */
  readonly number: number
  readonly isAgreed: boolean
  /** Whether the order committed the money since: before, it may still be refused. */
  isCommitted: boolean
  /** Whether the channel decided it, or knows it by having paid. */
  readonly isChannels: boolean
  readonly refused: Pick<EventOfAfterSales<'RefundRefused'>['data'], 'code' | 'reason'> | null
  readonly isBack: boolean
}

/** What has to be known of an after-sales case to tell its channel of it. */
export interface CaseSeen extends Pick<Requested, 'afterSalesId' | 'orderId' | 'channel' | 'shop' | 'refundId' | 'requestedAt'> {
  kind: Requested['kind']
  seenAt: number | null
  refundFen: number
  decisions: number
  decision: Decision | null
  isClosed: boolean
  paid: { readonly byChannel: boolean; readonly refundFen: number; readonly paidAt: number } | null
  /** Units that are to come back; those asked for until it is said. */
  expected: Lines
  waybill: string | null
  readonly receipts: Map<string, EventOfAfterSales<'ReturnReceived'>['data']>
  readonly inspections: Map<string, Inspected>
}

/** Null where nobody knows the case, or its channel does not: what began here has no number there. */
export async function caseSeen(events: Pick<EventStore, 'readStream'>, afterSalesId: string): Promise<CaseSeen | null> {
  let seen: CaseSeen | null = null
  for await (const page of events.readStream(streamName('aftersales', afterSalesId))) {
    for (const stored of page) {
      const event = decode(stored) as unknown as AfterSalesEvent
      if (event.type === 'RefundRequested') {
        if (event.data.channelModifiedAt === null) return null
        seen = begun(event.data)
      } else if (seen !== null) follow(seen, event)
    }
  }
  return seen
}

const begun = ({ afterSalesId, orderId, channel, shop, refundId, requestedAt, kind, refundFen, lines, channelModifiedAt }: Requested) =>
  ({
    ...{ afterSalesId, orderId, channel, shop, refundId, requestedAt, kind, refundFen, seenAt: channelModifiedAt },
    ...{ decisions: 0, decision: null, isClosed: false, paid: null, expected: lines, waybill: null },
    ...{ receipts: new Map(), inspections: new Map() },
  }) satisfies CaseSeen

function follow(seen: CaseSeen, event: Exclude<AfterSalesEvent, { type: 'RefundRequested' }>): void {
  const { type, data } = event
  if ('channelModifiedAt' in data && data.channelModifiedAt !== null) seen.seenAt = data.channelModifiedAt
  switch (type) {
    case 'AfterSalesAmended':
      seen.kind = data.kind
      seen.refundFen = data.refundFen
      if (seen.decision !== null) seen.decision.isCommitted = false
      return
    case 'RefundAgreed':
    case 'RefundRefused':
      decided(seen, event)
      return
    case 'RefundApproved':
      if (seen.decision !== null) seen.decision.isCommitted = true
      return
    case 'RefundPaid':
      seen.paid = { byChannel: data.channelModifiedAt !== null, refundFen: data.refundFen, paidAt: data.paidAt }
      return
    case 'AfterSalesClosed':
      seen.isClosed = true
      return
    case 'ReturnExpected':
      seen.expected = data.lines
      seen.waybill = data.waybill
      return
    case 'ReturnReceived':
      seen.receipts.set(data.receiptId, data)
      return
    case 'ReturnInspected':
      seen.inspections.set(data.receiptId, data)
  }
}

function decided(seen: CaseSeen, { type, data }: Extract<AfterSalesEvent, { type: 'RefundAgreed' | 'RefundRefused' }>): void {
  const isChannels = data.channelModifiedAt !== null
  if (!isChannels) seen.decisions += 1
  seen.isClosed = false
  const refused = type === 'RefundRefused' ? { code: data.code, reason: data.reason } : null
  const isBack = seen.receipts.size > 0
  seen.decision = { number: seen.decisions, isAgreed: refused === null, isCommitted: false, isChannels, refused, isBack }
}

/** Whether all units that are to come back were looked at: of a set, all its parts. A case that names none means all of the order. */
export function isInspected({ expected, receipts, inspections }: CaseSeen, { lines, cancelled }: OrderSeen): boolean {
  if (inspections.size === 0 || inspections.size < receipts.size) return false
  const pieces = new Map<string, number>()
  const keyOf = (lineId: string, sku: string) => JSON.stringify([lineId, sku])
  for (const { lineId, sku, quantity } of [...inspections.values()].flatMap(({ units }) => units))
    pieces.set(keyOf(lineId, sku), (pieces.get(keyOf(lineId, sku)) ?? 0) + quantity)
  const all = lines.map(({ lineId, quantity }) => ({ lineId, quantity: quantity - (cancelled.get(lineId) ?? 0) }))
  return (expected.length > 0 ? expected : all).every(({ lineId, quantity }) => {
    const parts = lines.find((line) => line.lineId === lineId)?.stock ?? []
    return parts.every(({ sku, quantityPerUnit }) => (pieces.get(keyOf(lineId, sku)) ?? 0) >= quantity * quantityPerUnit)
  })
}
