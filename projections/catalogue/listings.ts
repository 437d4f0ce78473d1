import type { EventOfType } from '../../domain/events.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { keyOf } from '../../domain/shared/stream-name.ts'
import { projection } from '../projection.ts'

type Defined = EventOfType<'ListingDefined'>['data']

/** What a channel sells under one id in one shop, from which instant on which SKU of ours. */
export type ListingDocument = {
  channel: Channel
  shop: string
  channelSku: string
  /** By effective date; a null SKU ends the listing. */
  targets: { sku: string | null; effectiveFrom: number }[]
  /** Our SKUs it ever led to. */
  skus: string[]
}

/** By channel, shop and the channel's SKU, as in the name of the listing's stream. */
export const listings = projection<ListingDocument>({
  name: 'listings',
  version: 1,
  indexes: [{ fields: ['channel', 'shop', 'channelSku'] }, { fields: ['skus'] }],
  handles: ['ListingDefined'],
  keys: (event) => [keyOf(event.stream)],
  evolve(document, event) {
    const { channel, shop, channelSku, sku, effectiveFrom } = event.data as Defined
    const earlier = document?.targets.filter((target) => target.effectiveFrom !== effectiveFrom) ?? []
    const targets = [...earlier, { sku, effectiveFrom }].toSorted((one, other) => one.effectiveFrom - other.effectiveFrom)
    const skus = [...new Set(targets.flatMap((target) => (target.sku === null ? [] : [target.sku])))]
    return { channel, shop, channelSku, targets, skus }
  },
})
