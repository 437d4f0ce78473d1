import { orderKey } from '../../domain/shared/stream-name.ts'
import { stockParts } from '../goods.ts'
import type { Parcel, Sale } from '../sale.ts'
import type { Departed, Story } from '../story/told.ts'

/** What is known outside of one order by now: its buyer and its channel know the sale, the rest is seen in the ledger. */
export interface OrderLife {
  readonly orderId: string
  readonly story: Story
  readonly parcels: Parcel[]
  /** Units of stock that are still to leave, by SKU. */
  readonly awaited: Map<string, number>
  /** All of it, once everything left. */
  left: Departed | null
  isDelivered: boolean
  hasArrived: boolean
  readonly openInstallations: Set<string>
  /** Lines a crew brings. */
  readonly broughtLines: Set<string>
}

export interface Orders {
  /** Null for an order that was never sold, such as one that sends units anew. */
  get(orderId: string): OrderLife | null
}

const awaitedOf = ({ lines }: Sale): Map<string, number> => {
  const units = new Map<string, number>()
  for (const { sku, quantity } of lines)
    for (const part of stockParts(sku)) units.set(part.sku, (units.get(part.sku) ?? 0) + part.quantity * quantity)
  return units
}

export function createOrders(stories: readonly Story[]): Orders {
  const lives = new Map(
    stories.map((story): [string, OrderLife] => {
      const { channel, shop, orderId: channelOrderId } = story.sale
      const orderId = orderKey(channel, shop, channelOrderId)
      return [
        orderId,
        {
          ...{ orderId, story, parcels: [], awaited: awaitedOf(story.sale), left: null },
          ...{ isDelivered: false, hasArrived: false, openInstallations: new Set(), broughtLines: new Set() },
        },
      ]
    }),
  )
  return { get: (orderId) => lives.get(orderId) ?? null }
}
