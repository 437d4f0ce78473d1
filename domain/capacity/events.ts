import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { askedAt, count, instant, orderId, regionPath } from '../shared/fields.ts'
import { appointmentId, area, booking, category, date, offeredFor, provider, slot } from './fields.ts'

/** Whose time it is, and when. */
const where = { area, regionPath: regionPath.describe('Divisions the area lies in, itself included'), date, provider, slot }
const visit = { ...where, offeredFor, category, appointmentId, booking, orderId }

export const releaseReasons = ['expired', 'cancelled', 'rescheduled', 'handedOn'] as const

export const capacityEvents = defineEvents({
  CapacityOffered: {
    description: 'A provider says how many visits it can make in a slot; a later decided one replaces it',
    data: z.object({
      ...where,
      offeredFor,
      quantity: count('Visits the crews can make'),
      overbookPercent: count('Percent of them that may be booked on top, as some are always called off'),
      bookable: count('Visits that may be booked in all: the quantity and whole visits of the percentage'),
      setAt: instant('When it was decided'),
    }),
  },
  SlotHeld: {
    description: 'A visit is promised to an appointment until it is confirmed or the hold is released',
    data: z.object({ ...visit, dueAt: instant('When the hold may be released unless it was confirmed'), askedAt }),
  },
  SlotConfirmed: { description: 'The appointment keeps the visit', data: z.object(visit) },
  SlotReleased: {
    description: 'The visit is free to be booked again',
    data: z.object({
      ...visit,
      confirmed: z.boolean().describe('Whether it had been confirmed'),
      reason: z
        .enum(releaseReasons)
        .describe(
          'Why it is free: nobody confirmed in time, it was called off, or moved; or another appointment of the order, for which the crew comes as well, keeps it',
        ),
      releasedAt: instant('When'),
    }),
  },
  SlotConsumed: {
    description: 'The crew was there, whatever came of it: the visit is used up',
    data: z.object({ ...visit, consumedAt: instant('When') }),
  },
})

export type CapacityEvent = EventsOf<typeof capacityEvents>
