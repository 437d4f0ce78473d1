import { z } from 'zod'
import { booking } from '../capacity/fields.ts'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { instant } from '../shared/fields.ts'
import { evidence, installationEvents } from './events.ts'
import { alongWith, bookedSlot, installationId, installedUnit } from './fields.ts'

const { VisitRescheduled, VisitFailed, InstallationCancelled, InstallationRequested, ProviderChosen, VisitWanted, InstallationStalled } =
  installationEvents
const next = booking.describe('Which booking it becomes: one more than there were')
const made = { installationId, booking: booking.describe('Booking the crew came for') }

export const installationCommands = defineCommands({
  RequestInstallation: {
    description: 'Ask for units of an order to be installed. The same id asks for the same work',
    data: InstallationRequested.data,
  },
  OpenInstallation: {
    description: 'The units were signed for: now they may be installed, where that is a visit of its own',
    data: z.object({ installationId, signedAt: instant('When the buyer signed') }),
  },
  ChooseProvider: {
    description: 'Note who is to install; a choice made before another is replaced by it',
    data: ProviderChosen.data.pick({
      ...{ installationId: true, provider: true, serviceKind: true, policy: true, candidates: true, chosenAt: true },
    }),
  },
  WantVisit: {
    description: 'Ask for the visit on another day, or for the next one after a visit failed. The latest wish holds',
    data: VisitWanted.data.pick({ installationId: true, date: true, slot: true, wantedBy: true, note: true, askedAt: true }),
  },
  StallInstallation: {
    description: 'A wait has come to its end: show it to somebody, if it still waits for that',
    data: InstallationStalled.data.pick({ installationId: true, waitedFor: true, bookings: true, dueAt: true }),
  },
  BookVisit: {
    description: 'Note the slot that is held for the appointment: the first one, or another after a visit failed',
    data: z.object({ installationId, booking: next, ...bookedSlot, alongWith }),
  },
  RescheduleVisit: {
    description: 'Note the slot that is held instead of the one booked',
    data: z.object({
      installationId,
      booking: next,
      ...bookedSlot,
      alongWith,
      rescheduledBy: VisitRescheduled.data.shape.rescheduledBy,
      note: VisitRescheduled.data.shape.note,
    }),
  },
  FailVisit: {
    description: 'The crew could not install',
    data: z.object({
      ...made,
      reason: VisitFailed.data.shape.reason,
      note: VisitFailed.data.shape.note,
      failedAt: instant('When'),
    }),
  },
  CompleteInstallation: {
    description: 'Everything is installed, with the evidence for it',
    data: z.object({
      ...made,
      units: z.array(installedUnit).min(1).max(1_000).describe('Each line once, with the serial numbers of its units'),
      ...evidence,
      completedAt: instant('When'),
    }),
  },
  CancelInstallation: {
    description: 'Call the work off; only before it is done',
    data: z.object({
      installationId,
      reason: InstallationCancelled.data.shape.reason,
      note: InstallationCancelled.data.shape.note,
      cancelledAt: instant('When'),
    }),
  },
})

export type InstallationCommand = CommandsOf<typeof installationCommands>
