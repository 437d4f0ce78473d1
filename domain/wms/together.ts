import type { Fulfilment, Shipment } from '../fulfilment/state.ts'
import type { Rejection } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { DeliveryConfirm, LackReport } from './canonical.ts'
import { type Lack, type Matched, type MatchedShipment, matchConfirm, matchLack, type Sendable } from './matching.ts'

/** A delivery of several orders, read as the warehouse tells of it: as one. Lines stand as they were sent, those of the first work first. */

type Sharing = Readonly<Pick<Fulfilment, 'lines' | 'shipments'>>

/** @param without Shipments that are read as if they had not left yet. */
function asOne(works: readonly Sharing[], without: ReadonlySet<string>): Sendable {
  const lines: Sendable['lines'] = new Map()
  const shipments = new Map<string, Shipment>()
  for (const work of works) {
    const told = [...work.shipments].filter(([id]) => without.has(id)).flatMap(([, shipment]) => shipment.lines)
    for (const [id, line] of work.lines) {
      const undone = told.filter(({ reservationId }) => reservationId === id).reduce((units, { quantity }) => units + quantity, 0)
      lines.set(id, { ...line, dispatched: line.dispatched - undone })
    }
    for (const [id, shipment] of work.shipments)
      if (!without.has(id)) shipments.set(id, { ...shipment, lines: [...(shipments.get(id)?.lines ?? []), ...shipment.lines] })
  }
  return { lines, shipments }
}

export interface MatchedTogether extends Matched {
  /** What left of each work, in the order of the works. */
  readonly parts: readonly (readonly MatchedShipment[])[]
}

export function matchTogether(works: readonly Sharing[], confirm: DeliveryConfirm, fallback: string): MatchedTogether | Rejection {
  const matched = matchConfirm(asOne(works, new Set()), confirm, fallback)
  if (!('accepted' in matched)) return { ...matched, parts: works.map((work) => shareOf(work, matched.shipments)) }
  return matched.code === 'DOCUMENT_DIFFERS' && works.length > 1 ? matchBegun(works, confirm, fallback, matched) : matched
}

/** A parcel of which some orders were told and others not yet, when taking it in was cut off. */
function matchBegun(
  works: readonly Sharing[],
  confirm: DeliveryConfirm,
  fallback: string,
  refusal: Rejection,
): MatchedTogether | Rejection {
  const told = new Set(confirm.packages.map(({ waybill }) => waybill ?? fallback))
  const known = new Set(works.flatMap((work) => [...work.shipments.keys()]).filter((id) => told.has(id)))
  const matched = matchConfirm(asOne(works, known), confirm, fallback)
  if ('accepted' in matched) return refusal
  const parts = works.map((work) => shareOf(work, matched.shipments))
  const isAsTold = parts.every((part, place) =>
    part.every(({ shipmentId, lines }) => {
      const before = works[place]!.shipments.get(shipmentId)
      return before === undefined || same(before.lines, lines)
    }),
  )
  if (!isAsTold) return refusal
  const fresh = parts.map((part, place) => part.filter(({ shipmentId }) => !works[place]!.shipments.has(shipmentId)))
  return { ...matched, parts: fresh }
}

const shareOf = ({ lines: own }: Sharing, shipments: readonly MatchedShipment[]): readonly MatchedShipment[] =>
  shipments.flatMap((shipment) => {
    const lines = shipment.lines.filter(({ reservationId }) => own.has(reservationId))
    return lines.length === 0 ? [] : [{ ...shipment, lines }]
  })

/** What lacks of each work, in the order of the works. */
export function lackTogether(works: readonly Sharing[], lines: LackReport['lines']): readonly (readonly Lack[])[] | Rejection {
  const lacks = matchLack(asOne(works, new Set()), lines)
  if ('accepted' in lacks) return lacks
  return works.map(({ lines: own }) => lacks.filter(({ reservationId }) => own.has(reservationId)))
}
