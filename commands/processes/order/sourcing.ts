import { isPaidInFull, type Order } from '../../../domain/order/state.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { sum } from '../../../domain/shared/money.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Demand, Placed } from '../../../domain/sourcing/nearest.ts'
import { type CostRules, reservesAtPlacing } from '../../../domain/sourcing/rules.ts'
import type { AbleLocation, Catalogue } from '../../catalogue/port.ts'
import type { Decided } from '../../sourcing/sourcer.ts'
import { goneOf, type Work } from './fulfil.ts'
import type { Held } from './held.ts'
import { type MostAt, skuFactsOf } from './reservations.ts'
import { reserveAsks } from './source.ts'

export type Missing = readonly { readonly sku: string; readonly quantity: number }[]

/** Units by what each location sends: those of one line may come from several. */
interface DecidedPlace extends Placed {
  readonly leg: number
}

/** A promise at a location that will not do the work, or not all of it, counts no further than what left or is on its way out. */
export const staying = (held: readonly Held[], works: readonly Work[], mostAt: MostAt): readonly Held[] =>
  held.map((each) => {
    const most = mostAt(each)
    if (most === null) return each
    return { ...each, valid: Math.min(each.valid, goneOf(works, each.reservationId, each.valid - each.open) + most) }
  })

/** Units are reserved at once, or when money has come or none is to come before delivery. */
export const mayReserve = (order: Readonly<Order>, rules: CostRules): boolean =>
  reservesAtPlacing(rules, order.channel) ||
  order.capturedFen > 0 ||
  order.cashOnDelivery ||
  isPaidInFull(order) ||
  order.shipments.size > 0

const asDemand = ({ lineId, sku, quantity }: Pick<Demand, 'lineId' | 'sku' | 'quantity'>) => JSON.stringify([lineId, sku, quantity])

/** Whether the last decision is about what needs a location now, and where it goes now. */
function isAbout({ sourcing, shipTo }: Readonly<Order>, demands: readonly Demand[]): boolean {
  if (sourcing === null || !same(sourcing.shipTo, shipTo) || sourcing.lines.length !== demands.length) return false
  const decided = new Set(sourcing.lines.map(asDemand))
  return demands.every((demand) => decided.has(asDemand(demand)))
}

/** What the last decision says, while it holds: about the order as it is, not tried in vain, and at locations that still take the work. */
export function currentPlan(
  order: Readonly<Order>,
  demands: readonly Demand[],
  state: Readonly<ProcessState>,
  active: readonly AbleLocation[],
  refusedBy: ReadonlySet<string>,
): readonly DecidedPlace[] | null {
  const legs = order.sourcing?.legs ?? null
  if (legs === null || !isAbout(order, demands) || wasTried(order, state)) return null
  const isOpen = (location: string) => !refusedBy.has(location) && active.some((each) => each.location === location)
  if (!legs.every(({ location }) => isOpen(location))) return null
  return legs.flatMap(({ location, units }, leg) => units.map((each) => ({ ...each, location, leg: leg + 1, appointedLocation: null })))
}

const attemptOf = (decision: number): string => `d${decision}.`

function wasTried({ sourcing }: Readonly<Order>, { steps }: Readonly<ProcessState>): boolean {
  const asks = steps.get('reserve')?.asks ?? []
  const ids = asks.flatMap(({ data }) => (data as { reservations: readonly { reservationId: string }[] }).reservations)
  return ids.some(({ reservationId }) => reservationId.split('/').at(-1)!.startsWith(attemptOf(sourcing!.decision)))
}

export const reserveDecidedAsks = (
  order: Readonly<Order>,
  plan: readonly DecidedPlace[],
  catalogue: Catalogue,
  askedAt: number,
): readonly Ask[] => {
  const attempt = attemptOf(order.sourcing!.decision)
  return reserveAsks(order, plan, catalogue, skuFactsOf(order), (placed) => `${attempt}${(placed as DecidedPlace).leg}`, askedAt)
}

/** A decision that finds nothing again is not written again: an order may wait for long, and be woken often. */
export const isHopelessAgain = (order: Readonly<Order>, { asked: { lines }, shipTo }: Decided['record']): boolean =>
  order.sourcing !== null &&
  order.sourcing.legs === null &&
  same(order.sourcing.shipTo, shipTo) &&
  same(
    order.sourcing.lines,
    lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
  )

/** What to wait for: the lines nothing can take, or, where it is only all of them together, each of them. */
export function missingOf(demands: readonly Demand[], unplaceable: readonly Demand[]): Missing {
  const units = new Map<string, number>()
  for (const { sku, quantity } of unplaceable.length > 0 ? unplaceable : demands) units.set(sku, (units.get(sku) ?? 0) + quantity)
  return [...units].map(([sku, quantity]) => ({ sku, quantity }))
}

/** Units that left before anything was promised are where they are: nothing is left to decide about them. */
export const leftUnpromised = (order: Readonly<Order>, held: readonly Held[]): boolean =>
  [...order.lines.values()].some(({ lineId, shipped, stock }) =>
    stock.some(({ sku, quantityPerUnit }) => {
      const promised = held.filter((each) => each.lineId === lineId && each.sku === sku)
      return shipped * quantityPerUnit > sum(promised.map(({ valid }) => valid))
    }),
  )
