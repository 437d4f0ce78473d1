import { isToSend } from '../../../domain/fulfilment/overdue.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import type { Policies } from '../../policies/port.ts'
import type { Next } from '../process.ts'
import type { Work } from './fulfil.ts'

/** What is not to be awaited in silence any longer, and when that comes to pass with the next of it. */
export interface Overdue {
  readonly asks: readonly Ask[]
  readonly forWhat: 'departure' | 'arrival'
  /** Null while nothing has a time. */
  readonly nextAt: number | null
}

interface Due {
  readonly dueAt: number
  readonly ask: Ask
}

/**
 * Work that its location does not send in time, and parcels nobody says what became of: both are written down for people, and go on as before.
 * An order that is over is not waited for.
 */
export async function overdueOf(order: Readonly<Order>, works: readonly Work[], policies: Policies, askedAt: number): Promise<Overdue> {
  if (order.phase !== 'open') return { asks: [], forWhat: 'departure', nextAt: null }
  const [departures, arrivals] = [sendings(works, askedAt), await arriving(works, policies, askedAt)]
  const due = [...departures, ...arrivals]
  const later = due.map(({ dueAt }) => dueAt).filter((dueAt) => dueAt > askedAt)
  return {
    asks: due.flatMap(({ dueAt, ask }) => (dueAt <= askedAt ? [ask] : [])),
    forWhat: departures.length > 0 ? 'departure' : 'arrival',
    nextAt: later.length === 0 ? null : Math.min(...later),
  }
}

const sendings = (works: readonly Work[], askedAt: number): readonly Due[] =>
  works.flatMap(({ fulfilmentId, fulfilment }) => {
    if (fulfilment === null || fulfilment.sendBy === null || fulfilment.isSendingOverdue || !isToSend(fulfilment)) return []
    const dueAt = fulfilment.sendBy
    return [{ dueAt, ask: { type: 'RecordSendingOverdue', data: { fulfilmentId, dueAt, askedAt } } }]
  })

/** What is fetched or carried out of a store is with the buyer when it leaves. */
const isSent = ({ fulfilment }: Work): boolean => fulfilment?.request?.kind === 'delivery' || fulfilment?.request?.kind === 'dropship'

async function arriving(works: readonly Work[], policies: Policies, askedAt: number): Promise<readonly Due[]> {
  const underway = works.filter(isSent).flatMap(({ fulfilmentId, fulfilment }) =>
    [...fulfilment!.shipments].flatMap(([shipmentId, { outcome, isOverdue, dispatchedAt }]) => {
      return outcome === null && !isOverdue ? [{ fulfilmentId, shipmentId, dispatchedAt }] : []
    }),
  )
  if (underway.length === 0) return []
  const { name, version, document } = await policies.inForce('transport', askedAt)
  const { arrivalWithinMs } = document
  if (arrivalWithinMs === null) return []
  return underway.map(({ fulfilmentId, shipmentId, dispatchedAt }) => {
    const dueAt = dispatchedAt + arrivalWithinMs
    const data = { fulfilmentId, shipmentId, dueAt, policy: { name, version }, askedAt }
    return { dueAt, ask: { type: 'RecordArrivalOverdue', data } }
  })
}

/** Whatever else it waits for, or for nothing else, it looks again then. */
export function lookingBy(next: Next, { forWhat, nextAt }: Overdue): Next {
  if (nextAt === null) return next
  if (next.do === 'nothing') return { do: 'wait', forWhat, keys: [], dueAt: nextAt }
  return next.do === 'wait' ? { ...next, dueAt: Math.min(next.dueAt ?? nextAt, nextAt) } : next
}
