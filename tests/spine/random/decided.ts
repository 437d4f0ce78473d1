import { decode } from '../../../domain/codec.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import { type Decision, explainSourcing } from '../../../replay/explain/sourcing.ts'
import type { World } from './world.ts'

/** Every decision comes out again, was possible with what it says it saw, and is about an order as it was. */
export async function decidedRightly(world: World): Promise<string[]> {
  await world.settle()
  const { events, documents } = world.ledger
  const all: ProjectedEvent[] = []
  for await (const page of events.readAll({})) for (const event of page.events) all.push(decode(event) as ProjectedEvent)
  const decided = all.filter((event) => event.type === 'SourcingDecided')
  const found: string[] = []
  for (const { data } of decided)
    found.push(...impossible(data, all).map((what) => `decision ${data.decision} of ${data.orderId}: ${what}`))
  for (const orderId of new Set(decided.map(({ data }) => data.orderId)))
    for (const { agrees, decision, differences } of await explainSourcing({ events, documents }, orderId))
      if (!agrees) found.push(`decision ${decision.decision} of ${orderId} comes out otherwise: ${differences}`)
  return found
}

function impossible(
  { best, asked, stocks, policy, proven, gapFen, boundFen, channel }: Decision,
  all: readonly ProjectedEvent[],
): string[] {
  const found: string[] = []
  const rules = all.find(
    (event) => event.type === 'PolicyPublished' && event.data.kind === 'sourcing' && event.data.version === policy.version,
  )
  const { maxSplit } = (rules!.data as unknown as { document: { maxSplit: number } }).document
  for (const [rank, { legs, cost }] of best.entries()) {
    if (legs.length > maxSplit || new Set(legs.map(({ location }) => location)).size < legs.length)
      found.push(`plan ${rank} uses ${legs.length} places`)
    if (rank > 0 && best[rank - 1]!.cost.totalFen > cost.totalFen) found.push(`plan ${rank} is cheaper than the one before`)
    for (const line of asked.lines) {
      const sent = legs.flatMap(({ location, units }) =>
        units.filter((each) => each.lineId === line.lineId && each.sku === line.sku).map((each) => ({ ...each, location })),
      )
      const units = sent.reduce((sum, { quantity }) => sum + quantity, 0)
      if (units !== line.quantity) found.push(`plan ${rank} sends ${units} of ${line.quantity} ${line.sku}`)
      if (line.appointedLocation !== null && sent.some(({ location }) => location !== line.appointedLocation))
        found.push(`plan ${rank} forgets the appointed place`)
    }
    for (const { location, units } of legs) {
      if (asked.refusedBy.includes(location)) found.push(`plan ${rank} asks ${location}, which refused`)
      for (const sku of new Set(units.map((each) => each.sku))) {
        const wanted = units.reduce((sum, each) => sum + (each.sku === sku ? each.quantity : 0), 0)
        const seen = stocks.find((each) => each.sku === sku && each.location === location)
        const there = seen === undefined ? 0 : unitsAfter(seen, channel, all)
        if (wanted > there) found.push(`plan ${rank} takes ${wanted} ${sku} of ${there} at ${location}`)
      }
    }
  }
  if (best.length > 0 && best[0]!.cost.totalFen - boundFen! !== gapFen) found.push('bound and gap are not the cost')
  if (proven && gapFen !== null && gapFen !== 0) found.push('proven with a gap')
  return found
}

/** What may be promised to a channel after an event of a stock, by raw arithmetic. */
function unitsAfter({ sku, location, revision }: Decision['stocks'][number], channel: string, all: readonly ProjectedEvent[]): number {
  let [onHand, reserved, safety] = [0, 0, 0]
  const quotas = new Map<string, { units: number | null; kind: string; taken: number }>()
  const open = new Map<string, number>()
  for (const { type, data, stream, revision: at } of all) {
    if (!stream.startsWith('stock-') || at > revision) continue
    const { sku: of, location: where } = data as unknown as { sku: string; location: string }
    if (of !== sku || where !== location) continue
    if (type === 'StockReceived' || type === 'TransferReceived') onHand += data.quantity
    else if (type === 'StockReturned') onHand += data.condition === 'damaged' ? 0 : data.quantity
    else if (type === 'StockAdjusted' || type === 'StockCounted') onHand += data.difference
    else if (type === 'StockDamaged' || type === 'TransferDispatched') onHand -= data.quantity
    else if (type === 'SafetyStockSet') safety = data.safetyStock
    else if (type === 'ChannelQuotaSet')
      quotas.set(data.channel, { units: data.quota, kind: data.kind, taken: open.get(data.channel) ?? 0 })
    else if (type === 'StockReserved' || type === 'ReservationReleased' || type === 'StockIssued') {
      const by = type === 'StockReserved' ? data.quantity : -data.quantity
      reserved += by
      if (type === 'StockIssued') onHand -= data.quantity
      open.set(data.channel, (open.get(data.channel) ?? 0) + by)
      const quota = quotas.get(data.channel)
      if (quota !== undefined && type !== 'StockIssued') quota.taken += by
    }
  }
  const left = ({ units, taken }: { units: number | null; taken: number }) => (units === null ? null : Math.max(0, units - taken))
  let free = onHand - reserved - safety
  for (const [other, quota] of quotas) if (other !== channel && quota.kind === 'exclusive') free -= left(quota) ?? 0
  const own = quotas.get(channel)
  return own?.kind === 'shared' ? Math.min(free, left(own) ?? free) : free
}
