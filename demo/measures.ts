import type { Stores } from '../compose/stores.ts'
import type { FulfilmentDocument } from '../projections/fulfilments/document.ts'
import { fulfilments } from '../projections/fulfilments/fulfilments.ts'
import { type InstallationDocument, installations } from '../projections/installations/installations.ts'
import type { PooledOrder } from '../projections/order-pool/document.ts'
import { orderPool } from '../projections/order-pool/order-pool.ts'
import { rawEvents } from '../replay/verify/raw-events.ts'
import { causeOf, typesWithCauses } from './causes.ts'
import { bodies } from './read-models.ts'

type Stand = Pick<Stores, 'documents' | 'events'>

/** How an order ended. */
export type End = 'installed' | 'delivered' | 'returned' | 'cancelled' | 'outOfStock' | 'open'

/** How the goods reached their buyers, counted from what the ledger holds: page by page, with no order kept. */
export interface Measures {
  readonly fulfilments: number
  /** Of orders that left, those that left from more than one place. */
  readonly splitRate: number
  readonly parcelsPerOrder: number
  /** Carriage and handling of the plan each order was first sourced by. */
  readonly costFenPerOrder: number
  /** Of work with a promised departure that left, what left by then. */
  readonly onTimeRate: number
  readonly installedOnFirstVisitRate: number
  /** Instances of processes that still wait for anything, or are in the middle of something. */
  readonly openProcesses: number
  readonly exceptionsByCause: Readonly<Record<string, number>>
  readonly ends: Readonly<Record<End, number>>
}

export async function measure(stores: Stand): Promise<Measures> {
  return {
    ...(await ofFulfilments(stores)),
    costFenPerOrder: await costOf(stores),
    installedOnFirstVisitRate: await firstVisitsOf(stores),
    openProcesses: await openProcessesIn(stores),
    exceptionsByCause: await exceptionsIn(stores),
    ends: await endsOf(stores),
  }
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)

/** Work of one order lies together, as its ids begin alike. */
async function ofFulfilments(stores: Stand) {
  const counted = { fulfilments: 0, orders: 0, split: 0, parcels: 0, promised: 0, onTime: 0 }
  let orderId: string | null = null
  let locations = new Set<string>()
  const close = () => {
    if (locations.size > 0) counted.orders += 1
    if (locations.size > 1) counted.split += 1
  }
  for await (const work of bodies<FulfilmentDocument>(stores, fulfilments)) {
    const { shipments, promisedBy } = work
    counted.fulfilments += 1
    if (shipments.length === 0) continue
    if (orderId !== work.orderId) {
      close()
      orderId = work.orderId
      locations = new Set()
    }
    locations.add(work.location)
    counted.parcels += shipments.length
    if (promisedBy === null) continue
    counted.promised += 1
    if (shipments.every(({ dispatchedAt }) => dispatchedAt <= promisedBy)) counted.onTime += 1
  }
  close()
  const { orders, parcels, split, promised, onTime } = counted
  return {
    fulfilments: counted.fulfilments,
    splitRate: share(split, orders),
    parcelsPerOrder: share(parcels, orders),
    onTimeRate: share(onTime, promised),
  }
}

interface Decided {
  readonly decision: number
  readonly best: readonly { readonly cost: Readonly<Record<'parcelFen' | 'bulkyFen' | 'surchargeFen' | 'handlingFen', number>> }[]
}

async function costOf({ events }: Stand): Promise<number> {
  let [orders, fen] = [0, 0]
  for await (const page of rawEvents(events, ['SourcingDecided'], await events.head())) {
    for (const { data } of page) {
      const { decision, best } = data as unknown as Decided
      const [chosen] = best
      if (decision !== 1 || chosen === undefined) continue
      orders += 1
      fen += chosen.cost.parcelFen + chosen.cost.bulkyFen + chosen.cost.surchargeFen + chosen.cost.handlingFen
    }
  }
  return orders === 0 ? 0 : Math.round(fen / orders)
}

async function firstVisitsOf(stores: Stand): Promise<number> {
  let [completed, first] = [0, 0]
  for await (const { state, failedVisits } of bodies<InstallationDocument>(stores, installations)) {
    if (state !== 'completed') continue
    completed += 1
    if (failedVisits === 0) first += 1
  }
  return share(first, completed)
}

/** No more are kept at once than are open at once. */
export async function openProcessesIn({ events }: Pick<Stand, 'events'>): Promise<number> {
  const open = new Set<string>()
  const filter = { types: ['ProcessStarted', 'StepAsked', 'Waiting', 'GivingUp', 'ProcessEnded'] }
  for await (const page of events.readAll({ filter })) {
    for (const { stream, type } of page.events) {
      if (type === 'ProcessEnded') open.delete(stream)
      else open.add(stream)
    }
  }
  return open.size
}

async function exceptionsIn({ events }: Stand): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for await (const page of rawEvents(events, typesWithCauses, await events.head())) {
    for (const { type, data } of page) {
      const cause = causeOf(type, data as never)
      if (cause !== null) counts[cause] = (counts[cause] ?? 0) + 1
    }
  }
  return counts
}

function endOf({ tradeStatus, cancelReason, refundedFen, capturedFen, toInstall }: PooledOrder): End {
  if (tradeStatus === 'cancelled') return cancelReason === 'noStock' ? 'outOfStock' : 'cancelled'
  if (tradeStatus !== 'completed') return 'open'
  if (refundedFen > 0 && refundedFen >= capturedFen) return 'returned'
  return toInstall === undefined ? 'delivered' : 'installed'
}

async function endsOf(stores: Stand): Promise<Record<End, number>> {
  const ends: Record<End, number> = { installed: 0, delivered: 0, returned: 0, cancelled: 0, outOfStock: 0, open: 0 }
  for await (const order of bodies<PooledOrder>(stores, orderPool)) if (order.placedAt !== null) ends[endOf(order)] += 1
  return ends
}
