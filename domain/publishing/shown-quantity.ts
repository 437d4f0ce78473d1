import type { StockRule } from '../policy/kinds/channel-stock.ts'
import type { Channel } from '../shared/fields.ts'
import { sum } from '../shared/money.ts'

/** Units of one SKU at one location, as far as a shop may show them. */
export interface PlaceStock {
  readonly location: string
  readonly kind: 'warehouse' | 'store' | 'supplier' | 'transit'
  /** On hand less reserved and safety stock; negative where a count found fewer. */
  readonly beyondSafety: number
  readonly inTransit: number
  /** What is left of each channel's quota here. */
  readonly quotas: readonly { readonly channel: Channel; readonly kind: 'exclusive' | 'shared'; readonly left: number }[]
}

/** One stock SKU of what is sold: itself, or a part of a bundle. */
export interface PartStock {
  readonly sku: string
  readonly quantityPerUnit: number
  readonly places: readonly PlaceStock[]
}

export interface ShownPart {
  readonly sku: string
  readonly quantityPerUnit: number
  /** Units kept for no channel, all locations that count together. */
  readonly shareable: number
  /** Units kept for this channel alone that are there. */
  readonly exclusive: number
  /** What of both the shop has. */
  readonly forShop: number
}

export interface Shown {
  readonly quantity: number
  readonly parts: readonly ShownPart[]
}

/** How many units a shop may show of what it sells: of a bundle as many as its scarcest part makes. */
export function shownQuantity(parts: readonly PartStock[], channel: Channel, rule: StockRule): Shown {
  const shown = parts.map((part) => partOf(part, channel, rule))
  const whole = Math.min(...shown.map(({ forShop, quantityPerUnit }) => Math.floor(forShop / quantityPerUnit)))
  const quantity = Math.max(0, (Number.isFinite(whole) ? whole : 0) - rule.safety)
  return { quantity: rule.cap === null ? quantity : Math.min(quantity, rule.cap), parts: shown }
}

function partOf({ sku, quantityPerUnit, places }: PartStock, channel: Channel, rule: StockRule): ShownPart {
  const reaches = places.filter((place) => doesCount(place, rule)).map((place) => reachOf(place, channel, rule))
  const shareable = sum(reaches.map((reach) => reach.shareable))
  const exclusive = sum(reaches.map((reach) => reach.exclusive))
  const allowed = sum(reaches.map((reach) => Math.min(reach.shareable, reach.limit)))
  const forShop = Math.min(share(shareable, rule.sharePercent), allowed) + share(exclusive, rule.exclusivePercent)
  return { sku, quantityPerUnit, shareable, exclusive, forShop }
}

const share = (units: number, percent: number): number => Math.floor((units * percent) / 100)

function doesCount({ location, kind }: PlaceStock, { stores, suppliers, locations }: StockRule): boolean {
  if (kind === 'transit' || (kind === 'store' && !stores) || (kind === 'supplier' && !suppliers)) return false
  return locations.length === 0 || locations.includes(location)
}

interface Reach {
  readonly shareable: number
  readonly exclusive: number
  /** What the channel may take of what is shareable here. */
  readonly limit: number
}

/** What is kept for a channel is never another one's, even where more is kept than is there: then each has what the others leave. */
function reachOf({ beyondSafety, inTransit, quotas }: PlaceStock, channel: Channel, { inTransitPercent }: StockRule): Reach {
  const kept = (of: (each: Channel) => boolean) =>
    sum(quotas.map((quota) => (quota.kind === 'exclusive' && of(quota.channel) ? quota.left : 0)))
  const own = kept((each) => each === channel)
  const others = kept((each) => each !== channel)
  const limits = quotas.filter((quota) => quota.channel === channel && quota.kind === 'shared').map(({ left }) => left)
  return {
    shareable: Math.max(0, beyondSafety + share(inTransit, inTransitPercent) - own - others),
    exclusive: Math.min(own, Math.max(0, beyondSafety - others)),
    limit: Math.min(...limits, Number.MAX_SAFE_INTEGER),
  }
}

/** What is said for the shop, and otherwise for the SKU; null where the shop is not told of it. */
export function ruleFor(
  { shops }: { readonly shops: readonly (StockRule & ShopNamed)[] },
  channel: Channel,
  shop: string,
  sku: string,
): (StockRule & { readonly intervalMs: number }) | null {
  const found = shops.find((each) => each.channel === channel && each.shop === shop)
  if (found === undefined) return null
  const { skus, ...ofShop } = found
  const ofSku = skus.find((each) => each.sku === sku)
  if (ofSku === undefined) return ofShop
  return ofSku.published ? { ...ofShop, ...said(ofSku) } : null
}

interface ShopNamed {
  readonly channel: Channel
  readonly shop: string
  readonly intervalMs: number
  readonly skus: readonly ({ readonly sku: string; readonly published: boolean } & {
    readonly [Field in keyof StockRule]?: StockRule[Field] | undefined
  })[]
}

const said = ({ sku: _, published: __, ...fields }: ShopNamed['skus'][number]): Partial<StockRule> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** Whether the channel is to be told: it shows nothing of it yet, or something else by so much; to and from nothing always. */
export function isWorthTelling(shown: number | null, quantity: number, minimumChange: number): boolean {
  if (shown === null) return true
  if (shown === quantity) return false
  return shown === 0 || quantity === 0 || Math.abs(shown - quantity) >= minimumChange
}
