import type { ProjectedEvent } from '../../../projections/projection.ts'

/** Units of one promise, by raw arithmetic over all events. */
export interface Gone {
  readonly id: string
  readonly orderId: string
  readonly lineId: string
  readonly sku: string
  readonly location: string
  /** Neither released nor issued. */
  promised: number
  dispatched: number
  issued: number
  /** Issued and not named by the location yet, by shipment. */
  readonly unnamed: Map<string, number>
  /** What is to be issued for all that was said so far, each unit once. */
  due: number
}

type Of<Type extends ProjectedEvent['type']> = Extract<ProjectedEvent, { type: Type }>['data']

export function goneIn(events: readonly ProjectedEvent[]): readonly Gone[] {
  const gone = new Map<string, Gone>()
  const said = new Map<string, number>()
  const named = new Set<string>()
  for (const { type, data } of events) {
    if (type === 'StockReserved') gone.set(data.reservationId, begun(data))
    else if (type === 'ReservationReleased') gone.get(data.reservationId)!.promised -= data.quantity
    else if (type === 'ShipmentReported' && data.channelModifiedAt !== null)
      for (const { lineId, quantity } of data.lines) said.set(`${data.orderId} ${data.shipmentId} ${lineId}`, quantity)
    else if (type === 'StockIssued') issue(gone.get(data.reservationId)!, data, named)
    else if (type === 'ShipmentDispatched')
      for (const line of data.lines) {
        const of = gone.get(line.reservationId)!
        dispatch(of, data.shipmentId, line.quantity, said.get(`${of.orderId} ${data.shipmentId} ${line.lineId}`) ?? 0)
        named.add(`${of.id} ${data.shipmentId}`)
      }
  }
  return [...gone.values()]
}

const begun = ({ reservationId: id, orderId, lineId, sku, location, quantity: promised }: Of<'StockReserved'>): Gone => {
  return { id, orderId, lineId, sku, location, promised, dispatched: 0, issued: 0, unnamed: new Map(), due: 0 }
}

function issue(of: Gone, { shipmentId, quantity }: Of<'StockIssued'>, named: ReadonlySet<string>): void {
  const [number] = shipmentId.split('@')
  of.promised -= quantity
  of.issued += quantity
  if (named.has(`${of.id} ${number}`)) return
  of.unnamed.set(number!, (of.unnamed.get(number!) ?? 0) + quantity)
  of.due += quantity
}

/** Names what left unnamed: with this shipment first, then what of it the channel did not say with others. */
function dispatch(of: Gone, shipmentId: string, quantity: number, said: number): void {
  of.dispatched += quantity
  const ownNamed = name(of, [shipmentId], quantity)
  const own = Math.max(0, Math.min(quantity, said) - ownNamed)
  const further = quantity - ownNamed - own
  of.due += own + further - name(of, [...of.unnamed.keys()], further)
}

function name(of: Gone, shipments: readonly string[], quantity: number): number {
  let left = quantity
  for (const shipment of shipments) {
    const units = Math.min(left, of.unnamed.get(shipment) ?? 0)
    left -= units
    of.unnamed.set(shipment, (of.unnamed.get(shipment) ?? 0) - units)
  }
  return quantity - left
}
