import fc from 'fast-check'
import type { OrderCommand } from '../commands.ts'
import type { SourcingDecision } from '../events.ts'
import { ask, orderRegion } from './orders.ts'
import type { Paper, Told } from './paper.ts'

type Decided = Extract<OrderCommand, { type: 'RecordSourcingDecision' }>['data']
type Line = SourcingDecision['asked']['lines'][number]
type Plan = SourcingDecision['best'][number]

export const askedLine = (lineId: string, quantity: number, change: Partial<Line> = {}): Line => ({
  ...{ lineId, sku: `sku ${lineId}`, category: 'fridge', quantity, weightGrams: 1, sizeMillimetres: null, declaredFen: 0, oldUnits: 0 },
  ...{ needs: ['ship'], needsSlot: false, subsidised: false, appointedLocation: null, shipTogether: null },
  ...change,
})

const freeFen = { parcelFen: 0, bulkyFen: 0, surchargeFen: 0, handlingFen: 0, latenessFen: 0, splitFen: 0, opportunityFen: 0, totalFen: 0 }

/** Units of lines by location, as `wh1: a 2`. */
export const planOf = (...sent: readonly (readonly [location: string, lineId: string, quantity: number])[]): Plan => ({
  legs: [...Map.groupBy(sent, ([location]) => location)].map(([location, units]) => ({
    ...{ location, card: 'standard', chargeableGrams: 0, lateDays: 0 },
    units: units.map(([, lineId, quantity]) => ({ lineId, sku: `sku ${lineId}`, quantity })),
  })),
  cost: freeFen,
})

export const decisionOf = (decision: number, lines: readonly Line[], best: readonly Plan[], shipTo: readonly string[] = orderRegion) =>
  ask('RecordSourcingDecision', {
    shipTo: [...shipTo],
    decision,
    policy: { name: 'sourcing', version: 1 },
    tariff: { name: 'tariff', version: 0 },
    asked: { invoicingEntity: '', subsidyRegion: null, promisedDays: 3, lines: [...lines], refusedBy: [] },
    ...{ locationsAt: '0', stocks: [], beyond: 0, dropped: {}, candidates: 1, steps: 0, best: [...best], proven: true },
    ...{ boundFen: 0, gapFen: 0, decidedAt: 1 },
  })

/** Mostly of all that the order has; now and then of a line it has not, of too much, or with a plan that sends something else. */
export const decisions: fc.Arbitrary<OrderCommand> = fc
  .record({
    decision: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 })),
    units: fc.integer({ min: 1, max: 3 }),
    second: fc.constantFrom(null, null, 'b', 'b', 'a', 'none'),
    appointed: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constant('wh1') }),
    plan: fc.constantFrom<'whole' | 'split' | 'short' | 'other' | 'none'>('whole', 'whole', 'split', 'short', 'other', 'none'),
    elsewhere: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
  })
  .map(({ decision, units, second, appointed, plan, elsewhere }) => {
    const lines = [askedLine('a', units, { appointedLocation: appointed }), ...(second === null ? [] : [askedLine(second, 1)])]
    const others = second === null ? [] : ([['wh2', second, 1]] as const)
    const best = {
      whole: [planOf(['wh1', 'a', units], ...others)],
      split: [
        planOf(['wh1', 'a', units], ...others),
        planOf(['wh1', 'a', 1], ...(units > 1 ? ([['wh3', 'a', units - 1]] as const) : []), ...others),
      ],
      short: [planOf(['wh1', 'a', units], ...others), planOf(['wh1', 'a', units + 1], ...others)],
      other: [planOf(['wh1', 'a', units], ['wh1', 'g', 1], ...others)],
      none: [],
    }[plan]
    return decisionOf(decision, lines, best, elsewhere ? ['110000'] : orderRegion)
  })

/** The rules again, on paper. */
export function judgeDecision(paper: Paper, data: Decided): Told | 'ORDER_OVER' | Refused {
  if (paper.phase !== 'open') return 'ORDER_OVER'
  const { decision, shipTo, asked, best } = data
  const said = JSON.stringify([shipTo, asked.lines.map(({ lineId, quantity }) => [lineId, quantity]), best[0] ?? null])
  if (decision === paper.decisions.length && said === paper.decisions.at(-1)) return []
  if (decision !== paper.decisions.length + 1 || shipTo.join() !== orderRegion.join()) return 'SOURCING_STALE'
  for (const [place, { lineId, quantity, appointedLocation }] of asked.lines.entries()) {
    const line = paper.lines.get(lineId)
    if (line === undefined || asked.lines.findIndex((other) => other.lineId === lineId) < place) return 'LINE_UNKNOWN'
    if (quantity > line.quantity - line.cancelled) return 'QUANTITY_EXCEEDED'
    if (appointedLocation !== null) return 'SOURCING_BROKEN'
  }
  const wanted = told(asked.lines)
  if (best.some(({ legs }) => told(legs.flatMap(({ units }) => units)) !== wanted)) return 'SOURCING_BROKEN'
  paper.decisions.push(said)
  return ['SourcingDecided']
}
type Refused = 'SOURCING_STALE' | 'LINE_UNKNOWN' | 'QUANTITY_EXCEEDED' | 'SOURCING_BROKEN'

function told(units: readonly { readonly lineId: string; readonly quantity: number }[]): string {
  const sums = Map.groupBy(units, ({ lineId }) => lineId)
  return [...sums]
    .map(([lineId, each]) => `${lineId} ${each.reduce((sum, { quantity }) => sum + quantity, 0)}`)
    .sort()
    .join()
}
