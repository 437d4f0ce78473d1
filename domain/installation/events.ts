import { z } from 'zod'
import { date, provider, slot } from '../capacity/fields.ts'
import { decidedBy } from '../policy/decided-by.ts'
import { serviceKind } from '../provider/fields.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, instant, lineId, orderId, quantity, regionPath, serialNumbers, shop, sku, skuFacts } from '../shared/fields.ts'
import {
  alongWith,
  askedBy,
  bookedSlot,
  bookings,
  cancelReasons,
  failureReasons,
  installationId,
  installedUnit,
  material,
  mode,
  note,
  photo,
  visited,
  waitedFor,
} from './fields.ts'

const which = { installationId, orderId, channel, shop, mode, regionPath: regionPath.describe('Where the units are installed') }

export const installationLine = z.object({
  lineId,
  sku,
  ...skuFacts,
  quantity: quantity('Units to install'),
  serialNumberRequired: z.boolean().describe('Whether each unit is installed with its serial number'),
})

export const evidence = {
  photos: z.array(photo).max(100).describe('Photos of the work'),
  materials: z.array(material).max(100).describe('Materials used beside the units'),
}

export const installationEvents = defineEvents({
  InstallationRequested: {
    description: 'Units of an order are to be installed: with their delivery, or once they are signed for',
    data: z.object({
      ...which,
      lines: z.array(installationLine).min(1).max(1_000).describe('Units to install'),
      picksUpOldUnit: z.boolean().describe('Whether the crew takes an old unit away'),
      wantedDate: date.nullable().describe('Day the buyer asked for; null when none'),
      requestedAt: instant('When'),
    }),
  },
  InstallationOpened: {
    description: 'The units are signed for and may be installed: only where delivery and installation are two visits',
    data: z.object({ ...which, signedAt: instant('When the buyer signed') }),
  },
  ProviderChosen: {
    description: 'Who is to install, of those whose coverage says that they do it there; another choice replaces it',
    data: z.object({
      ...which,
      provider,
      serviceKind,
      policy: decidedBy,
      candidates: z
        .array(z.object({ provider, rank: z.int().nonnegative().describe('Place of the preference that names it; the lower the better') }))
        .min(1)
        .describe('All that could, as the coverage was then, best first'),
      chosenAt: instant('When; with the coverage in force then it is what the choice follows from'),
    }),
  },
  VisitWanted: {
    description: 'The visit is wanted on another day; it is booked, or moved there, as soon as there is a slot',
    data: z.object({
      ...which,
      date: date.describe('From this day on'),
      slot: slot.nullable().describe('Only this part of the day; null for any'),
      wantedBy: askedBy,
      note,
      askedAt: instant('When'),
    }),
  },
  InstallationStalled: {
    description: 'What the installation waits for did not come in time: somebody has to see to it. Whatever happens next ends it',
    data: z.object({ ...which, waitedFor, bookings, dueAt: instant('Until when it was waited') }),
  },
  VisitBooked: { description: 'A crew is to come in this slot', data: z.object({ ...which, ...visited, alongWith }) },
  VisitRescheduled: {
    description: 'The crew is to come in another slot instead',
    data: z.object({
      ...which,
      ...visited,
      alongWith,
      from: z.object({ booking: visited.booking, ...bookedSlot }).describe('The booking it replaces'),
      rescheduledBy: askedBy,
      note,
    }),
  },
  VisitFailed: {
    description: 'The visit did not lead to an installation; another is to be booked',
    data: z.object({ ...which, ...visited, reason: z.enum(failureReasons).describe('Why'), note, failedAt: instant('When') }),
  },
  InstallationCompleted: {
    description: 'The units are installed; where delivery and installation are one visit, they are delivered by it too',
    data: z.object({
      ...which,
      ...visited,
      units: z
        .array(installedUnit.extend({ ...skuFacts, quantity: quantity('Units installed'), serialNumbers }))
        .describe('What was installed, line by line'),
      ...evidence,
      completedAt: instant('When'),
    }),
  },
  InstallationCancelled: {
    description: 'Nothing is to be installed any more',
    data: z.object({
      ...which,
      reason: z.enum(cancelReasons).describe('Why'),
      note,
      booking: visited.booking.nullable().describe('Booking that is called off with it; null when none was open'),
      cancelledAt: instant('When'),
    }),
  },
})

export type InstallationEvent = EventsOf<typeof installationEvents>
