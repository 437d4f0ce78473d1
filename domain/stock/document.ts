import type { StockChange } from './events.ts'

interface Document {
  readonly key: string
  readonly askedAt: number
  /** What a repeat must have in common with the first, besides the instant; nothing that depends on when it was decided, no facts of SKU and location. */
  readonly content: string
}

/** The document an event records once and for all; null for events with a natural key of another kind. */
export function documentOf({ type, data }: StockChange): Document | null {
  switch (type) {
    case 'StockReceived':
    case 'StockDamaged':
      return { key: `${type} ${data.documentId}`, askedAt: data.askedAt, content: `${data.quantity}` }
    case 'StockScrapped':
      return { key: `${type} ${data.documentId}`, askedAt: data.askedAt, content: contentOfScrap(data) }
    case 'StockGraded':
      return { key: `${type} ${data.documentId}`, askedAt: data.askedAt, content: `${data.quantity} ${data.was} ${data.condition}` }
    case 'StockReturned':
      return {
        key: `${type} ${data.documentId}`,
        askedAt: data.askedAt,
        content: `${data.quantity} ${data.condition} ${data.orderId} ${data.afterSalesId ?? ''}`,
      }
    case 'StockAdjusted':
      return { key: `${type} ${data.documentId}`, askedAt: data.askedAt, content: `${data.difference}` }
    case 'StockCounted':
      return { key: `${type} ${data.documentId}`, askedAt: data.askedAt, content: `${data.counted}` }
    case 'TransferDispatched':
      return { key: `${type} ${data.transferId}`, askedAt: data.askedAt, content: `${data.quantity} ${data.to}` }
    case 'TransferExpected':
      return { key: `${type} ${data.transferId}`, askedAt: data.askedAt, content: `${data.quantity} ${data.from}` }
    case 'TransferReceived':
    case 'TransferLost':
      return { key: `${type} ${data.documentId}`, askedAt: data.askedAt, content: `${data.quantity} ${data.transferId}` }
    case 'StockReserved':
    case 'ReservationReleased':
    case 'StockIssued':
    case 'SafetyStockSet':
    case 'ChannelQuotaSet':
      return null
  }
}

/** What was damaged is noted as it always was, so that what a snapshot remembers of it is still the same. */
const contentOfScrap = ({ quantity, condition }: Extract<StockChange, { type: 'StockScrapped' }>['data']): string =>
  condition === 'damaged' ? `${quantity}` : `${quantity} ${condition}`

/** What is remembered of a document. The instant is part of it, so that an asker who stamps repeats anew is found out at once. */
export const noteOf = ({ askedAt, content }: Document): string => `${content} at ${askedAt}`
