import type { Projection } from '../projection.ts'

/** What decoding the events of one more type takes, beside a read model of weight 1: threads decode by themselves. */
const TYPE_WEIGHT = 0.2

/**
 * Deals read models out into so many hands, the heaviest first, each to where the load is then least: loads come out even, and read models
 * of the same events come together. Empty hands are left out.
 */
export function deal(projections: readonly Projection[], hands: number): readonly (readonly Projection[])[] {
  const dealt = Array.from({ length: hands }, (): Projection[] => [])
  for (const projection of projections.toSorted((one, other) => weightOf(other) - weightOf(one))) {
    const loads = new Map(dealt.map((hand) => [hand, loadOf([...hand, projection])]))
    dealt.reduce((one, other) => (loads.get(other)! < loads.get(one)! ? other : one)).push(projection)
  }
  return dealt.filter(({ length }) => length > 0)
}

export const weightOf = ({ weight = 1 }: Projection): number => weight

/** Folding them, and decoding what any of them reads. */
export const loadOf = (projections: readonly Projection[]): number =>
  projections.reduce((sum, projection) => sum + weightOf(projection), 0) +
  TYPE_WEIGHT * new Set(projections.flatMap(({ handles }) => handles)).size
