import type { Channel } from '../shared/fields.ts'
import { type FrozenRemembered, freezeRemembered, sizeOf, thawRemembered } from '../shared/remembered.ts'
import type { ChannelShare, ExpectedTransfer, Reservation, Setting, Stock } from './state.ts'

/** Tuples, not objects: a hot SKU has 100,000 of them. */
type FrozenReservation = readonly [
  orderId: string,
  lineId: string,
  channel: Channel,
  askedAt: number,
  quantity: number,
  released: number,
  issued: number,
  shipments: readonly (readonly [string, number])[] | null,
]

interface FrozenStock {
  readonly onHand: number
  readonly damaged: number
  readonly refurbish: number
  readonly scrap: number
  readonly safety: Setting
  readonly reserved: number
  readonly open: readonly (readonly [string, FrozenReservation])[]
  readonly closed: FrozenRemembered
  readonly channels: readonly (readonly [Channel, ChannelShare])[]
  readonly expected: readonly (readonly [string, ExpectedTransfer])[]
  readonly documents: FrozenRemembered
}

export const freeze = (stock: Readonly<Stock>): FrozenStock => ({
  onHand: stock.onHand,
  damaged: stock.damaged,
  refurbish: stock.refurbish,
  scrap: stock.scrap,
  safety: stock.safety,
  reserved: stock.reserved,
  open: [...stock.open].map(([id, reservation]) => [id, freezeReservation(reservation)]),
  closed: freezeRemembered(stock.closed, freezeReservation),
  channels: [...stock.channels].map(([channel, share]) => [channel, { ...share }]),
  expected: [...stock.expected].map(([id, transfer]) => [id, { ...transfer }]),
  documents: freezeRemembered(stock.documents, (content) => content),
})

export function thaw(frozen: FrozenStock, limit: number): Stock {
  return {
    onHand: frozen.onHand,
    damaged: frozen.damaged,
    refurbish: frozen.refurbish,
    scrap: frozen.scrap,
    safety: frozen.safety,
    reserved: frozen.reserved,
    open: new Map(frozen.open.map(([id, reservation]) => [id, thawReservation(reservation)])),
    closed: thawRemembered(limit, frozen.closed, (note) => thawReservation(note as FrozenReservation)),
    channels: new Map(frozen.channels.map(([channel, share]) => [channel, { ...share }])),
    expected: new Map(frozen.expected.map(([id, transfer]) => [id, { ...transfer }])),
    documents: thawRemembered(limit, frozen.documents, (content) => content as string),
  }
}

const freezeReservation = (reservation: Readonly<Reservation>): FrozenReservation => [
  reservation.orderId,
  reservation.lineId,
  reservation.channel,
  reservation.askedAt,
  reservation.quantity,
  reservation.released,
  reservation.issued,
  reservation.shipments === null ? null : [...reservation.shipments],
]

function thawReservation(frozen: FrozenReservation): Reservation {
  const [orderId, lineId, channel, askedAt, quantity, released, issued, shipments] = frozen
  return { orderId, lineId, channel, askedAt, quantity, released, issued, shipments: shipments === null ? null : new Map(shipments) }
}

const bytesPerReservation = 500
const bytesPerDocument = 250

export const weigh = ({ open, closed, expected, documents }: Readonly<Stock>): number =>
  2_000 + bytesPerReservation * (open.size + sizeOf(closed)) + bytesPerDocument * (expected.size + sizeOf(documents))
