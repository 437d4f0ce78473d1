import type { Channel, Condition } from '../shared/fields.ts'
import { type Remembered, remember, remembering } from '../shared/remembered.ts'
import { documentOf, noteOf } from './document.ts'
import type { Grade, StockChange } from './events.ts'

/** One SKU at one location. One owner holds the state; `evolve` mutates it. */
export interface Stock {
  /** Sellable units that are there, reserved ones included; damaged ones are apart. Never negative. */
  onHand: number
  damaged: number
  /** Units apart from those, none of them sellable. */
  refurbish: number
  scrap: number
  safety: Setting
  /** Units promised by open reservations: the sum over `open`. Exceeds `onHand` only after a count or damage found fewer. */
  reserved: number
  readonly open: Map<string, Reservation>
  readonly closed: Remembered<Reservation>
  readonly channels: Map<Channel, ChannelShare>
  readonly expected: Map<string, ExpectedTransfer>
  readonly documents: Remembered<string>
}

export interface Setting {
  readonly units: number
  readonly setAt: number | null
}

/** A promise to one order line: `quantity` = released + issued + what is still promised. */
export interface Reservation {
  readonly orderId: string
  readonly lineId: string
  readonly channel: Channel
  readonly askedAt: number
  readonly quantity: number
  released: number
  issued: number
  /** Units issued by shipment; null until the first. */
  shipments: Map<string, number> | null
}

/** What one channel has of this stock. `issued` counts since the quota was set. */
export interface ChannelShare {
  reserved: number
  issued: number
  quota: Quota | null
}

export interface Quota {
  readonly units: number | null
  readonly kind: 'exclusive' | 'shared'
  readonly setAt: number
}

export interface ExpectedTransfer {
  readonly from: string
  readonly quantity: number
  remaining: number
}

export const promised = ({ quantity, released, issued }: Readonly<Reservation>): number => quantity - released - issued

/** @param limit How many closed reservations, and how many documents, are remembered to recognise repeats. */
export const initial = (limit: number): Stock => ({
  onHand: 0,
  damaged: 0,
  refurbish: 0,
  scrap: 0,
  safety: { units: 0, setAt: null },
  reserved: 0,
  open: new Map(),
  closed: remembering(limit),
  channels: new Map(),
  expected: new Map(),
  documents: remembering(limit),
})

export function evolve(stock: Stock, event: StockChange): Stock {
  const document = documentOf(event)
  if (document !== null) remember(stock.documents, document.key, document.askedAt, noteOf(document))
  const { type, data } = event
  switch (type) {
    case 'StockReceived':
      stock.onHand += data.quantity
      return stock
    case 'StockReserved':
      return promise(stock, data)
    case 'ReservationReleased':
      return release(stock, data.reservationId, data.quantity)
    case 'StockIssued':
      return issue(stock, data.reservationId, data.shipmentId, data.quantity)
    case 'StockReturned':
      stock[countOf(data.condition)] += data.quantity
      return stock
    case 'StockAdjusted':
    case 'StockCounted':
      stock.onHand += data.difference
      return stock
    case 'StockDamaged':
      stock.onHand -= data.quantity
      stock.damaged += data.quantity
      return stock
    case 'StockScrapped':
      stock[data.condition] -= data.quantity
      return stock
    case 'StockGraded':
      stock[data.was] -= data.quantity
      stock[countOf(data.condition)] += data.quantity
      return stock
    case 'TransferDispatched':
      stock.onHand -= data.quantity
      return stock
    case 'TransferExpected':
      stock.expected.set(data.transferId, { from: data.from, quantity: data.quantity, remaining: data.quantity })
      return stock
    case 'TransferReceived':
      stock.onHand += data.quantity
      return arrive(stock, data.transferId, data.quantity)
    case 'TransferLost':
      return arrive(stock, data.transferId, data.quantity)
    case 'SafetyStockSet':
      stock.safety = { units: data.safetyStock, setAt: data.setAt }
      return stock
    case 'ChannelQuotaSet': {
      const share = shareOf(stock, data.channel)
      share.quota = { units: data.quota, kind: data.kind, setAt: data.setAt }
      share.issued = 0
      return stock
    }
  }
}

/** Where units of a condition are counted. */
const countOf = (condition: Condition): 'onHand' | Grade => (condition === 'sellable' ? 'onHand' : condition)

function shareOf(stock: Stock, channel: Channel): ChannelShare {
  const known = stock.channels.get(channel)
  if (known !== undefined) return known
  const share: ChannelShare = { reserved: 0, issued: 0, quota: null }
  stock.channels.set(channel, share)
  return share
}

function promise(stock: Stock, data: Extract<StockChange, { type: 'StockReserved' }>['data']): Stock {
  const { reservationId, orderId, lineId, channel, askedAt, quantity } = data
  if (stock.open.has(reservationId)) throw new Error(`reservation ${reservationId} is open already`)
  stock.open.set(reservationId, { orderId, lineId, channel, askedAt, quantity, released: 0, issued: 0, shipments: null })
  stock.reserved += quantity
  shareOf(stock, channel).reserved += quantity
  return stock
}

function release(stock: Stock, reservationId: string, quantity: number): Stock {
  const reservation = openReservation(stock, reservationId)
  reservation.released += quantity
  stock.reserved -= quantity
  shareOf(stock, reservation.channel).reserved -= quantity
  return close(stock, reservationId, reservation)
}

function issue(stock: Stock, reservationId: string, shipmentId: string, quantity: number): Stock {
  const reservation = openReservation(stock, reservationId)
  const share = shareOf(stock, reservation.channel)
  reservation.issued += quantity
  reservation.shipments ??= new Map()
  reservation.shipments.set(shipmentId, quantity)
  stock.onHand -= quantity
  stock.reserved -= quantity
  share.reserved -= quantity
  share.issued += quantity
  return close(stock, reservationId, reservation)
}

function openReservation(stock: Stock, reservationId: string): Reservation {
  const reservation = stock.open.get(reservationId)
  if (reservation === undefined) throw new Error(`reservation ${reservationId} is not open`)
  return reservation
}

function close(stock: Stock, reservationId: string, reservation: Reservation): Stock {
  if (promised(reservation) > 0) return stock
  stock.open.delete(reservationId)
  remember(stock.closed, reservationId, reservation.askedAt, reservation)
  return stock
}

function arrive(stock: Stock, transferId: string, quantity: number): Stock {
  const transfer = stock.expected.get(transferId)
  if (transfer === undefined) throw new Error(`transfer ${transferId} is not expected`)
  transfer.remaining -= quantity
  if (transfer.remaining === 0) stock.expected.delete(transferId)
  return stock
}
