import type { EventOfType } from '../../domain/events.ts'
import { randomFor } from '../random.ts'

type Requested = EventOfType<'FulfilmentRequested'>['data']

/** Work a location was asked to do, as it keeps it. */
export interface GivenWork {
  readonly request: Requested
  /** Units still to be sent, by reservation. */
  readonly toSend: Map<string, number>
  isOver: boolean
  parcels: number
}

export const workFrom = (request: Requested): GivenWork => ({
  request,
  toSend: new Map(request.lines.map(({ reservationId, quantity }) => [reservationId, quantity])),
  isOver: false,
  parcels: 0,
})

export const hasToSend = ({ isOver, toSend }: GivenWork): boolean => !isOver && toSend.values().some((units) => units > 0)

export interface Sending {
  readonly waybill: string
  readonly lines: readonly {
    readonly lineId: string
    readonly sku: string
    readonly reservationId: string
    readonly quantity: number
    readonly serialNumbers: readonly string[]
  }[]
}

/** All that is still to be sent; of a first parcel its first line alone. */
export function nextSending(work: GivenWork, isFirstOfSeveral: boolean): Sending {
  const open = work.request.lines.filter(({ reservationId }) => work.toSend.get(reservationId)! > 0)
  const chosen = isFirstOfSeveral ? open.slice(0, 1) : open
  work.parcels += 1
  const lines = chosen.map(({ lineId, sku, reservationId }) => {
    const quantity = work.toSend.get(reservationId)!
    work.toSend.set(reservationId, 0)
    return { lineId, sku, reservationId, quantity, serialNumbers: [] }
  })
  return { waybill: `JT${randomFor('waybill', work.request.fulfilmentId, work.parcels).digits(13)}`, lines }
}

/** One unit of its first line is not there. */
export function loseUnit(work: GivenWork): { readonly reservationId: string; readonly lacking: number } {
  const [first] = work.request.lines
  const { reservationId } = first!
  work.toSend.set(reservationId, work.toSend.get(reservationId)! - 1)
  return { reservationId, lacking: 1 }
}

export const unitsOf = ({ request }: GivenWork): number => request.lines.reduce((sum, { quantity }) => sum + quantity, 0)
