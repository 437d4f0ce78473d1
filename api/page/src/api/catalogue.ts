import type { ListingDocument } from '../../../../projections/catalogue/listings.ts'
import type { LocationDocument } from '../../../../projections/catalogue/locations.ts'
import type { ShopDocument } from '../../../../projections/catalogue/shops.ts'
import type { SkuDocument } from '../../../../projections/catalogue/skus.ts'
import { get, type Page } from './http.ts'

export type { ListingDocument, LocationDocument, ShopDocument, SkuDocument }

const pageSize = 200

/** The catalogue of a list, up to a bound: what names are taken from. */
async function all<Item>(path: string, most: number, query: Record<string, string> = {}): Promise<readonly Item[]> {
  const items: Item[] = []
  for (let after: string | undefined; items.length < most; ) {
    const page = await get<Page<Item>>(path, { ...query, after, limit: pageSize })
    items.push(...page.items)
    if (page.next === null) break
    after = page.next
  }
  return items
}

export const fetchShops = (): Promise<readonly ShopDocument[]> => all<ShopDocument>('shops', 1_000)
export const fetchLocations = (): Promise<readonly LocationDocument[]> => all<LocationDocument>('locations', 2_000)
export const fetchSkus = (): Promise<readonly SkuDocument[]> => all<SkuDocument>('skus', 2_000)
