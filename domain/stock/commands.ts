import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import {
  askedAt,
  channel,
  condition,
  count,
  fulfilmentId,
  id,
  instant,
  lineId,
  location,
  orderId,
  quantity,
  regionPath,
  reservationId,
  sku,
  skuFacts,
} from '../shared/fields.ts'
import { grade } from './events.ts'

/** Which stock, and the facts of SKU and location as the asker knows them; facts are no part of what makes a repeat. */
const where = { sku, location, regionPath: regionPath.describe('Of the location'), ...skuFacts }
const document = {
  documentId: id(
    'Business document behind the movement; unique per SKU and location among documents of its kind, so a document that names a SKU twice adds its line number',
  ),
  askedAt,
}
const transferId = id('Transfer')
const reason = z.string().max(500).describe('Why, in the words of who did it; no personal data')

const asked = z.object({ reservationId, lineId, quantity: quantity() })

export const stockCommands = defineCommands({
  ReceiveStock: {
    description: 'Sellable units came in from a supplier or factory',
    data: z.object({ ...where, ...document, quantity: quantity() }),
  },
  ReserveStock: {
    description: 'Promise units to lines of one order: all of them or none. The same reservation id asks for the same promise',
    data: z.object({
      ...where,
      orderId,
      channel,
      reservations: z.array(asked).min(1).max(1_000).describe('One per order line and attempt; their sum is what must be available'),
      askedAt,
    }),
  },
  ReleaseReservation: {
    description: 'Free promised units. Says what is to be kept, so that asking twice frees once',
    data: z.object({
      ...where,
      reservationId,
      keep: count('Units of the reservation that stay promised, those issued included; 0 frees all'),
      reason: z.string().max(100).describe('Why: cancelled, compensation, moved, reduced'),
    }),
  },
  IssueStock: {
    description: 'Promised units left the location',
    data: z.object({
      ...where,
      reservationId,
      fulfilmentId,
      shipmentId: id('Shipment, parcel or ticket; with the reservation id its natural key'),
      quantity: quantity(),
    }),
  },
  ReturnStock: {
    description: 'Units came back from a buyer',
    data: z.object({
      ...where,
      ...document,
      orderId,
      afterSalesId: id('After-sales case').nullable(),
      quantity: quantity(),
      condition,
    }),
  },
  AdjustStock: {
    description: 'Correct the sellable units by hand; never below what is reserved',
    data: z.object({
      ...where,
      ...document,
      difference: z
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((difference) => difference !== 0, 'a difference of 0 adjusts nothing')
        .describe('Units, negative when fewer'),
      reason,
    }),
  },
  CountStock: {
    description:
      'Sellable units were counted, reserved ones included. A count is a fact: it is taken even where it leaves less than is reserved',
    data: z.object({ ...where, ...document, counted: count('Sellable units found').max(1_000_000_000) }),
  },
  DamageStock: {
    description: 'Sellable units became damaged; a fact, taken even where it leaves less than is reserved',
    data: z.object({ ...where, ...document, quantity: quantity(), reason }),
  },
  ScrapStock: {
    description: 'Units that cannot be sold were disposed of',
    data: z.object({
      ...where,
      ...document,
      quantity: quantity(),
      condition: grade.optional().describe('What they are; damaged when left out'),
    }),
  },
  GradeStock: {
    description: 'Units that cannot be sold were looked at again, or repaired',
    data: z.object({
      ...where,
      ...document,
      quantity: quantity(),
      was: grade.describe('What they were'),
      condition: condition.describe('What they are from now on; something else than before'),
    }),
  },
  DispatchTransfer: {
    description: 'First leg: send units that are not reserved to another location',
    data: z.object({
      ...where,
      transferId,
      to: location.describe('Location they go to'),
      toRegionPath: regionPath.describe('Of that location'),
      quantity: quantity(),
      askedAt,
    }),
  },
  ExpectTransfer: {
    description: 'Tell the receiving location of units on their way',
    data: z.object({ ...where, transferId, from: location.describe('Location they left'), quantity: quantity(), askedAt }),
  },
  ReceiveTransfer: {
    description: 'Second leg: units arrived, in whole or in part',
    data: z.object({ ...where, ...document, transferId, quantity: quantity('Units that arrived') }),
  },
  LoseTransfer: {
    description: 'Units on their way will not arrive',
    data: z.object({ ...where, ...document, transferId, quantity: quantity('Units lost') }),
  },
  SetSafetyStock: {
    description: 'Keep units back from promising; the latest decision holds',
    data: z.object({ ...where, safetyStock: count('Units kept back').max(1_000_000_000), setAt: instant('When it was decided') }),
  },
  SetChannelQuota: {
    description:
      'Keep units of this location for a channel (exclusive: others cannot take them) or limit a channel to them (shared); the latest decision holds',
    data: z.object({
      ...where,
      channel,
      quota: count('Units the channel may take from now on, those open for it included; issued ones are used up. Null removes the quota')
        .max(1_000_000_000)
        .nullable(),
      kind: z.enum(['exclusive', 'shared']).describe('Kept for the channel alone, or a limit on what it may take'),
      setAt: instant('When it was decided'),
    }),
  },
})

export type StockCommand = CommandsOf<typeof stockCommands>
