import { type Remembered, remember, remembering } from '../shared/remembered.ts'
import type { CapacityEvent } from './events.ts'

type DataOf<Type extends CapacityEvent['type']> = Extract<CapacityEvent, { type: Type }>['data']

/** What one provider can do in one slot. Taken: held, confirmed and consumed together, never more than is bookable. */
export interface Offer {
  readonly provider: string
  readonly slot: string
  readonly offeredFor: string | null
  readonly bookable: number
  readonly quantity: number
  readonly overbookPercent: number
  readonly setAt: number
  held: number
  confirmed: number
  consumed: number
}

export interface Booking {
  readonly appointmentId: string
  readonly booking: number
  readonly orderId: string
  readonly provider: string
  readonly slot: string
  readonly category: string
  readonly offeredFor: string | null
  readonly dueAt: number
  readonly askedAt: number
  state: 'held' | 'confirmed' | 'released' | 'consumed'
}

/** One area on one day. One owner holds the state; `evolve` mutates it. */
export interface Capacity {
  readonly offers: Map<string, Offer>
  readonly open: Map<string, Booking>
  readonly closed: Remembered<Booking>
}

export const taken = ({ held, confirmed, consumed }: Readonly<Offer>): number => held + confirmed + consumed
export const freeOf = (offer: Readonly<Offer>): number => offer.bookable - taken(offer)

export const offerKey = (provider: string, slot: string, offeredFor: string | null): string => JSON.stringify([provider, slot, offeredFor])
export const bookingKey = (appointmentId: string, booking: number): string => `${booking} ${appointmentId}`

/** @param limit How many bookings that are over are remembered to recognise repeats. */
export const initial = (limit: number): Capacity => ({ offers: new Map(), open: new Map(), closed: remembering(limit) })

export function evolve(capacity: Capacity, { type, data }: CapacityEvent): Capacity {
  switch (type) {
    case 'CapacityOffered':
      return offer(capacity, data)
    case 'SlotHeld':
      return hold(capacity, data)
    case 'SlotConfirmed': {
      const booked = openBooking(capacity, data)
      booked.state = 'confirmed'
      move(capacity, booked, 'held', 'confirmed')
      return capacity
    }
    case 'SlotReleased':
      return close(capacity, data, 'released')
    case 'SlotConsumed':
      return close(capacity, data, 'consumed')
  }
}

function offer(capacity: Capacity, data: DataOf<'CapacityOffered'>): Capacity {
  const { provider, slot, offeredFor, bookable, quantity, overbookPercent, setAt } = data
  const key = offerKey(provider, slot, offeredFor)
  const { held, confirmed, consumed } = capacity.offers.get(key) ?? { held: 0, confirmed: 0, consumed: 0 }
  capacity.offers.set(key, { provider, slot, offeredFor, bookable, quantity, overbookPercent, setAt, held, confirmed, consumed })
  return capacity
}

function hold(capacity: Capacity, data: DataOf<'SlotHeld'>): Capacity {
  const { appointmentId, booking, orderId, provider, slot, category, offeredFor, dueAt, askedAt } = data
  const key = bookingKey(appointmentId, booking)
  if (capacity.open.has(key)) throw new Error(`booking ${booking} of appointment ${appointmentId} is open already`)
  const booked: Booking = { appointmentId, booking, orderId, provider, slot, category, offeredFor, dueAt, askedAt, state: 'held' }
  capacity.open.set(key, booked)
  offerOf(capacity, booked).held += 1
  return capacity
}

function close(capacity: Capacity, data: DataOf<'SlotReleased' | 'SlotConsumed'>, state: 'released' | 'consumed'): Capacity {
  const booked = openBooking(capacity, data)
  move(capacity, booked, booked.state === 'confirmed' ? 'confirmed' : 'held', state === 'consumed' ? 'consumed' : null)
  booked.state = state
  const key = bookingKey(data.appointmentId, data.booking)
  capacity.open.delete(key)
  remember(capacity.closed, key, booked.askedAt, booked)
  return capacity
}

type Counted = 'held' | 'confirmed' | 'consumed'

function move(capacity: Capacity, booked: Booking, from: Counted, to: Counted | null): void {
  const offered = offerOf(capacity, booked)
  offered[from] -= 1
  if (to !== null) offered[to] += 1
}

function offerOf({ offers }: Capacity, { provider, slot, offeredFor }: Booking): Offer {
  const offered = offers.get(offerKey(provider, slot, offeredFor))
  if (offered === undefined) throw new Error(`provider ${provider} offered nothing in ${slot}`)
  return offered
}

function openBooking({ open }: Capacity, { appointmentId, booking }: { appointmentId: string; booking: number }): Booking {
  const booked = open.get(bookingKey(appointmentId, booking))
  if (booked === undefined) throw new Error(`booking ${booking} of appointment ${appointmentId} is not open`)
  return booked
}
