import { z } from 'zod'
import { id } from '../shared/fields.ts'

/** Words of bookable time, described once. */

export const provider = id('Service provider that sends the crew')
export const area = z
  .string()
  .regex(/^\d{6}$/)
  .describe('Division code (GB/T 2260) the capacity is for: mostly a district')
export const date = z.iso.date().describe('Day of the visit in China, yyyy-mm-dd')

const rangePattern = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/
const namedSlots: readonly string[] = ['morning', 'afternoon', 'evening']

/** A range ends after it begins, on the same day: two times of one form compare as texts. */
const isSlot = (text: string): boolean => namedSlots.includes(text) || (rangePattern.test(text) && text.slice(0, 5) < text.slice(6))

export const slot = z
  .string()
  .max(20)
  .refine(isSlot, 'must be morning, afternoon, evening, or a range like 09:00-11:30')
  .describe('Part of the day: `morning`, `afternoon`, `evening`, or a range like 09:00-11:30')

export const appointmentId = id('Appointment: the installation or delivery the visit is for')
export const booking = z
  .int()
  .positive()
  .max(1_000)
  .describe('Which booking of the appointment it is: 1, then one more each time it is booked anew')
export const category = z.string().min(1).max(200).describe('Category of the appliance the visit is for')
export const offeredFor = category
  .nullable()
  .describe('Category the offer is for alone; null when it is for whatever the provider services')

/** Every division an area lies in, from the province down: a code says it by itself. */
export const pathOfArea = (code: string): string[] => [...new Set([`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code])]
