import { skuName } from '../state/catalogue.ts'

interface OfSku {
  readonly sku: string
  readonly category: string
  readonly brand: string
}

/** Those whose code, name, category or brand holds every word that was typed. */
export function matching<Item extends OfSku>(items: readonly Item[], typed: string): readonly Item[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return items
  return items.filter(({ sku, category, brand }) => {
    const text = `${sku} ${skuName(sku)} ${category} ${brand}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
