import type { OrderedLine } from './question.ts'

/** What is assigned to a location as one: a line, some units of it, or lines that leave together. */
export interface Item {
  readonly lines: readonly OrderedLine[]
  /** Parts it may be cut into: the units of a line that may be split, else one. */
  readonly parts: number
  /** Units of each line in one part. */
  readonly unitsPerPart: readonly number[]
  /** Units of each SKU, by its number, in one part. */
  readonly takes: readonly { readonly sku: number; readonly units: number }[]
}

export interface Items {
  readonly items: readonly Item[]
  /** Numbered as in `Item.takes`. */
  readonly skus: readonly string[]
  /** Units of each SKU in the whole order. */
  readonly wanted: readonly number[]
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** In an order of their own, whatever order the lines came in. */
export function itemsOf(lines: readonly OrderedLine[], splitQuantities: boolean): Items {
  const sorted = lines.toSorted((a, b) => byText(a.lineId, b.lineId))
  const skus = [...new Set(sorted.map(({ sku }) => sku))]
  const groups = Map.groupBy(sorted, ({ lineId, shipTogether }) => (shipTogether === null ? `line ${lineId}` : `set ${shipTogether}`))
  const items = [...groups.values()].map((group): Item => {
    const divisible = splitQuantities && group[0]!.shipTogether === null
    const unitsPerPart = group.map(({ quantity }) => (divisible ? 1 : quantity))
    const takes = skus.flatMap((sku, number) => {
      const units = unitsOf(group, unitsPerPart, sku)
      return units === 0 ? [] : [{ sku: number, units }]
    })
    return { lines: group, parts: divisible ? group[0]!.quantity : 1, unitsPerPart, takes }
  })
  const quantities = sorted.map(({ quantity }) => quantity)
  return { items, skus, wanted: skus.map((sku) => unitsOf(sorted, quantities, sku)) }
}

function unitsOf(lines: readonly OrderedLine[], units: readonly number[], sku: string): number {
  return lines.reduce((sum, line, index) => sum + (line.sku === sku ? units[index]! : 0), 0)
}
