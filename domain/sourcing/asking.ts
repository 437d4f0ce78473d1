import type { LocationAbility } from '../catalogue/ability.ts'
import { type LocationDefinition, maySell } from '../catalogue/location.ts'
import type { Channel } from '../shared/fields.ts'
import { free, quotaLeft } from '../stock/available.ts'
import type { Stock } from '../stock/state.ts'
import { judgeBeforeStock } from './filters.ts'
import { byText, type Items, itemsOf } from './items.ts'
import { distance } from './nearest.ts'
import type { NodeFacts, OrderedLine, Question, StockFacts } from './question.ts'
import { type CostRules, daysOfSupply } from './rules.ts'

/** One part of an order that needs a location. Of a line that is a set there are several, one for each SKU. */
export type AskedLine = OrderedLine

/** What is asked about an order, beside the locations. */
export interface Asked {
  readonly shipTo: readonly string[]
  readonly invoicingEntity: string
  readonly subsidyRegion: string | null
  readonly promisedDays: number
  readonly lines: readonly AskedLine[]
  /** Locations that will not do the work for this order. */
  readonly refusedBy: readonly string[]
}

export type SourcingLocation = Pick<LocationDefinition, 'location' | 'kind' | 'region' | 'covers' | 'active'> & {
  /** Null where nobody said what it can do: the rules say it of its kind. */
  readonly ability: LocationAbility | null
}

/** What a stock is to an order of a channel. */
export function stockFactsOf(
  rules: CostRules,
  stock: Readonly<Stock>,
  { sku, location, channel }: { readonly sku: string; readonly location: string; readonly channel: Channel },
): StockFacts {
  const share = stock.channels.get(channel)
  const channelLeft = share?.quota?.kind === 'shared' ? quotaLeft(share) : null
  const lasts = daysOfSupply(rules, sku, location, stock.onHand - stock.reserved)
  return { beyondSafety: free(stock, channel), channelLeft, daysOfSupply: lasts }
}

/** A part of an order in the words of the search, which knows lines by one name each. */
const named = (line: AskedLine): OrderedLine => ({ ...line, lineId: partName(line) })
/** What the search calls a part. */
export const partName = ({ lineId, sku }: Pick<AskedLine, 'lineId' | 'sku'>): string => `${lineId} ${sku}`
/** The order's own line of a part. */
export const lineOfPart = ({ lineId, sku }: Pick<AskedLine, 'lineId' | 'sku'>): string => lineId.slice(0, -sku.length - 1)

function questionWith(asked: Asked, nodes: readonly NodeFacts[]): Question {
  const { shipTo, invoicingEntity, subsidyRegion, promisedDays, lines } = asked
  return { shipTo: [...shipTo], invoicingEntity, subsidyRegion, promisedDays, floors: 0, lines: lines.map(named), nodes: [...nodes] }
}

const isCarried = ({ handedOver }: AskedLine): boolean => handedOver !== true

/** Where it does not deliver it may still hand over what somebody comes for. */
function reachOf({ covers }: SourcingLocation, tasks: LocationAbility['tasks'], { shipTo, lines }: Asked) {
  const delivers = covers.length === 0 || covers.some((code) => shipTo.includes(code))
  if (delivers || lines.every(isCarried)) return { covers: [...covers], abilities: [...tasks] }
  return { covers: [], abilities: tasks.filter((task) => task !== 'ship' && task !== 'install') }
}

/** A line nobody can be booked for at all goes from anywhere: its installation waits for a slot by itself. */
const hasSlotFrom = ({ needsSlot, slotDays }: AskedLine, arrivesIn: number): boolean =>
  !needsSlot || slotDays === undefined || slotDays.some((day) => day >= arrivesIn)

function nodeOf(rules: CostRules, asked: Asked, location: SourcingLocation): NodeFacts {
  const ability = location.ability ?? rules.abilityOf[location.kind === 'transit' ? 'warehouse' : location.kind]
  const { card, handlingFen, deliveryDays, invoicingEntities, subsidyRegions, paused, tasks } = ability
  const far = distance(location.region.path, asked.shipTo)
  const arrivesIn = deliveryDays[Math.min(far, deliveryDays.length - 1)]!
  return {
    location: location.location,
    card,
    takesWork: !paused && !asked.refusedBy.includes(location.location),
    ...reachOf(location, tasks, asked),
    invoicingEntities: invoicingEntities ?? [asked.invoicingEntity],
    subsidyRegions: subsidyRegions ?? (asked.subsidyRegion === null ? [] : [asked.subsidyRegion]),
    hasSlot: asked.lines.every((line) => hasSlotFrom(line, arrivesIn)),
    deliveryDays: arrivesIn,
    handlingFen,
    stock: {},
  }
}

export interface Reach {
  /** Locations whose stock is to be read, the nearest first. */
  readonly looked: readonly NodeFacts[]
  /** Those that some other filter drops: they need no stock to be counted. */
  readonly dropped: readonly NodeFacts[]
  /** How many could send something if they had it, and are left out as too many. */
  readonly beyond: number
  readonly skus: readonly string[]
}

/** Everything that needs no stock, first: so that stocks are read of few locations only, and never of more than the rules allow. */
export function reachOfOrder(rules: CostRules, asked: Asked, locations: readonly SourcingLocation[]): Reach {
  const question = questionWith(asked, [])
  const items: Items = itemsOf(question.lines, rules.splitQuantities)
  const far = new Map(locations.map(({ location, region }) => [location, distance(region.path, asked.shipTo)]))
  const nodes = locations.filter(maySell).map((location) => nodeOf(rules, asked, location))
  const [able, dropped] = [[] as NodeFacts[], [] as NodeFacts[]]
  for (const node of nodes) (Object.hasOwn(judgeBeforeStock(question, items, node), 'able') ? able : dropped).push(node)
  able.sort((a, b) => far.get(a.location)! - far.get(b.location)! || byText(a.location, b.location))
  const most = Math.max(1, Math.floor(rules.mostStocks / items.skus.length))
  return { looked: able.slice(0, most), dropped, beyond: Math.max(0, able.length - most), skus: items.skus }
}

/** The question as it is asked once the stocks are read. */
export function questionOf(
  asked: Asked,
  { looked, dropped }: Reach,
  stockAt: (location: string) => Readonly<Record<string, StockFacts>>,
): Question {
  return questionWith(asked, [...looked.map((node) => ({ ...node, stock: { ...stockAt(node.location) } })), ...dropped])
}
