import type { LineState, Order } from '../../../domain/order/state.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { Work } from '../order/fulfil.ts'

type Part = LineState['stock'][number]

const piecesOf = (line: Readonly<LineState>, { sku }: Part, works: readonly Work[], step: 'delivered' | 'refused'): number =>
  sum(
    works.flatMap(({ fulfilment }) =>
      [...(fulfilment?.lines.values() ?? [])].map((each) =>
        each.requested.lineId === line.lineId && each.requested.sku === sku ? each[step] : 0,
      ),
    ),
  )

/** Units of which the buyer did not take some part. */
export const refusedUnits = (line: Readonly<LineState>, works: readonly Work[]): number =>
  Math.max(0, ...line.stock.map((part) => Math.ceil(piecesOf(line, part, works, 'refused') / part.quantityPerUnit)))

/** Units of which the buyer has every part. */
const deliveredUnits = (line: Readonly<LineState>, works: readonly Work[]): number =>
  Math.min(...line.stock.map((part) => Math.floor(piecesOf(line, part, works, 'delivered') / part.quantityPerUnit)))

export interface Sent {
  readonly fulfilmentId: string
  readonly shipmentId: string
  readonly outcome: 'delivered' | 'refused' | null
  readonly endedAt: number | null
}

/** Shipments that hold units of the line. */
export const shipmentsOf = ({ lineId }: Readonly<LineState>, works: readonly Work[]): readonly Sent[] =>
  works.flatMap(({ fulfilmentId, fulfilment }) =>
    [...(fulfilment?.shipments ?? [])]
      .filter(([, { lines }]) => lines.some((each) => each.lineId === lineId))
      .map(([shipmentId, { outcome, endedAt }]) => ({ fulfilmentId, shipmentId, outcome, endedAt })),
  )

/** When the buyer had signed for all units of a line; null while some are awaited. The channel may say it of the whole order. */
export function signedAtOf(order: Readonly<Order>, line: Readonly<LineState>, units: number, works: readonly Work[]): number | null {
  if (deliveredUnits(line, works) < units) return order.deliveredAt
  return Math.max(...shipmentsOf(line, works).map(({ endedAt }) => endedAt ?? 0))
}

/** When the last unit of an order reached the buyer; null while one is to come, or was refused. */
export function deliveredAtOf({ plan }: Readonly<Order>, works: readonly Work[]): number | null {
  if (plan === null || plan.length === 0) return null
  const isThere = plan.every(
    ({ reservationId, quantity }) => sum(works.map(({ fulfilment }) => fulfilment?.lines.get(reservationId)?.delivered ?? 0)) >= quantity,
  )
  if (!isThere) return null
  return Math.max(...works.flatMap(({ fulfilment }) => [...(fulfilment?.shipments.values() ?? [])].map(({ endedAt }) => endedAt ?? 0)))
}
