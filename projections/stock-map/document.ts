import type { Channel } from '../../domain/shared/fields.ts'

export type ChannelStock = {
  reserved: number
  /** Issued since the quota was set: they count against it. */
  issued: number
  /** Null without one. */
  quota: number | null
  quotaKind: 'exclusive' | 'shared' | null
  /** What this channel may still be promised here. */
  availableToPromise: number
}

/** One SKU at one location. Units; `onHand` are sellable, damaged ones are apart. */
export type StockCell = {
  sku: string
  location: string
  category: string
  brand: string
  regionPath: string[]
  /** Country, province, city, district. */
  areas: string[]
  onHand: number
  damaged: number
  reserved: number
  /** On the way here from another location. */
  inTransit: number
  safetyStock: number
  /** What may still be promised to anybody: on hand less reserved less safety stock, never below zero. */
  availableToPromise: number
  channels: { [name in Channel]?: ChannelStock }
}
