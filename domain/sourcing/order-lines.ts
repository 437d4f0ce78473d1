import type { AuditedOrder } from '../audit/order-facts.ts'
import type { LocationTask } from '../catalogue/ability.ts'
import type { OrderLine } from '../order/events.ts'
import type { AskedLine } from './asking.ts'
import type { Demand } from './nearest.ts'
import type { CostRules } from './rules.ts'

/** What the catalogue says of a SKU, as far as carrying it asks. */
export interface Carried {
  readonly weightGrams: number
  readonly sizeMillimetres: readonly number[] | null
  readonly listPriceFen: number
}

const dayMs = 86_400_000
const divisionCode = /^\d{6}$/

/** Region whose scheme pays, where any line is subsidised by a government: it is settled before an order is sourced. */
export function subsidyRegionOf({ placed, lines, region }: AuditedOrder): string | null {
  if (!lines.some((line) => isSubsidised(placed, line))) return null
  const named = lines.map(({ subsidy }) => subsidy?.regionCode ?? '').find((code) => divisionCode.test(code)) ?? placed.subsidy?.regionCode
  return named !== undefined && named !== null && divisionCode.test(named) ? named : (region[0] ?? null)
}

function isSubsidised({ subsidy: ofOrder }: AuditedOrder['placed'], { subsidy, discounts }: OrderLine): boolean {
  const own = subsidy !== null && !subsidy.merchantFunded
  return own || (ofOrder !== null && !ofOrder.merchantFunded && discounts.some(({ bearer }) => bearer === 'government'))
}

/** Whole days left until the channel promised delivery; what the rules say where it promised none. */
export function promisedDaysOf({ placed }: AuditedOrder, rules: CostRules, now: number): number {
  const deliverBy = placed.promised?.deliverBy ?? null
  return deliverBy === null ? rules.promisedDays : Math.max(0, Math.floor((deliverBy - now) / dayMs))
}

const tasks = { ship: 'ship', install: 'install', storePickup: 'storePickup', carryOut: 'carryOut' } as const satisfies Record<
  OrderLine['delivery'],
  LocationTask
>

/** What still needs a location, with all that the filters and the tariff ask of it. */
export function askedLinesOf(
  order: AuditedOrder,
  demands: readonly Demand[],
  rules: CostRules,
  carried: ReadonlyMap<string, Carried>,
): readonly AskedLine[] {
  const lines = new Map(order.lines.map((line) => [line.lineId, line]))
  const subsidised = subsidyRegionOf(order) !== null
  const asked = demands.map(({ lineId, sku, quantity, appointedLocation }): AskedLine => {
    const line = lines.get(lineId)!
    const component = line.stock.find((stock) => stock.sku === sku)!
    const { weightGrams, sizeMillimetres, listPriceFen } = carried.get(sku) ?? unknown
    const takesOldUnit = order.placed.services.some((service) => service.kind === 'oldUnitPickup' && service.lineId === lineId)
    return {
      ...{ lineId, sku, category: component.category, quantity, weightGrams, declaredFen: listPriceFen },
      sizeMillimetres: sizeMillimetres === null ? null : [...sizeMillimetres],
      oldUnits: takesOldUnit ? 1 : 0,
      needs: [tasks[line.delivery], ...(component.serialNumberRequired ? ['scanSerial'] : [])],
      needsSlot: line.delivery === 'install',
      subsidised: subsidised && isSubsidised(order.placed, line),
      appointedLocation,
      shipTogether: togetherAs(line, rules),
      handedOver: line.delivery === 'storePickup' || line.delivery === 'carryOut',
    }
  })
  return asked.map((line) => (isAlone(line, asked) ? { ...line, shipTogether: null } : line))
}

const unknown: Carried = { weightGrams: 0, sizeMillimetres: null, listPriceFen: 0 }

function togetherAs({ lineId, giftOf, stock }: OrderLine, { setsTogether, giftsTogether }: CostRules): string | null {
  if (giftsTogether && giftOf !== null) return giftOf
  return stock.length > 1 ? (setsTogether ? lineId : null) : giftsTogether ? lineId : null
}

/** A name nobody else has keeps nothing together, and would keep its units from being split. */
const isAlone = ({ shipTogether }: AskedLine, asked: readonly AskedLine[]): boolean =>
  asked.filter((other) => other.shipTogether === shipTogether).length === 1
