import type { CanonicalLine, CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { ChannelOrderLine } from '../../domain/order/channel-order.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import type { Catalogue, ShopFacts, SkuFacts } from '../catalogue/port.ts'

export interface Resolved {
  readonly shop: ShopFacts
  readonly lines: readonly ChannelOrderLine[]
}

type StockComponents = ChannelOrderLine['stock']

const isRejection = (value: object): value is Rejection => 'accepted' in value

/** Says what of ours each line sells; refuses rather than guesses. */
export async function resolveOrder(order: CanonicalOrder, catalogue: Catalogue): Promise<Resolved | Rejection> {
  const shop = await catalogue.shop(order.channel, order.shop)
  if (shop === null) return reject('UNKNOWN_SHOP', { channel: order.channel, shop: order.shop })
  const lines: ChannelOrderLine[] = []
  for (const line of order.lines) {
    const resolved = await resolveLine(order, line, catalogue)
    if (isRejection(resolved)) return resolved
    lines.push(resolved)
  }
  return { shop, lines }
}

async function resolveLine(order: CanonicalOrder, line: CanonicalLine, catalogue: Catalogue): Promise<ChannelOrderLine | Rejection> {
  const { appointedLocation: _, ...rest } = line
  const code = appointedBy(order, line)
  const appointedLocation = (code === null ? null : catalogue.locationByCode(code)?.location) ?? null
  if (line.kind === 'service') return { ...rest, sku: null, category: '', brand: '', stock: [], appointedLocation }
  const sku = await listedSku(order, line, catalogue)
  const facts = sku === null ? null : await catalogue.sku(sku)
  if (facts === null) {
    const { lineId, channelSku, outerSku } = line
    return reject('UNKNOWN_LISTING', { channel: order.channel, shop: order.shop, lineId, channelSku, outerSku, sku })
  }
  if (appointedLocation === null && code !== null && isAtStore(line)) return reject('LOCATION_UNKNOWN', { lineId: line.lineId, code })
  const stock = await componentsOf(facts, catalogue)
  if (stock === null) return reject('SKU_UNKNOWN', { sku: facts.sku, components: facts.components.map(({ sku }) => sku) })
  return { ...rest, sku: facts.sku, category: facts.category, brand: facts.brand, stock, appointedLocation }
}

/**
 * What a buyer fetches or carries out of a store is in that store and nowhere else: a code we do not know is not passed over, as that of a
 * platform's own warehouse is.
 */
const isAtStore = ({ delivery }: CanonicalLine): boolean => delivery === 'storePickup' || delivery === 'carryOut'

/** A line that is fetched is at the store the order is fetched from, unless it names another place itself. */
function appointedBy({ store }: CanonicalOrder, line: CanonicalLine): string | null {
  const fetchedFrom = line.delivery === 'storePickup' && store?.role === 'pickup' ? store.storeCode : null
  return line.appointedLocation ?? fetchedFrom
}

/** The channel's own SKU id first, then the code the merchant gave it there. */
async function listedSku(order: CanonicalOrder, line: CanonicalLine, catalogue: Catalogue): Promise<string | null> {
  for (const code of [line.channelSku, line.outerSku]) {
    const sku = code === null ? null : await catalogue.listing(order.channel, order.shop, code, order.placedAt)
    if (sku !== null) return sku
  }
  return null
}

const stockOf = ({ sku, category, brand, serialNumberRequired, maker }: SkuFacts, quantityPerUnit: number): StockComponents[number] => ({
  sku,
  category,
  brand,
  quantityPerUnit,
  serialNumberRequired,
  maker,
})

/** Null when the catalogue does not know all of them: a set is never sold in part. */
export async function componentsOf(facts: SkuFacts, catalogue: Catalogue): Promise<StockComponents | null> {
  if (facts.components.length === 0) return [stockOf(facts, 1)]
  const components = await Promise.all(facts.components.map(({ sku }) => catalogue.sku(sku)))
  const known = components.filter((component) => component !== null)
  return known.length < components.length ? null : known.map((component, place) => stockOf(component, facts.components[place]!.quantity))
}
