import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { mayBeForgotten, recall } from '../shared/remembered.ts'
import type { CapacityCommand } from './commands.ts'
import type { CapacityEvent } from './events.ts'
import { pathOfArea } from './fields.ts'
import { alternatives, offerFor } from './offering.ts'
import { type Booking, bookingKey, type Capacity, freeOf } from './state.ts'

type Data<Type extends CapacityCommand['type']> = CommandOf<CapacityCommand, Type>['data']
type Visit = Data<'ConfirmSlot'>

/** Never more than is bookable, and once per booking of an appointment. */
export function hold(capacity: Readonly<Capacity>, data: Data<'HoldSlot'>): Decision<CapacityEvent> {
  const { area, provider, slot, category, askedAt } = data
  const booked = bookingOf(capacity, data)
  if (booked !== undefined && !isSame(booked, data)) return reject('SLOT_DIFFERS', shown(booked))
  if (booked !== undefined) return isOpen(booked) ? accept() : reject('SLOT_STATE', shown(booked))
  if (mayBeForgotten(capacity.closed, askedAt)) return tooOld(capacity, askedAt)
  const offered = offerFor(capacity, provider, slot, category)
  if (offered === undefined) return reject('SLOT_NOT_OFFERED', { free: alternatives(capacity, provider, category) })
  if (freeOf(offered) < 1) return reject('SLOT_FULL', { bookable: offered.bookable, free: alternatives(capacity, provider, category) })
  return accept({ type: 'SlotHeld', data: { ...data, regionPath: pathOfArea(area), offeredFor: offered.offeredFor } })
}

/** As one decision, so that nobody can come between; it stays confirmed. Only where both are visits of the same offer. */
export function handOn(capacity: Readonly<Capacity>, data: Data<'HandOnSlot'>): Decision<CapacityEvent> {
  const { area, date, from, appointmentId, booking, category, dueAt, askedAt } = data
  const known = bookingOf(capacity, data)
  if (known !== undefined && (known.askedAt !== askedAt || known.dueAt !== dueAt || known.category !== category))
    return reject('SLOT_DIFFERS', shown(known))
  if (known !== undefined) return isOpen(known) ? accept() : reject('SLOT_STATE', shown(known))
  if (mayBeForgotten(capacity.closed, data.askedAt)) return tooOld(capacity, askedAt)
  const given = bookingOf(capacity, from)
  if (given === undefined) return unknown({ area, date, ...from })
  if (!isOpen(given)) return gone(capacity, given)
  const { provider, slot, offeredFor, orderId } = given
  if (offerFor(capacity, provider, slot, category)?.offeredFor !== offeredFor)
    return reject('SLOT_NOT_OFFERED', { free: alternatives(capacity, provider, category) })
  const confirmed = given.state === 'confirmed'
  const where = { area, date, regionPath: pathOfArea(area), provider, slot, offeredFor, orderId }
  const released = { ...visitOf(given, { area, date, ...from }), confirmed, reason: 'handedOn' as const, releasedAt: askedAt }
  const taken = { ...where, category, appointmentId, booking }
  return accept(
    { type: 'SlotReleased', data: released },
    { type: 'SlotHeld', data: { ...taken, dueAt, askedAt } },
    ...(confirmed ? [{ type: 'SlotConfirmed' as const, data: taken }] : []),
  )
}

const tooOld = ({ closed: { forgottenUpTo } }: Readonly<Capacity>, askedAt: number): Rejection =>
  reject('COMMAND_TOO_OLD', { askedAt, forgottenUpTo })

/** The instant is part of it, so that an asker who stamps repeats anew is found out at once: see `remembered.ts`. */
const isSame = (booked: Booking, { provider, slot, category, orderId, dueAt, askedAt }: Data<'HoldSlot'>): boolean =>
  booked.provider === provider &&
  booked.slot === slot &&
  booked.category === category &&
  booked.orderId === orderId &&
  booked.dueAt === dueAt &&
  booked.askedAt === askedAt

export function confirm(capacity: Readonly<Capacity>, data: Visit): Decision<CapacityEvent> {
  const booked = bookingOf(capacity, data)
  if (booked === undefined) return unknown(data)
  if (booked.state === 'released') return gone(capacity, booked)
  return booked.state === 'held' ? accept({ type: 'SlotConfirmed', data: visitOf(booked, data) }) : accept()
}

export function release(capacity: Readonly<Capacity>, data: Data<'ReleaseSlot'>): Decision<CapacityEvent> {
  const { reason, releasedAt } = data
  const booked = bookingOf(capacity, data)
  if (booked === undefined) return unknown(data)
  if (booked.state === 'released') return accept()
  if (booked.state === 'consumed') return reject('SLOT_STATE', shown(booked))
  const confirmed = booked.state === 'confirmed'
  if (reason === 'expired' && (confirmed || releasedAt < booked.dueAt))
    return reject('NOT_DUE', { state: booked.state, dueAt: booked.dueAt })
  return accept({ type: 'SlotReleased', data: { ...visitOf(booked, data), confirmed, reason, releasedAt } })
}

export function consume(capacity: Readonly<Capacity>, data: Data<'ConsumeSlot'>): Decision<CapacityEvent> {
  const booked = bookingOf(capacity, data)
  if (booked === undefined) return unknown(data)
  if (booked.state === 'consumed') return accept()
  if (booked.state === 'released') return gone(capacity, booked)
  if (booked.state === 'held') return reject('SLOT_STATE', shown(booked))
  return accept({ type: 'SlotConsumed', data: { ...visitOf(booked, data), consumedAt: data.consumedAt } })
}

const isOpen = ({ state }: Booking): boolean => state === 'held' || state === 'confirmed'

/** What became of a booking of an appointment; undefined where there is none, or it is long forgotten. */
export function bookingOf(
  { open, closed }: Readonly<Capacity>,
  { appointmentId, booking }: Pick<Visit, 'appointmentId' | 'booking'>,
): Booking | undefined {
  const key = bookingKey(appointmentId, booking)
  return open.get(key) ?? recall(closed, key)
}

function visitOf(booked: Booking, { area, date }: Visit) {
  const { provider, slot, offeredFor, category, appointmentId, booking, orderId } = booked
  return { area, regionPath: pathOfArea(area), date, provider, slot, offeredFor, category, appointmentId, booking, orderId }
}

const unknown = ({ appointmentId, booking }: Visit): Rejection => reject('SLOT_UNKNOWN', { appointmentId, booking })

/** What was released may be somebody else's by now: hold another, as the next booking of the appointment. */
const gone = (capacity: Readonly<Capacity>, booked: Booking): Rejection =>
  reject('SLOT_STATE', { ...shown(booked), free: alternatives(capacity, booked.provider, booked.category) })

const shown = ({ provider, slot, state, dueAt, askedAt }: Booking) => ({ provider, slot, state, dueAt, askedAt })
