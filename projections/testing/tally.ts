import type { EventOfType } from '../../domain/events.ts'
import { stockKey, streamName } from '../../domain/shared/stream-name.ts'
import { projection } from '../projection.ts'
import type { Written } from './synthetic-life.ts'

export type Tally = { taken: string[]; sum: number }

type Received = EventOfType<'StockReceived'>['data']

/** Writes down which receipts a SKU has taken, in order; `fails` decides which ones it cannot take. Half done before it fails. */
export const tally = (fails: (documentId: string) => boolean = () => false, version = 1) =>
  projection<Tally>({
    name: 'tally',
    version,
    indexes: [{ fields: ['sum'] }],
    handles: ['StockReceived'],
    keys: (event) => [(event.data as Received).sku],
    evolve(document = { taken: [], sum: 0 }, event) {
      const { documentId, quantity } = event.data as Received
      document.sum += quantity
      if (fails(documentId)) throw new Error(`cannot take ${documentId}`)
      document.taken.push(documentId)
      return document
    },
  })

export function receipt(sku: string, documentId: string, quantity = 1): Written {
  const availableToPromise = { before: 0, after: quantity }
  const place = { sku, location: 'WH-1', regionPath: ['440000'], category: 'washer', brand: 'Haohai', availableToPromise }
  return {
    stream: streamName('stock', stockKey(sku, 'WH-1')),
    event: { type: 'StockReceived', data: { ...place, documentId, askedAt: 1, quantity } },
  }
}

/** Something no tally reads. */
export const aside = (keyId: string): Written => ({
  stream: streamName('access', keyId),
  event: { type: 'AccessKeyRevoked', data: { keyId, revokedAt: 1 } },
})
