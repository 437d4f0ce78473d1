import { signal } from '@preact/signals'
import { fetchLocations, fetchShops, fetchSkus, type LocationDocument, type ShopDocument, type SkuDocument } from '../api/catalogue.ts'

/** Names of shops, locations and SKUs: asked for once, and again when the catalogue changes. */
export const shops = signal<readonly ShopDocument[]>([])
export const locations = signal<ReadonlyMap<string, LocationDocument>>(new Map())
export const skus = signal<ReadonlyMap<string, SkuDocument>>(new Map())

export async function loadCatalogue(): Promise<void> {
  await Promise.all([
    fetchShops().then((found) => {
      shops.value = found
    }, ignored),
    fetchLocations().then((found) => {
      locations.value = new Map(found.map((each) => [each.location, each]))
    }, ignored),
    fetchSkus().then((found) => {
      skus.value = new Map(found.map((each) => [each.sku, each]))
    }, ignored),
  ])
}

/** Ids are shown where names are missing. */
const ignored = (): void => undefined

export const shopName = (channel: string, shop: string): string =>
  shops.value.find((each) => each.channel === channel && each.shop === shop)?.name ?? shop
export const locationName = (location: string): string => locations.value.get(location)?.name ?? location
export const skuName = (sku: string): string => skus.value.get(sku)?.name ?? sku
