/**
 * Ids of lines where a channel has no sub-orders: the SKU, which its after-sales messages name too. A SKU on several lines gets its place
 * among them from the second on.
 */
export function lineIdsOf(skus: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return skus.map((sku) => {
    const count = (seen.get(sku) ?? 0) + 1
    seen.set(sku, count)
    return count === 1 ? sku : `${sku}-${count}`
  })
}
