import { type Order, toPromise } from '../../../domain/order/state.ts'
import type { AnsweredStep, Ask, ProcessState } from '../../../domain/process/process.ts'
import type { CommandOf } from '../../../domain/shared/command.ts'
import { sum } from '../../../domain/shared/money.ts'
import { recall } from '../../../domain/shared/remembered.ts'
import { stockKey } from '../../../domain/shared/stream-name.ts'
import type { StockCommand } from '../../../domain/stock/commands.ts'
import { promised } from '../../../domain/stock/state.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import type { CommandBus } from '../../command-bus.ts'
import { goneOf, openWork, stillToSend, undecided, type Work } from './fulfil.ts'
import type { Held, Promised, SkuFacts } from './held.ts'

/** Units that may still leave by a promise; null where its location sets no limit. */
export type MostAt = (held: Held) => number | null

type ReserveStock = CommandOf<StockCommand, 'ReserveStock'>['data']

const acceptedIn = (step: AnsweredStep | undefined): readonly Promised[] =>
  (step?.asks ?? []).flatMap((ask, place) => {
    if (!step!.answers[place]?.accepted) return []
    const { reservations, sku, location, regionPath } = ask.data as ReserveStock
    return reservations.map((reservation) => ({ ...reservation, sku, location, locationRegionPath: regionPath }))
  })

/** Every promise of the order's plan, and of the last sourcing, which the order may not have recorded yet. */
export async function reservationsOf(bus: CommandBus, order: Readonly<Order>, state: Readonly<ProcessState>): Promise<readonly Held[]> {
  const promises = new Map<string, Promised>()
  for (const promise of order.plan ?? []) promises.set(promise.reservationId, promise)
  for (const promise of acceptedIn(state.steps.get('reserve'))) promises.set(promise.reservationId, promise)
  return Promise.all([...promises.values()].map(async (promise) => ({ ...promise, ...(await unitsOf(bus, promise)) })))
}

/** One that its location no longer remembers was closed long ago, by a shipment as far as the order can know. */
export async function unitsOf(
  bus: CommandBus,
  { sku, location, reservationId, quantity }: Pick<Promised, 'sku' | 'location' | 'reservationId' | 'quantity'>,
): Promise<{ valid: number; open: number }> {
  const stock = await bus.look(stockAggregate, stockKey(sku, location))
  const open = stock?.open.get(reservationId)
  if (open !== undefined) return { valid: open.quantity - open.released, open: promised(open) }
  const closed = stock === null ? undefined : recall(stock.closed, reservationId)
  return { valid: closed === undefined ? quantity : closed.quantity - closed.released, open: 0 }
}

/** Units that may still leave from where some were not found: what its work is to send yet, or, while it has none, what it did not miss. */
export function mostFound({ reservationId, quantity, valid, open }: Held, works: readonly Work[]): number {
  const lines = works.flatMap(({ fulfilment }) => fulfilment?.lines.get(reservationId) ?? [])
  const lacking = sum(lines.map((line) => line.lacking))
  const isAtWork = openWork(works).some(({ fulfilment }) => fulfilment!.lines.has(reservationId))
  return isAtWork ? stillToSend(works, reservationId) : Math.max(0, quantity - lacking - goneOf(works, reservationId, valid - open))
}

/** Whether open work is to send more than the promise may keep. */
export const promisesMore = ({ reservationId, keep, valid, open }: Held & { keep: number }, works: readonly Work[]): boolean =>
  stillToSend(works, reservationId) > keep - goneOf(works, reservationId, valid - open)

/** Units of a stock SKU that a line takes, those that left included as far as `toPromise` counts them. */
export function neededUnits(order: Readonly<Order>, lineId: string, sku: string): number {
  const line = order.lines.get(lineId)
  const component = line?.stock.find((stock) => stock.sku === sku)
  return line === undefined || component === undefined ? 0 : toPromise(order, line) * component.quantityPerUnit
}

/** Units that left are not to be promised again, even where a count did not find them and their promise was given up. */
export const withGone = (held: readonly Held[], works: readonly Work[]): readonly Held[] =>
  held.map((each) => ({ ...each, valid: Math.max(each.valid, goneOf(works, each.reservationId, 0)) }))

/**
 * Promises of more than is needed, with how many units each may keep. What has left stays, and counts first.
 * @param mostAt Units that may still leave by a promise; null where only the order's need limits it.
 */
export function excessOf(
  order: Readonly<Order>,
  held: readonly Held[],
  works: readonly Work[],
  mostAt: MostAt,
): readonly (Held & { keep: number })[] {
  const left = new Map<string, number>()
  const keyOf = ({ lineId, sku }: Held) => JSON.stringify([lineId, sku])
  const withGone = held.map((each) => ({ ...each, gone: goneOf(works, each.reservationId, each.valid - each.open) }))
  for (const each of withGone) {
    const needed = left.get(keyOf(each)) ?? neededUnits(order, each.lineId, each.sku)
    left.set(keyOf(each), needed - each.gone)
  }
  return withGone.flatMap(({ gone, ...each }) => {
    const wanted = Math.max(0, Math.min(mostAt(each) ?? Number.POSITIVE_INFINITY, left.get(keyOf(each))!))
    const keep = Math.min(each.valid, gone + wanted)
    left.set(keyOf(each), left.get(keyOf(each))! - (keep - gone))
    return keep < each.valid && each.open > 0 ? [{ ...each, keep }] : []
  })
}

/** What of it may go back now: not what another system may still send. */
export function settledOf(excess: readonly (Held & { keep: number })[], works: readonly Work[]): readonly (Held & { keep: number })[] {
  const open = undecided(works)
  return excess.flatMap((each) => {
    const { reservationId, valid } = each
    if (!open.has(reservationId)) return [each]
    const keep = Math.max(each.keep, goneOf(works, reservationId, valid - each.open) + stillToSend(works, reservationId))
    return keep < valid ? [{ ...each, keep }] : []
  })
}

/** Of the last try, when some location refused: what the others promised, which is given back before another try. */
export function halfPromisedOf(
  order: Readonly<Order>,
  state: Readonly<ProcessState>,
  held: readonly Held[],
): readonly (Held & { keep: number })[] {
  const refusals = state.steps.get('reserve')?.answers.some(({ accepted }) => !accepted) ?? false
  const unplanned = held.filter(({ reservationId }) => !order.plan?.some((each) => each.reservationId === reservationId))
  return refusals ? unplanned.filter(({ open }) => open > 0).map((each) => ({ ...each, keep: each.valid - each.open })) : []
}

/** Category and brand as the order was given them. */
export function skuFactsOf(order: Readonly<Order>): SkuFacts {
  const components = [...order.lines.values()].flatMap((line) => line.stock)
  return (sku) => {
    const { category, brand } = components.find((component) => component.sku === sku) ?? { category: '', brand: '' }
    return { category, brand }
  }
}

export const releaseAsk = (held: Held & { keep: number }, facts: SkuFacts, reason: string): Ask => {
  const { reservationId, sku, location, locationRegionPath: regionPath, keep } = held
  return { type: 'ReleaseReservation', data: { sku, location, regionPath, ...facts(sku), reservationId, keep, reason } }
}
