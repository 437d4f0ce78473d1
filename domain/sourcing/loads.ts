import { type Candidate, parcelFenOf } from './candidates.ts'
import type { Item } from './items.ts'

interface Load {
  grams: number
  cubicMillimetres: number
  partsInParcel: number
  parcelFen: number
  parts: number
  /** By SKU, units that are still there. */
  readonly left: number[]
}

/** What each candidate is given to send while a plan is put together, and what that costs. */
export function createLoads(candidates: readonly Candidate[], splitPenaltyFen: number) {
  const loads = candidates.map(
    ({ stock }): Load => ({ grams: 0, cubicMillimetres: 0, partsInParcel: 0, parcelFen: 0, parts: 0, left: [...stock] }),
  )
  /** Candidates that send something, in the order in which they began to. */
  const open: number[] = []
  let costFen = 0

  function change(number: number, item: Item, index: number, parts: number): void {
    const candidate = candidates[number]!
    const part = candidate.parts[index]!
    const load = loads[number]!
    for (const { sku, units } of item.takes) load.left[sku]! -= units * parts
    costFen += part.unitFen * parts
    load.parts += parts
    if (!part.inParcel) return
    load.grams += part.grams * parts
    load.cubicMillimetres += part.cubicMillimetres * parts
    load.partsInParcel += parts
    const parcelFen = load.partsInParcel === 0 ? 0 : parcelFenOf(candidate, load.grams, load.cubicMillimetres)
    costFen += parcelFen - load.parcelFen
    load.parcelFen = parcelFen
  }
  const openingFen = (number: number) => candidates[number]!.fixedFen + (open.length > 0 ? splitPenaltyFen : 0)

  return {
    open: open as readonly number[],
    costFen: () => costFen,
    isOpen: (number: number) => loads[number]!.parts > 0,
    /** Most parts of the item it still has units for. */
    room(number: number, { takes, parts }: Item): number {
      const { left } = loads[number]!
      return takes.reduce((most, { sku, units }) => Math.min(most, Math.floor(left[sku]! / units)), parts)
    },
    give(number: number, item: Item, index: number, parts: number): void {
      if (loads[number]!.parts === 0) {
        costFen += openingFen(number)
        open.push(number)
      }
      change(number, item, index, parts)
    },
    /** The last that was given, first. */
    takeBack(number: number, item: Item, index: number, parts: number): void {
      change(number, item, index, -parts)
      if (loads[number]!.parts > 0) return
      open.pop()
      costFen -= openingFen(number)
    },
  }
}

export type Loads = ReturnType<typeof createLoads>
