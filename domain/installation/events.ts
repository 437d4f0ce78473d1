import { z } from 'zod'
import { date } from '../capacity/fields.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, instant, lineId, orderId, quantity, regionPath, serialNumbers, shop, sku, skuFacts } from '../shared/fields.ts'
import { bookedSlot, cancelReasons, failureReasons, installationId, installedUnit, material, mode, note, photo, visited } from './fields.ts'

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
  VisitBooked: { description: 'A crew is to come in this slot', data: z.object({ ...which, ...visited }) },
  VisitRescheduled: {
    description: 'The crew is to come in another slot instead',
    data: z.object({
      ...which,
      ...visited,
      from: z.object({ booking: visited.booking, ...bookedSlot }).describe('The booking it replaces'),
      rescheduledBy: z.enum(['buyer', 'provider', 'merchant']).describe('Who asked for it'),
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
