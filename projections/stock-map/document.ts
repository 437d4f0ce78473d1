import type { Channel } from '../../domain/shared/fields.ts'
import type { StockCounts } from './counts.ts'

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

/** One SKU at one location. Units; `onHand` are sellable; damaged ones, those to be refurbished and scrap are apart. */
export type StockCell = StockCounts & {
  sku: string
  location: string
  category: string
  brand: string
  regionPath: string[]
  /** Country, province, city, district. */
  areas: string[]
  channels: { [name in Channel]?: ChannelStock }
}
