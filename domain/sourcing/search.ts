import { boundsOf, leastAt } from './bounds.ts'
import type { Candidate } from './candidates.ts'
import type { SourcingDocument } from './document.ts'
import { undominated } from './dominance.ts'
import type { Item } from './items.ts'
import { createLoads } from './loads.ts'
import { type Found, keepBest } from './ten-best.ts'

export interface Searched {
  /** In their total order; empty when nothing can be sent, or nothing was found within the limit. */
  readonly best: readonly Found[]
  /** No plan costs less; null when none was ruled in or left open. */
  readonly boundFen: number | null
  /** Whether the whole of what could be better was seen. */
  readonly exhausted: boolean
  readonly steps: number
}

export type Limits = Pick<SourcingDocument, 'maxSplit' | 'splitPenaltyFen' | 'workLimit'>

/**
 * The best plans, exactly, as long as the work limit lasts. Plans with one location are tried one by one. Those with more are grown part
 * by part: each next item, in all or in parts, goes to a location that is open already or opens one more, and a branch is left as
 * soon as the least it must still cost exceeds the worst plan that is kept. What a branch costs only grows, since no tariff gives back.
 */
export function search(items: readonly Item[], candidates: readonly Candidate[], limits: Limits, wanted: number): Searched {
  const kept = keepBest(wanted)
  let steps = 0
  for (let number = 0; number < candidates.length; number++) {
    const loads = createLoads([candidates[number]!], 0)
    const fits = items.every((item, index) => {
      const takes = candidates[number]!.parts[index] !== null && loads.room(0, item) === item.parts
      if (takes) loads.give(0, item, index, item.parts)
      return takes
    })
    if (fits) kept.offer({ costFen: loads.costFen(), assignment: items.map((item) => [[number, item.parts]]) })
  }
  const canSplit = limits.maxSplit > 1 && (items.length > 1 || items[0]!.parts > 1)
  const openFen = canSplit ? searchSplits() : Number.POSITIVE_INFINITY
  const least = Math.min(openFen, kept.best[0]?.costFen ?? Number.POSITIVE_INFINITY)
  return {
    best: kept.best,
    boundFen: least === Number.POSITIVE_INFINITY ? null : least,
    exhausted: openFen === Number.POSITIVE_INFINITY,
    steps,
  }

  /** The least that anything left open by the limit may cost. */
  function searchSplits(): number {
    const { maxSplit, splitPenaltyFen, workLimit } = limits
    const bounds = boundsOf(items, candidates, undominated(candidates, maxSplit, wanted))
    if (bounds.choices.some((choices) => choices.length === 0)) return Number.POSITIVE_INFINITY
    const { sequence, choices, placeOf, aloneFen, leastFen, afterFen } = bounds
    const loads = createLoads(candidates, splitPenaltyFen)
    const given: (readonly [number, number])[][] = items.map(() => [])
    const anotherFen = bounds.openingFen + splitPenaltyFen
    let openFen = Number.POSITIVE_INFINITY
    grow(0, items[sequence[0]!]!.parts, 0)
    return openFen

    /** @param from Parts of one item go to choices of rising place only, so that each way to cut it is met once. */
    function grow(at: number, parts: number, from: number): void {
      const index = sequence[at]!
      for (let place = 0, count = loads.open.length; place < count; place++) {
        const number = loads.open[place]!
        if (placeOf[index]![number]! >= from) give(at, parts, number)
      }
      if (loads.open.length === maxSplit) return
      const restFen =
        loads.costFen() + (loads.open.length === 0 ? anotherFen : splitPenaltyFen) + (parts - 1) * leastFen[index]! + afterFen[at]!
      for (let place = from; place < choices[index]!.length; place++) {
        const number = choices[index]![place]!
        if (loads.isOpen(number)) continue
        const leastCost = restFen + aloneFen[index]![number]!
        if (leastCost > kept.limitFen()) return
        if (steps >= workLimit) {
          leaveOpen(leastCost)
          return
        }
        give(at, parts, number)
      }
    }

    function give(at: number, parts: number, number: number): void {
      const index = sequence[at]!
      const item = items[index]!
      for (let some = Math.min(parts, loads.room(number, item)); some >= 1; some--) {
        if (steps >= workLimit) {
          leaveOpen(loads.costFen() + leastOfRest(at, parts))
          return
        }
        steps++
        loads.give(number, item, index, some)
        given[index]!.push([number, some])
        const leastCost = loads.costFen() + leastOfRest(at, parts - some)
        if (leastCost <= kept.limitFen()) follow(at, parts - some, placeOf[index]![number]! + 1)
        given[index]!.pop()
        loads.takeBack(number, item, index, some)
      }
    }

    function leaveOpen(leastCost: number): void {
      if (leastCost <= kept.limitFen()) openFen = Math.min(openFen, leastCost)
    }

    function follow(at: number, left: number, from: number): void {
      if (left > 0) grow(at, left, from)
      else if (at + 1 < sequence.length) grow(at + 1, items[sequence[at + 1]!]!.parts, 0)
      else if (loads.open.length > 1) {
        kept.offer({ costFen: loads.costFen(), assignment: given.map((pairs) => pairs.toSorted(([a], [b]) => a - b)) })
      }
    }

    /** Where no more may open, everything left has to come from those that are. */
    function leastOfRest(at: number, left: number): number {
      const index = sequence[at]!
      if (loads.open.length < maxSplit) {
        const another = loads.open.length === 1 ? anotherFen : 0
        return left * leastFen[index]! + afterFen[at]! + another
      }
      let sum = left === 0 ? 0 : left * leastAmongOpen(index)
      for (let next = at + 1; next < sequence.length; next++) sum += items[sequence[next]!]!.parts * leastAmongOpen(sequence[next]!)
      return sum
    }

    function leastAmongOpen(index: number): number {
      let least = Number.POSITIVE_INFINITY
      for (const number of loads.open) least = Math.min(least, leastAt(candidates[number]!, index))
      return least
    }
  }
}
