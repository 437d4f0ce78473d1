import { z } from 'zod'
import { location } from '../../shared/fields.ts'
import { defineKind } from '../kind.ts'

const name = (description: string) => z.string().min(1).max(100).describe(description)
const durationMs = (description: string, fallback: number, most = 86_400_000) =>
  z.int().positive().max(most).default(fallback).describe(`${description}, milliseconds`)
const codes = (description: string) => z.array(z.string().min(1).max(100)).max(50).default([]).describe(description)

const warehouse = z.strictObject({
  location: location.describe('Location of ours whose work this system does'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .describe('Where it takes messages in Qimen form; the secret they are signed with is a setting, not part of this'),
  customerId: name('Who we are to it'),
  appKey: name('Key of the application that signs'),
  warehouseCode: name('What it calls the warehouse'),
  ownerCode: name('What it calls the owner of the goods'),
  logisticsCode: name('Carrier asked for, as it codes carriers').default('OTHER'),
  timeoutMs: durationMs('How long an answer is waited for', 10_000, 60_000),
  mostInFlight: z.int().positive().max(32).default(8).describe('Messages on their way to it at once'),
  retryFirstMs: durationMs('How long until a message is sent again the first time; twice as long each time after', 5_000),
  retryLongestMs: durationMs('How long until it is sent again at the longest', 600_000),
  refusalsTaken: z.int().positive().max(100).default(3).describe('After how many refusals of an order its units are sourced elsewhere'),
  confirmWithinMs: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('How long it may take to send what it took, milliseconds; null where it may take its time'),
  whenOverdue: z
    .enum(['note', 'callOff'])
    .default('note')
    .describe('What follows when it did not send in time: it is noted, or the work is called off there and sourced elsewhere'),
  lackSettlesAfterMs: durationMs('How long after a final confirm that is short earlier messages may still come', 600_000),
  announceReturns: z
    .enum(['never', 'onAgreement', 'onWaybill'])
    .default('onAgreement')
    .describe('When it is told that units come back to it: never, once that is agreed, or once the waybill of the way back is known'),
  cancelAnswer: z
    .enum(['final', 'later'])
    .default('final')
    .describe('Whether its answer to a cancellation settles it, or a later report of CANCELED or CANCELEDFAIL'),
  repeatedCodes: codes('Codes by which it says that it has the order already'),
  unknownCodes: codes('Codes by which it says, asked to cancel, that it does not have the order'),
})

const document = z
  .strictObject({ warehouses: z.array(warehouse).max(1_000).describe('Warehouse systems, one for each location that has one') })
  .superRefine(({ warehouses }, context) => {
    const locations = warehouses.map((each) => each.location)
    const again = locations.findIndex((each, place) => locations.indexOf(each) < place)
    if (again >= 0)
      context.addIssue({ code: 'custom', path: ['warehouses', again, 'location'], message: 'another one is of this location' })
  })

export type WmsDocument = z.infer<typeof document>
export type WmsSettings = WmsDocument['warehouses'][number]

/** Which locations have a warehouse management system, and how it is spoken to; applied by `commands/processes/warehouse`. */
export const wmsKind = defineKind<WmsDocument>({
  description: 'Which locations have a warehouse management system, and how it is spoken to',
  document: document as unknown as z.ZodType<WmsDocument>,
  builtIn: { warehouses: [] },
})
