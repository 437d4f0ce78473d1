import { describe, expect, test } from 'vitest'
import { streamName } from '../shared/stream-name.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { capacityAggregate, capacityAggregateRemembering } from './capacity.ts'
import { capacityCommands } from './commands.ts'
import type { CapacityEvent } from './events.ts'
import { pathOfArea } from './fields.ts'
import { mostOffers } from './offering.ts'
import { confirm, consume, day, handOn, hold, offer, path, release } from './testing/ask.ts'

const scenario = scenariosOf(capacityAggregate)

test('a stream is one area on one day', () => {
  expect(streamName('capacity', capacityAggregate.key(offer(1)))).toBe('capacity-310115@2026%2D11%2D28')
})

test('an area says which divisions it lies in', () => {
  expect(pathOfArea('310115')).toEqual(['310000', '310100', '310115'])
  expect(pathOfArea('310100')).toEqual(['310000', '310100'])
  expect(pathOfArea('310000')).toEqual(['310000'])
})

test('a slot is a part of the day or a range of it, and a day is one of the calendar', () => {
  const { data } = capacityCommands.OfferCapacity
  const takes = (change: object) => data.safeParse({ ...offer(1).data, ...change }).success
  for (const slot of ['morning', 'afternoon', 'evening', '09:00-11:30', '00:00-23:59']) expect(takes({ slot }), slot).toBe(true)
  for (const slot of ['night', '11:30-09:00', '09:00-09:00', '9:00-11:00', '09:00-24:00', '09:60-10:00', ''])
    expect(takes({ slot }), slot).toBe(false)
  expect(takes({ date: '2026-02-29' })).toBe(false)
  expect(takes({ area: '3101' })).toBe(false)
})

describe('offering', () => {
  scenario('is a fact of provider, slot, area and day')
    .when(offer(3))
    .yields({
      type: 'CapacityOffered',
      data: {
        ...day,
        regionPath: path,
        provider: 'P1',
        slot: 'morning',
        offeredFor: null,
        quantity: 3,
        overbookPercent: 0,
        bookable: 3,
        setAt: 1,
      },
    })
  scenario('with a percentage on top gives whole visits only')
    .when(offer(5, { overbookPercent: 39 }))
    .yieldsLike({ type: 'CapacityOffered', data: { quantity: 5, bookable: 6 } })
  scenario('twice is once').after(offer(3)).when(offer(3)).yieldsNothing()
  scenario('later replaces it')
    .after(offer(3))
    .when(offer(5, { setAt: 2 }))
    .yieldsLike({ type: 'CapacityOffered', data: { bookable: 5 } })
  scenario('earlier does not')
    .after(offer(3, { setAt: 2 }))
    .when(offer(5))
    .rejects('COMMAND_TOO_OLD', { decidedAt: 2 })
  scenario('of one instant there is one offer').after(offer(3)).when(offer(4)).rejects('COMMAND_DIFFERS')
  scenario('of one instant there is one percentage')
    .after(offer(3))
    .when(offer(3, { overbookPercent: 10 }))
    .rejects('COMMAND_DIFFERS')
  scenario('never falls below what is taken')
    .after(offer(4), hold('A'), hold('B'), confirm('B'), hold('C'), confirm('C'), consume('C'))
    .when(offer(2, { setAt: 2 }))
    .rejects('CAPACITY_BELOW_TAKEN', { bookable: 2, taken: 3, held: 1, confirmed: 1, consumed: 1 })
  scenario('may fall to what is taken')
    .after(offer(4), hold('A'))
    .when(offer(1, { setAt: 2 }))
    .yieldsLike({ type: 'CapacityOffered', data: { bookable: 1 } })
  scenario('anew leaves taken what is taken')
    .after(offer(1), hold('A'), offer(1, { setAt: 2, overbookPercent: 50 }))
    .when(hold('B'))
    .rejects('SLOT_FULL', { bookable: 1 })
  scenario('may end where nothing is taken')
    .after(offer(4), hold('A'), release('A'))
    .when(offer(0, { setAt: 2 }))
    .yieldsLike({ type: 'CapacityOffered', data: { bookable: 0 } })
  const full = Array.from({ length: mostOffers }, (_, number): CapacityEvent => {
    const data = { ...day, regionPath: path, provider: `P${number}`, slot: 'morning', offeredFor: null }
    return { type: 'CapacityOffered', data: { ...data, quantity: 1, overbookPercent: 0, bookable: 1, setAt: 1 } }
  })
  scenario('has an end: an area has so many slots on a day')
    .given(...full)
    .when(offer(1, { provider: 'another' }))
    .rejects('CAPACITY_TOO_LARGE', { mostOffers })
  scenario('of what is offered already may change all the same')
    .given(...full)
    .when(offer(2, { provider: 'P7', setAt: 2 }))
    .yieldsLike({ type: 'CapacityOffered' })
})

describe('holding', () => {
  scenario('promises one visit, until a due instant')
    .after(offer(1))
    .when(hold('A'))
    .yields({
      type: 'SlotHeld',
      data: {
        ...day,
        regionPath: path,
        provider: 'P1',
        slot: 'morning',
        offeredFor: null,
        category: 'airConditioner',
        appointmentId: 'A',
        booking: 1,
        orderId: 'jd.s.1',
        dueAt: 100,
        askedAt: 10,
      },
    })
  scenario('twice is once').after(offer(1), hold('A')).when(hold('A')).yieldsNothing()
  scenario('again after it was confirmed is a repeat').after(offer(1), hold('A'), confirm('A')).when(hold('A')).yieldsNothing()
  scenario('of another slot under the same booking is refused')
    .after(offer(1), offer(1, { slot: 'evening' }), hold('A'))
    .when(hold('A', { slot: 'evening' }))
    .rejects('SLOT_DIFFERS', { slot: 'morning', state: 'held' })
  scenario('with a new stamp is no repeat')
    .after(offer(1), hold('A'))
    .when(hold('A', { askedAt: 11 }))
    .rejects('SLOT_DIFFERS', { askedAt: 10 })
  scenario('never takes more than is bookable, and the refusal says what is free')
    .after(
      offer(1),
      offer(2, { slot: 'evening', provider: 'P2' }),
      offer(1, { slot: 'afternoon' }),
      offer(0, { slot: 'evening' }),
      hold('A'),
    )
    .when(hold('B'))
    .rejects('SLOT_FULL', {
      bookable: 1,
      free: [
        { provider: 'P1', slot: 'afternoon', free: 1 },
        { provider: 'P2', slot: 'evening', free: 2 },
      ],
    })
  scenario('takes what is booked on top')
    .after(offer(2, { overbookPercent: 50 }), hold('A'), hold('B'))
    .when(hold('C'))
    .yieldsLike({ type: 'SlotHeld' })
  scenario('takes no more than that')
    .after(offer(2, { overbookPercent: 50 }), hold('A'), hold('B'), hold('C'))
    .when(hold('D'))
    .rejects('SLOT_FULL', { bookable: 3, free: [] })
  scenario('counts what was confirmed and what was consumed')
    .after(offer(2), hold('A'), confirm('A'), hold('B'), confirm('B'), consume('B'))
    .when(hold('C'))
    .rejects('SLOT_FULL')
  scenario('of what nobody offers is refused')
    .after(offer(1))
    .when(hold('A', { slot: '09:00-11:00' }))
    .rejects('SLOT_NOT_OFFERED', { free: [{ provider: 'P1', slot: 'morning', free: 1 }] })
  scenario('is served by the offer for the category alone, where there is one')
    .after(offer(1, { offeredFor: 'airConditioner' }), offer(5))
    .when(hold('A'))
    .yieldsLike({ type: 'SlotHeld', data: { offeredFor: 'airConditioner' } })
  scenario('does not fall back on what is for the others')
    .after(offer(1, { offeredFor: 'airConditioner' }), offer(5), hold('A'))
    .when(hold('B'))
    .rejects('SLOT_FULL', { bookable: 1, free: [] })
  scenario('of another category leaves the offer for one alone')
    .after(offer(1, { offeredFor: 'airConditioner' }), offer(5))
    .when(hold('A', { category: 'fridge' }))
    .yieldsLike({ type: 'SlotHeld', data: { offeredFor: null, category: 'fridge' } })
  scenario('again under a booking that was released is refused')
    .after(offer(1), hold('A'), release('A'))
    .when(hold('A'))
    .rejects('SLOT_STATE', { state: 'released' })
  scenario('another slot of the same day is the next booking')
    .after(offer(1), offer(1, { slot: 'evening' }), hold('A'))
    .when(hold('A', { booking: 2, slot: 'evening' }))
    .yieldsLike({ type: 'SlotHeld', data: { appointmentId: 'A', booking: 2, slot: 'evening' } })
})

describe('handing on', () => {
  const two = [offer(1), hold('A')]
  scenario('gives the visit to another appointment in one, and nothing is free in between')
    .after(...two)
    .when(handOn('A', ['B', 1]))
    .yieldsLike(
      { type: 'SlotReleased', data: { appointmentId: 'A', reason: 'handedOn', confirmed: false } },
      { type: 'SlotHeld', data: { appointmentId: 'B', orderId: 'jd.s.1', provider: 'P1', slot: 'morning', dueAt: 100, askedAt: 20 } },
    )
  scenario('leaves a confirmed visit confirmed')
    .after(...two, confirm('A'))
    .when(handOn('A', ['B', 1]))
    .yieldsLike(
      { type: 'SlotReleased', data: { confirmed: true } },
      { type: 'SlotHeld' },
      { type: 'SlotConfirmed', data: { appointmentId: 'B' } },
    )
  scenario('takes one visit, before and after')
    .after(...two, handOn('A', ['B', 1]))
    .when(hold('C', { askedAt: 30 }))
    .rejects('SLOT_FULL')
  scenario('twice is once')
    .after(...two, handOn('A', ['B', 1]))
    .when(handOn('A', ['B', 1]))
    .yieldsNothing()
  scenario('of what is another appointment already is refused')
    .after(...two, handOn('A', ['B', 1]))
    .when(handOn('A', ['C', 1]))
    .rejects('SLOT_STATE', { state: 'released' })
  scenario('of what was never held')
    .after(offer(1))
    .when(handOn('A', ['B', 1]))
    .rejects('SLOT_UNKNOWN')
  scenario('of what was used up')
    .after(...two, confirm('A'), consume('A'))
    .when(handOn('A', ['B', 1]))
    .rejects('SLOT_STATE', { state: 'consumed' })
  scenario('to a category that has an offer of its own is refused')
    .after(...two, offer(1, { offeredFor: 'fridge' }))
    .when(handOn('A', ['B', 1], { category: 'fridge' }))
    .rejects('SLOT_NOT_OFFERED')
})

describe('confirming', () => {
  scenario('keeps the visit')
    .after(offer(1), hold('A'))
    .when(confirm('A'))
    .yieldsLike({ type: 'SlotConfirmed', data: { provider: 'P1', slot: 'morning', orderId: 'jd.s.1', regionPath: path } })
  scenario('twice is once').after(offer(1), hold('A'), confirm('A')).when(confirm('A')).yieldsNothing()
  scenario('after the visit is a repeat').after(offer(1), hold('A'), confirm('A'), consume('A')).when(confirm('A')).yieldsNothing()
  scenario('what was never held').after(offer(1)).when(confirm('A')).rejects('SLOT_UNKNOWN')
  scenario('what was released meanwhile is refused with what is free now')
    .after(offer(1), hold('A'), release('A', 'expired', 100))
    .when(confirm('A'))
    .rejects('SLOT_STATE', { state: 'released', free: [{ provider: 'P1', slot: 'morning', free: 1 }] })
})

describe('releasing', () => {
  scenario('gives the visit back')
    .after(offer(1), hold('A'))
    .when(release('A'))
    .yieldsLike({ type: 'SlotReleased', data: { confirmed: false, reason: 'cancelled', releasedAt: 50 } })
  scenario('leaves room for another').after(offer(1), hold('A'), release('A')).when(hold('B')).yieldsLike({ type: 'SlotHeld' })
  scenario('a confirmed one says so')
    .after(offer(1), hold('A'), confirm('A'))
    .when(release('A', 'rescheduled'))
    .yieldsLike({ type: 'SlotReleased', data: { confirmed: true, reason: 'rescheduled' } })
  scenario('twice is once')
    .after(offer(1), hold('A'), release('A'))
    .when(release('A', 'rescheduled', 60))
    .yieldsNothing()
  scenario('as expired waits for the due instant')
    .after(offer(1), hold('A'))
    .when(release('A', 'expired', 99))
    .rejects('NOT_DUE', { state: 'held', dueAt: 100 })
  scenario('as expired once it is due')
    .after(offer(1), hold('A'))
    .when(release('A', 'expired', 100))
    .yieldsLike({ type: 'SlotReleased', data: { reason: 'expired' } })
  scenario('a confirmed hold does not expire')
    .after(offer(1), hold('A'), confirm('A'))
    .when(release('A', 'expired', 500))
    .rejects('NOT_DUE', { state: 'confirmed' })
  scenario('what was consumed is not given back')
    .after(offer(1), hold('A'), confirm('A'), consume('A'))
    .when(release('A'))
    .rejects('SLOT_STATE', { state: 'consumed' })
  scenario('what was never held').after(offer(1)).when(release('A')).rejects('SLOT_UNKNOWN')
})

describe('consuming', () => {
  scenario('uses the visit up')
    .after(offer(1), hold('A'), confirm('A'))
    .when(consume('A'))
    .yieldsLike({ type: 'SlotConsumed', data: { appointmentId: 'A', consumedAt: 200 } })
  scenario('twice is once').after(offer(1), hold('A'), confirm('A'), consume('A')).when(consume('A')).yieldsNothing()
  scenario('what nobody confirmed').after(offer(1), hold('A')).when(consume('A')).rejects('SLOT_STATE', { state: 'held' })
  scenario('what was released').after(offer(1), hold('A'), release('A')).when(consume('A')).rejects('SLOT_STATE', { state: 'released' })
  scenario('what was never held').after(offer(1)).when(consume('A')).rejects('SLOT_UNKNOWN')
})

const forgetful = scenariosOf(capacityAggregateRemembering(1))
const gone = ['A', 'B', 'C'].flatMap((appointmentId, place) => [
  hold(appointmentId, { askedAt: 10 + place }),
  confirm(appointmentId),
  consume(appointmentId),
])
forgetful('a hold that may be a forgotten one is refused')
  .after(offer(9), ...gone)
  .when(hold('A'))
  .rejects('COMMAND_TOO_OLD', { forgottenUpTo: 10 })
