import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import {
  askedAt,
  channel,
  condition,
  count,
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

const availableToPromise = z
  .object({ before: count('Units before it'), after: count('Units after it') })
  .describe('What the location could promise to anybody: on hand less reserved less safety stock, never below zero')

/** What every event of a stock stream says of itself. */
const where = { sku, location, regionPath, ...skuFacts, availableToPromise }
const document = id('Business document behind the movement: receipt, count, transfer, return; its natural key, unique per SKU and location')

/** Units that are there and cannot be sold, each kind apart: to be refurbished, scrap, or damaged and not graded yet. */
export const grade = condition.exclude(['sellable']).describe('What they are: to be refurbished, scrap, or damaged and not graded yet')
export type Grade = z.infer<typeof grade>

export const stockEvents = defineEvents({
  StockReceived: {
    description: 'Sellable units came in from a supplier or factory',
    data: z.object({ ...where, documentId: document, askedAt, quantity: quantity() }),
  },
  StockReserved: {
    description: 'Units are promised to one order line',
    data: z.object({ ...where, reservationId, orderId, lineId, channel, quantity: quantity(), askedAt }),
  },
  ReservationReleased: {
    description: 'Promised units are free again',
    data: z.object({
      ...where,
      reservationId,
      orderId,
      lineId,
      channel,
      quantity: quantity('Units released'),
      remaining: count('Units still promised'),
      reason: z.string().describe('Why: cancelled, compensation, moved, reduced'),
    }),
  },
  StockIssued: {
    description: 'Promised units left the location',
    data: z.object({
      ...where,
      reservationId,
      orderId,
      lineId,
      channel,
      fulfilmentId: id('Fulfilment they left with'),
      shipmentId: id('Shipment, parcel or ticket: its natural key'),
      quantity: quantity('Units issued'),
      remaining: count('Units still promised'),
    }),
  },
  StockReturned: {
    description: 'Units came back from a buyer; what cannot be sold as it is stands apart',
    version: 2,
    data: z.object({
      ...where,
      documentId: document,
      askedAt,
      orderId,
      afterSalesId: id('After-sales case').nullable(),
      quantity: quantity(),
      condition,
    }),
    // Version 1 knew sellable and damaged units only, and says of those what it said.
    upcasts: { 1: (data) => data },
  },
  StockAdjusted: {
    description: 'Sellable units were corrected by hand',
    data: z.object({
      ...where,
      documentId: document,
      askedAt,
      difference: z.int().describe('Units, negative when fewer'),
      reason: z.string().describe('Why, in the words of who did it'),
    }),
  },
  StockCounted: {
    description: 'Sellable units were counted; the difference is applied',
    data: z.object({
      ...where,
      documentId: document,
      askedAt,
      counted: count('Units found'),
      difference: z.int().describe('Units found less units known'),
    }),
  },
  StockDamaged: {
    description: 'Sellable units became damaged',
    data: z.object({ ...where, documentId: document, askedAt, quantity: quantity(), reason: z.string().describe('How') }),
  },
  StockScrapped: {
    description: 'Units that cannot be sold were disposed of',
    version: 2,
    data: z.object({ ...where, documentId: document, askedAt, quantity: quantity(), condition: grade }),
    upcasts: { 1: (data) => ({ ...data, condition: 'damaged' }) },
  },
  StockGraded: {
    description: 'Units that could not be sold were graded anew: repaired and sellable again, to be refurbished, or scrap',
    data: z.object({
      ...where,
      documentId: document,
      askedAt,
      quantity: quantity(),
      was: grade.describe('What they were'),
      condition: condition.describe('What they are from now on'),
    }),
  },
  TransferDispatched: {
    description: 'First leg: units left for another location',
    data: z.object({
      ...where,
      transferId: id('Transfer'),
      to: location.describe('Location they go to'),
      toRegionPath: regionPath,
      quantity: quantity(),
      askedAt,
    }),
  },
  TransferExpected: {
    description: 'The receiving location knows of units on their way',
    data: z.object({ ...where, transferId: id('Transfer'), from: location.describe('Location they left'), quantity: quantity(), askedAt }),
  },
  TransferReceived: {
    description: 'Second leg: units arrived, in whole or in part',
    data: z.object({
      ...where,
      transferId: id('Transfer'),
      documentId: document,
      askedAt,
      from: location.describe('Location they left'),
      quantity: quantity('Units that arrived'),
      remaining: count('Units still on their way'),
    }),
  },
  TransferLost: {
    description: 'Units on their way will not arrive',
    data: z.object({
      ...where,
      transferId: id('Transfer'),
      documentId: document,
      askedAt,
      from: location.describe('Location they left'),
      quantity: quantity('Units lost'),
      remaining: count('Units still on their way'),
    }),
  },
  SafetyStockSet: {
    description: 'So many units are kept back from promising',
    data: z.object({
      ...where,
      safetyStock: count('Units kept back'),
      safetyStockBefore: count('Units kept back until then'),
      setAt: instant('When it was decided'),
    }),
  },
  ChannelQuotaSet: {
    description: 'Units of this location are kept for a channel (exclusive) or a channel is limited to them (shared)',
    data: z.object({
      ...where,
      channel,
      quota: count('Units, those open for the channel at that moment included; null removes the quota').nullable(),
      kind: z.enum(['exclusive', 'shared']).describe('Kept for the channel alone, or a limit on what it may take'),
      setAt: instant('When it was decided'),
    }),
  },
})

export type StockEvent = EventsOf<typeof stockEvents>

/** What is decided of the stock, without what it leaves available: that is worked out once, the same for all. */
export type StockChange = StockEvent extends infer Event extends StockEvent
  ? Event extends StockEvent
    ? { readonly type: Event['type']; readonly data: Omit<Event['data'], 'availableToPromise'> }
    : never
  : never
