import type { Item, Items } from './items.ts'
import type { NodeFacts, OrderedLine, Question } from './question.ts'

/** Why a location cannot send anything of an order, in the order in which that is asked. */
export const dropReasons = [
  'takesNoWork',
  'coverage',
  'invoicingEntity',
  'appointment',
  'ability',
  'subsidyRegion',
  'slot',
  'stock',
  'channelQuota',
  'tariff',
] as const
export type DropReason = (typeof dropReasons)[number]

/** By item, whether the location can take at least a part of it; or the filter that left nothing. */
export type Verdict = { readonly able: readonly boolean[] } | { readonly dropped: DropReason }

/** Units a location may promise of a SKU to the order's channel. */
export function promisable({ stock }: NodeFacts, sku: string): number {
  const facts = stock[sku]
  return facts === undefined ? 0 : Math.max(0, Math.min(facts.beyondSafety, facts.channelLeft ?? facts.beyondSafety))
}

type LineFilter = readonly [DropReason, (node: NodeFacts, line: OrderedLine, question: Question) => boolean]
const lineFilters: readonly LineFilter[] = [
  ['appointment', ({ location }, { appointedLocation }) => appointedLocation === null || appointedLocation === location],
  ['ability', ({ abilities }, { needs }) => needs.every((need) => abilities.includes(need))],
  [
    'subsidyRegion',
    ({ subsidyRegions }, { subsidised }, { subsidyRegion }) =>
      !subsidised || (subsidyRegion !== null && subsidyRegions.includes(subsidyRegion)),
  ],
  ['slot', ({ hasSlot }, { needsSlot }) => hasSlot || !needsSlot],
]

type ItemFilter = readonly [DropReason, (node: NodeFacts, item: Item, skus: readonly string[]) => boolean]
const itemFilters: readonly ItemFilter[] = [
  ['stock', (node, { takes }, skus) => takes.every(({ sku, units }) => (node.stock[skus[sku]!]?.beyondSafety ?? 0) >= units)],
  ['channelQuota', (node, { takes }, skus) => takes.every(({ sku, units }) => promisable(node, skus[sku]!) >= units)],
]

/** Everything that needs no look at the stock: whoever looks at stocks looks at those of the others only. */
export function judgeBeforeStock(question: Question, { items }: Items, node: NodeFacts): { able: boolean[] } | { dropped: DropReason } {
  if (!node.takesWork) return { dropped: 'takesNoWork' }
  if (node.covers.length > 0 && !node.covers.some((code) => question.shipTo.includes(code))) return { dropped: 'coverage' }
  if (!node.invoicingEntities.includes(question.invoicingEntity)) return { dropped: 'invoicingEntity' }
  const able = items.map(() => true)
  for (const [reason, passes] of lineFilters) {
    if (!narrow(able, (index) => items[index]!.lines.every((line) => passes(node, line, question)))) return { dropped: reason }
  }
  return { able }
}

/** Each filter takes away the items the location cannot take; the one that takes the last is why it is dropped. */
export function judge(question: Question, itemsOfOrder: Items, node: NodeFacts): Verdict {
  const before = judgeBeforeStock(question, itemsOfOrder, node)
  if ('dropped' in before) return before
  const { items, skus } = itemsOfOrder
  const { able } = before
  for (const [reason, passes] of itemFilters) {
    if (!narrow(able, (index) => passes(node, items[index]!, skus))) return { dropped: reason }
  }
  return { able }
}

/** Whether anything is left. */
function narrow(able: boolean[], passes: (index: number) => boolean): boolean {
  let left = false
  for (let index = 0; index < able.length; index++) {
    if (!able[index]) continue
    if (passes(index)) left = true
    else able[index] = false
  }
  return left
}
