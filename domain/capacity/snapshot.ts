import { type FrozenRemembered, freezeRemembered, sizeOf, thawRemembered } from '../shared/remembered.ts'
import { type Booking, bookingKey, type Capacity, type Offer, offerKey } from './state.ts'

/** Tuples, not objects: a district of a big city has thousands of them on one day. */
type FrozenBooking = readonly [
  appointmentId: string,
  booking: number,
  orderId: string,
  provider: string,
  slot: string,
  category: string,
  offeredFor: string | null,
  dueAt: number,
  askedAt: number,
  state: Booking['state'],
]

export interface FrozenCapacity {
  readonly offers: readonly Offer[]
  readonly open: readonly FrozenBooking[]
  readonly closed: FrozenRemembered
}

export const freeze = ({ offers, open, closed }: Readonly<Capacity>): FrozenCapacity => ({
  offers: [...offers.values()].map((offer) => ({ ...offer })),
  open: [...open.values()].map(freezeBooking),
  closed: freezeRemembered(closed, freezeBooking),
})

export const thaw = ({ offers, open, closed }: FrozenCapacity, limit: number): Capacity => ({
  offers: new Map(offers.map((offer) => [offerKey(offer.provider, offer.slot, offer.offeredFor), { ...offer }])),
  open: new Map(open.map(thawBooking).map((booked) => [bookingKey(booked.appointmentId, booked.booking), booked])),
  closed: thawRemembered(limit, closed, (note) => thawBooking(note as FrozenBooking)),
})

const freezeBooking = (booked: Readonly<Booking>): FrozenBooking => [
  booked.appointmentId,
  booked.booking,
  booked.orderId,
  booked.provider,
  booked.slot,
  booked.category,
  booked.offeredFor,
  booked.dueAt,
  booked.askedAt,
  booked.state,
]

function thawBooking(frozen: FrozenBooking): Booking {
  const [appointmentId, booking, orderId, provider, slot, category, offeredFor, dueAt, askedAt, state] = frozen
  return { appointmentId, booking, orderId, provider, slot, category, offeredFor, dueAt, askedAt, state }
}

const bytesPerOffer = 300
const bytesPerBooking = 500

export const weigh = ({ offers, open, closed }: Readonly<Capacity>): number =>
  1_000 + bytesPerOffer * offers.size + bytesPerBooking * (open.size + sizeOf(closed))
