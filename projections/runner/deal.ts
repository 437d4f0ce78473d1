import type { Projection } from '../projection.ts'

/** What decoding the events of one more type takes, beside a read model of weight 1: threads decode by themselves. */
const TYPE_WEIGHT = 0.2

interface Hand {
  readonly projections: Projection[]
  readonly types: Set<string>
  weight: number
}

/**
 * Deals read models out into so many hands, the heaviest first, each to where the load is then least: weights come out even, and read models
 * of the same events come together. Empty hands are left out.
 */
export function deal(projections: readonly Projection[], hands: number): readonly (readonly Projection[])[] {
  const dealt = Array.from({ length: hands }, (): Hand => ({ projections: [], types: new Set(), weight: 0 }))
  for (const projection of projections.toSorted((one, other) => weightOf(other) - weightOf(one))) {
    const hand = dealt.reduce((one, other) => (loadWith(other, projection) < loadWith(one, projection) ? other : one))
    hand.weight += weightOf(projection)
    hand.projections.push(projection)
    for (const type of projection.handles) hand.types.add(type)
  }
  return dealt.map((hand) => hand.projections).filter(({ length }) => length > 0)
}

export const weightOf = ({ weight = 1 }: Projection): number => weight

const loadWith = ({ weight, types }: Hand, projection: Projection): number =>
  weight + weightOf(projection) + TYPE_WEIGHT * types.union(new Set(projection.handles)).size
