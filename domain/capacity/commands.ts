import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { askedAt, count, instant, orderId } from '../shared/fields.ts'
import { releaseReasons } from './events.ts'
import { appointmentId, area, booking, category, date, offeredFor, provider, slot } from './fields.ts'

const day = { area, date }
const visit = { ...day, appointmentId, booking }

export const capacityCommands = defineCommands({
  OfferCapacity: {
    description: 'Say how many visits a provider can make in a slot; never fewer than are taken. The latest decision holds',
    data: z.object({
      ...day,
      provider,
      slot,
      offeredFor,
      quantity: count('Visits the crews can make').max(100_000),
      overbookPercent: count('Percent of them that may be booked on top').max(100),
      setAt: instant('When it was decided'),
    }),
  },
  HoldSlot: {
    description: 'Promise a visit to an appointment for a while. The same booking of it asks for the same promise',
    data: z.object({
      ...visit,
      provider,
      slot,
      category,
      orderId,
      dueAt: instant('Until when the promise is kept without being confirmed'),
      askedAt,
    }),
  },
  HandOnSlot: {
    description:
      'Give a held or confirmed visit to another appointment of the same order, for which the crew was to come as well: nothing is free in between',
    data: z.object({
      ...visit,
      from: z.object({ appointmentId, booking }).describe('Whose it was'),
      category,
      dueAt: instant('Until when the promise is kept without being confirmed'),
      askedAt,
    }),
  },
  ConfirmSlot: {
    description: 'Keep a held visit. Late is not too late: a hold is a hold until it is released',
    data: z.object(visit),
  },
  ReleaseSlot: {
    description: 'Give a visit that was not made free again. As expired only once the hold is due, and never once it is confirmed',
    data: z.object({ ...visit, reason: z.enum(releaseReasons).exclude(['handedOn']).describe('Why'), releasedAt: instant('When') }),
  },
  ConsumeSlot: {
    description: 'The crew was there, whatever came of it',
    data: z.object({ ...visit, consumedAt: instant('When') }),
  },
})

export type CapacityCommand = CommandsOf<typeof capacityCommands>
