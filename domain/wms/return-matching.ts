import type { ReturnConfirm } from './canonical.ts'
import type { WmsReturn } from './return-order.ts'

type Told = NonNullable<WmsReturn['told']>['lines']
type Confirmed = ReturnConfirm['lines'][number]
export interface Returned {
  readonly lineId: string
  readonly sku: string
  readonly quantity: number
  readonly serialNumbers: readonly string[]
  readonly isSellable: boolean
}

type Fit = { readonly units: readonly Returned[] } | { readonly exceeded: { readonly sku: string; readonly quantity: number } }

/**
 * Units a warehouse says came back, by the lines it was told of: the one it names, else those of the same item one after another, each as far as
 * nothing of it is back. A gift that goes back with them was not told of. More than that is not what was to come.
 * @param before What came back there before.
 */
export function fitReturn(
  told: Told,
  confirmed: readonly Confirmed[],
  before: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[],
  gifts: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[],
): Fit {
  const rows = told.map((row, place) => ({ ...row, number: place + 1, open: row.quantity }))
  const all = [...rows, ...gifts.map((gift) => ({ ...gift, number: null, open: gift.quantity }))]
  for (const { lineId, sku, quantity } of before) {
    let left = quantity
    for (const row of all) if (row.lineId === lineId && row.sku === sku) left -= take(row, left)
  }
  const units: Returned[] = []
  for (const { lineNumber, sku, quantity, serialNumbers, isSellable } of confirmed) {
    const ofSku = all.filter((row) => row.sku === sku)
    const named = ofSku.filter(({ number }) => number === lineNumber && number !== null)
    let left = quantity
    for (const row of [...named, ...ofSku]) {
      const taken = take(row, left)
      const numbers = serialNumbers.slice(quantity - left, quantity - left + taken)
      if (taken > 0) units.push({ lineId: row.lineId, sku, quantity: taken, serialNumbers: numbers, isSellable })
      left -= taken
    }
    if (left > 0) return { exceeded: { sku, quantity: left } }
  }
  return { units }
}

function take(row: { open: number }, most: number): number {
  const taken = Math.min(row.open, most)
  row.open -= taken
  return taken
}
