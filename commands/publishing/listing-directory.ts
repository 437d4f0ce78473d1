import { listingSubject } from '../../domain/publishing/keys.ts'
import type { ProjectedEvent } from '../../projections/projection.ts'
import type { Observer } from '../processes/runtime/triggers.ts'

/** Which listings a stock SKU may move: those that sell it, or a bundle it is a part of, now or at another time. */
export interface ListingDirectory {
  /** As subjects of what is told. */
  sellersOf(sku: string): readonly string[]
  all(): Iterable<string>
}

/** Grows with listings and parts of bundles; kept only where a shop may be told something. */
export function createListingDirectory(): ListingDirectory & { readonly observer: Observer } {
  const bySku = new Map<string, Set<string>>()
  /** Bundles by their parts. */
  const byPart = new Map<string, Set<string>>()
  const listings = new Set<string>()
  const add = (to: Map<string, Set<string>>, key: string, value: string) => {
    const values = to.get(key) ?? new Set()
    to.set(key, values.add(value))
  }

  function see(event: ProjectedEvent): void {
    if (event.type === 'SkuDefined') for (const part of event.data.components) add(byPart, part.sku, event.data.sku)
    if (event.type !== 'ListingDefined') return
    const subject = listingSubject(event.data)
    listings.add(subject)
    if (event.data.sku !== null) add(bySku, event.data.sku, subject)
  }

  return {
    sellersOf(sku) {
      const sold = [sku, ...(byPart.get(sku) ?? [])]
      return [...new Set(sold.flatMap((each) => [...(bySku.get(each) ?? [])]))]
    },
    all: () => listings,
    observer: { types: ['SkuDefined', 'ListingDefined'], see },
  }
}
