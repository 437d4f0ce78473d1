import { same } from '../shared/same.ts'
import { candidateAt, type Market } from './candidates.ts'
import type { DropReason } from './filters.ts'
import { byText, itemsOf } from './items.ts'
import { type Sourced, type SourcingPlan, sourceOrder } from './plan.ts'
import type { Question } from './question.ts'

/** What became of one location. */
export interface NodeExplained {
  readonly location: string
  /** The filter that left nothing it could send; null when it was a candidate. */
  readonly dropped: DropReason | null
  /** Lines it could take at least a unit of. */
  readonly lines: readonly string[]
  /** Rank of the best plan that uses it, from 1; null when none of the best does. */
  readonly rank: number | null
}

export interface Explained {
  /** Whether the same inputs lead to the plan that was decided. */
  readonly agrees: boolean
  readonly sourced: Sourced
  readonly nodes: readonly NodeExplained[]
}

/** Decides again from the inputs that were kept, and says of every location what became of it. */
export function explainSourcing(market: Market, question: Question, decided: SourcingPlan | null): Explained {
  const sourced = sourceOrder(market, question)
  const items = itemsOf(question.lines, market.document.splitQuantities)
  const best = sourced.found ? sourced.best : []
  const nodes = question.nodes
    .toSorted((a, b) => byText(a.location, b.location))
    .map((node): NodeExplained => {
      const candidate = candidateAt(market, question, items, node)
      const rank = best.findIndex(({ legs }) => legs.some(({ location }) => location === node.location))
      if (typeof candidate === 'string') return { location: node.location, dropped: candidate, lines: [], rank: null }
      const taken = items.items.flatMap(({ lines }, index) => (candidate.parts[index] === null ? [] : lines))
      return { location: node.location, dropped: null, lines: taken.map(({ lineId }) => lineId), rank: rank === -1 ? null : rank + 1 }
    })
  return { agrees: same(sourced.found ? sourced.plan : null, decided), sourced, nodes }
}
