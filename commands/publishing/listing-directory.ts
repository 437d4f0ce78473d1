import { listingSubject } from '../../domain/publishing/keys.ts'
import type { ProjectedEvent } from '../../projections/projection.ts'
import type { Observer } from '../processes/runtime/triggers.ts'

/** Which listings a stock SKU may move: those that sell it, or a bundle it is a part of, now or at another time. */
export interface ListingDirectory {
  /** As subjects of what is told. */
  sellersOf(sku: string): readonly string[]
  all(): Iterable<string>
  /** Where units of a SKU were found when they were last looked for. */
  found(sku: string, locations: Iterable<string>): void
  /** Listings of what was found at a location, or was not looked for in this life and may be anywhere. */
  sellersAt(location: string): readonly string[]
}

/** Grows with listings and parts of bundles; kept only where a shop may be told something. */
export function createListingDirectory(): ListingDirectory & { readonly observer: Observer } {
  const bySku = new Map<string, Set<string>>()
  /** Bundles by their parts. */
  const byPart = new Map<string, Set<string>>()
  const listings = new Set<string>()
  /** Which hold no stock of their own. */
  const bundles = new Set<string>()
  const locationsOf = new Map<string, ReadonlySet<string>>()
  const add = (to: Map<string, Set<string>>, key: string, value: string) => {
    const values = to.get(key) ?? new Set()
    to.set(key, values.add(value))
  }

  function see(event: ProjectedEvent): void {
    if (event.type === 'SkuDefined') {
      const { sku, components } = event.data
      for (const part of components) add(byPart, part.sku, sku)
      if (components.length > 0) bundles.add(sku)
      else bundles.delete(sku)
    }
    if (event.type !== 'ListingDefined') return
    const subject = listingSubject(event.data)
    listings.add(subject)
    if (event.data.sku !== null) add(bySku, event.data.sku, subject)
  }

  function sellersOf(sku: string): readonly string[] {
    const sold = [sku, ...(byPart.get(sku) ?? [])]
    return [...new Set(sold.flatMap((each) => [...(bySku.get(each) ?? [])]))]
  }

  return {
    sellersOf,
    all: () => listings,
    found: (sku, locations) => void locationsOf.set(sku, new Set(locations)),
    sellersAt(location) {
      const skus = new Set([...bySku.keys(), ...byPart.keys()]).difference(bundles)
      return [...new Set([...skus].filter((sku) => locationsOf.get(sku)?.has(location) ?? true).flatMap(sellersOf))]
    },
    observer: { types: ['SkuDefined', 'ListingDefined'], see },
  }
}
