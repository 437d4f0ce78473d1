import { decode } from '../../domain/codec.ts'
import { decidedPlans } from '../../domain/order/decided-plans.ts'
import type { EventOfOrder } from '../../domain/order/events.ts'
import type { LedgerEvent } from '../../domain/shared/event.ts'
import { same } from '../../domain/shared/same.ts'
import { stockKey, streamName } from '../../domain/shared/stream-name.ts'
import { lineOfPart, questionOf, reachOfOrder, stockFactsOf } from '../../domain/sourcing/asking.ts'
import { explainSourcing as explainQuestion, type NodeExplained } from '../../domain/sourcing/explain.ts'
import { openMarket } from '../../domain/sourcing/plan.ts'
import type { StockFacts } from '../../domain/sourcing/question.ts'
import { type CostRules, searchRulesOf } from '../../domain/sourcing/rules.ts'
import type { StockEvent } from '../../domain/stock/events.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { createLocationsAsOf } from './locations.ts'
import { policyDocument } from './policy-document.ts'

export type Decision = EventOfOrder<'SourcingDecided'>['data']

export interface ExplainedDecision {
  readonly position: bigint
  readonly decision: Decision
  /** Whether the same rules over the same facts come to the same again, from the plan to the last count. */
  readonly agrees: boolean
  /** What came out otherwise. */
  readonly differences: readonly string[]
  /** What became of each location, so far as it was asked about; by name. */
  readonly locations: readonly NodeExplained[]
}

export interface ExplainOptions {
  readonly events: EventStore
  /** Says which locations there are. */
  readonly documents: DocumentStore
}

/** Every decision about where an order is sent from, made again from the versions it says it saw. */
export async function explainSourcing(options: ExplainOptions, orderId: string): Promise<readonly ExplainedDecision[]> {
  const locationsAsOf = createLocationsAsOf(options)
  const explained: ExplainedDecision[] = []
  for (const { position, data } of await decisionsOf(options.events, orderId)) {
    const locations = await locationsAsOf(BigInt(data.locationsAt))
    explained.push({ position, decision: data, ...(await decideAgain(options.events, data, locations)) })
  }
  return explained
}

async function decisionsOf(
  events: EventStore,
  orderId: string,
): Promise<readonly LedgerEvent<{ type: 'SourcingDecided'; data: Decision }>[]> {
  const found: LedgerEvent<{ type: 'SourcingDecided'; data: Decision }>[] = []
  for await (const page of events.readStream(streamName('order', orderId)))
    for (const event of page) if (event.type === 'SourcingDecided') found.push(decode(event) as (typeof found)[number])
  return found
}

async function decideAgain(events: EventStore, decision: Decision, locations: Awaited<ReturnType<ReturnType<typeof createLocationsAsOf>>>) {
  const { policy, tariff, asked, shipTo } = decision
  const rules = (await policyDocument(events, 'sourcing', policy)) as CostRules
  const market = openMarket(searchRulesOf(rules), await policyDocument(events, 'tariff', tariff))
  const question = { ...asked, shipTo }
  const reach = reachOfOrder(rules, question, locations)
  const stocks = await stocksAsSeen(events, rules, decision)
  const { sourced, nodes } = explainQuestion(
    market,
    questionOf(question, reach, (location) => stocks.get(location) ?? {}),
    null,
  )
  const again = decidedPlans(sourced, reach.beyond)
  const differences = (Object.keys(again) as (keyof typeof again)[]).filter((name) => !same(again[name], decision[name]))
  return { agrees: differences.length === 0, differences, locations: nodes.map((node) => withOwnLines(node, asked.lines)) }
}

const withOwnLines = (node: NodeExplained, lines: Decision['asked']['lines']): NodeExplained => {
  const skuOf = (part: string) => lines.find(({ lineId, sku }) => `${lineId} ${sku}` === part)!.sku
  return { ...node, lines: node.lines.map((part) => lineOfPart({ lineId: part, sku: skuOf(part) })) }
}

/** By location and SKU, what there was to promise after the last event that was seen. */
async function stocksAsSeen(
  events: EventStore,
  rules: CostRules,
  { stocks, channel }: Decision,
): Promise<ReadonlyMap<string, Record<string, StockFacts>>> {
  const seen = new Map<string, Record<string, StockFacts>>()
  for (const { sku, location, revision } of stocks) {
    let state = stockAggregate.initial()
    for await (const page of events.readStream(streamName('stock', stockKey(sku, location)), { maxCount: revision + 1 }))
      for (const event of page) state = stockAggregate.evolve(state, decode(event) as unknown as StockEvent)
    seen.set(location, { ...seen.get(location), [sku]: stockFactsOf(rules, state, { sku, location, channel }) })
  }
  return seen
}
