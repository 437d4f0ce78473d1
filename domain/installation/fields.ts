import { z } from 'zod'
import { area, booking, date, provider, slot } from '../capacity/fields.ts'
import { count, id, lineId, nonNegativeFen, quantity, serialNumbers, sku } from '../shared/fields.ts'

export const installationId = id('Installation: one appointment, the work card of the crew')

export const modes = ['oneVisit', 'twoVisits'] as const
export const mode = z
  .enum(modes)
  .describe('Whether the crew that delivers installs as well, or the units are delivered first and installed at another visit')

/** Another card of the order that the same crew comes for in the same slot. */
export const alongWith = z
  .object({ appointmentId: id('Appointment that holds the slot'), booking })
  .optional()
  .describe('Whose slot the crew comes in; left out where it is its own')

/** A slot of a provider as booked. */
export const bookedSlot = { provider, area, date, slot }
export const visitNumber = count('Which visit of a crew it is: 1, and one more after each that failed')
export const visited = { booking, visitNumber, ...bookedSlot }

export const failureReasons = [
  'noAnswer',
  'wrongNumber',
  'goodsNotReceived',
  'notNeededYet',
  'declined',
  'siteNotReady',
  'unitDamaged',
  'crewAbsent',
  'other',
] as const
/** `changed`: what is to be installed, or where, is another; another installation takes its place. */
export const cancelReasons = ['buyer', 'merchant', 'orderCancelled', 'unitsReturned', 'changed'] as const

/** What an installation can wait for in vain. */
export const waits = ['provider', 'slot', 'confirmation', 'signing', 'outcome', 'decision'] as const
export const waitedFor = z
  .enum(waits)
  .describe(
    'A provider that services the place, a free slot, the provider to confirm, the buyer to sign, what came of a visit, or somebody to decide what follows',
  )
export type WaitedFor = z.infer<typeof waitedFor>

export const askedBy = z.enum(['buyer', 'provider', 'merchant']).describe('Who asked for it')
export const bookings = count('Bookings made so far')

export const note = z.string().max(500).nullable().describe('More about it; no personal data')

export const installedUnit = z.object({ lineId, sku, serialNumbers })

export const photo = z.object({
  photoId: id('Photo, as the store of photos knows it'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of its bytes, by which it is known to be the one'),
})

export const material = z.object({
  name: z.string().min(1).max(200).describe('What was used, such as copper pipe'),
  quantity: quantity('How much, in units, metres or pieces as sold'),
  amountFen: nonNegativeFen('What the buyer was charged for it'),
})
