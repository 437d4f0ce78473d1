import { z } from 'zod'
import { group, mergingId } from '../merging/events.ts'
import { policyName } from '../policy/events.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import {
  channel,
  fulfilmentId,
  id,
  instant,
  lineId,
  location,
  orderId,
  quantity,
  regionPath,
  reservationId,
  serialNumbers,
  shop,
  sku,
  skuFacts,
} from '../shared/fields.ts'
import { milestone } from '../tracking/milestones.ts'
import { textHashOf } from '../tracking/text-hash.ts'

const which = { fulfilmentId, orderId, channel, shop, location, regionPath: regionPath.describe('Of the location') }

export const fulfilmentLine = z.object({
  lineId,
  sku,
  ...skuFacts,
  reservationId,
  quantity: quantity(),
  serialNumberRequired: z.boolean().describe('Whether each unit leaves with its serial number'),
})

export const shippedLine = z.object({ lineId, sku, reservationId, quantity: quantity(), serialNumbers })

const policy = z.object({ name: policyName, version: z.int().positive().describe('Version of it') }).describe('Policy that says so')
/** Until when a location has to take work, and by what. */
export const acceptance = z.object({ dueAt: instant('When it is too late to take the work'), policy })
/** Until when it has to send it. */
export const sending = z.object({ dueAt: instant('When somebody is shown that it has not left'), policy })
/** Until when a parcel is to be with the buyer. */
export const arriving = z.object({ dueAt: instant('When it was to be with the buyer, or on its way back'), policy })

export const mergedAs = z.object({ mergingId, group }).describe('Orders it goes out with; left out where it goes by itself')

export const reportedCarrier = z.string().max(200).nullable().describe('Carrier that reports, as the source names it')
export const reportedWaybill = z.string().max(200).nullable().describe('Waybill number it reports on')
export const textHash = z
  .string()
  .regex(/^[0-9a-f]{8}$/)
  .describe('Fingerprint of the text of the report, which is not kept as it names people')

export const fulfilmentEvents = defineEvents({
  FulfilmentRequested: {
    description: 'A location is asked to send, hand over or install the units of an order it holds',
    data: z.object({
      ...which,
      kind: z.enum(['delivery', 'storePickup', 'carryOut', 'dropship']).describe('How the units reach the buyer'),
      shipTo: regionPath.describe('Where they go'),
      lines: z.array(fulfilmentLine).min(1).describe('Units asked for, one line per reservation'),
      promisedBy: instant('Promised departure').nullable(),
      reportedShipments: z
        .array(id('Shipment'))
        .describe('Shipments the order had been told of when it asked: what they brought away may belong to this work'),
      merged: mergedAs.optional(),
    }),
  },
  AcceptanceDue: {
    description: 'The location has until then to take the work; else its units are sourced elsewhere',
    data: z.object({ ...which, ...acceptance.shape }),
  },
  SendingDue: {
    description: 'The location has until then to send the work; then somebody is shown',
    data: z.object({ ...which, ...sending.shape }),
  },
  SendingOverdue: {
    description: 'The location has not sent all of the work in time: people decide; what leaves later has left',
    data: z.object({ ...which, dueAt: sending.shape.dueAt }),
  },
  ArrivalOverdue: {
    description: 'Nobody said in time what became of a parcel: people decide; what is said later counts',
    data: z.object({
      ...which,
      shipmentId: id('Shipment'),
      carrier: z.string().nullable().describe('Carrier that has it'),
      waybill: z.string().nullable().describe('Waybill number'),
      ...arriving.shape,
    }),
  },
  FulfilmentHandedOver: {
    description: 'The work is given to another system, which alone can say from now on that it is called off',
    data: z.object({
      ...which,
      system: z.enum(['wms']).describe('What kind of system'),
      under: fulfilmentId
        .optional()
        .describe('Work of a merged order it is handed over with, as one delivery; left out where it goes by itself'),
    }),
  },
  FulfilmentExpired: {
    description: 'The location did not take the work, or not send it, in time; its units are to be sourced elsewhere',
    data: z.object({ ...which, reason: z.string().describe('Why') }),
  },
  CallOffAsked: {
    description: 'The system that was given the work is to be asked to let it be; until it answers the work goes on',
    data: z.object({
      ...which,
      as: z.enum(['cancelled', 'expired']).describe('How the work ends when it is called off'),
      reason: z.string().describe('Why'),
    }),
  },
  CallOffRefused: {
    description: 'The system that was given the work does not let it be any more: the units will leave',
    data: z.object({ ...which, reason: z.string().describe('Why') }),
  },
  FulfilmentAccepted: { description: 'The location took the work', data: z.object({ ...which }) },
  FulfilmentRejected: {
    description: 'The location will not do the work; its units are to be sourced elsewhere',
    data: z.object({ ...which, reason: z.string().describe('Why') }),
  },
  UnitsLacking: {
    description: 'The location does not find units it was to send, and will not send them; they are to be sourced elsewhere',
    data: z.object({
      ...which,
      lines: z
        .array(
          z.object({
            ...{ lineId, sku, reservationId },
            quantity: quantity('Units that are lacking now'),
            lacking: quantity('Units of the line that are lacking in all, these included'),
          }),
        )
        .min(1)
        .describe('Units that are not there'),
    }),
  },
  ParcelPacked: {
    description: 'One box is packed',
    data: z.object({ ...which, parcelId: id('Parcel'), lines: z.array(shippedLine).min(1).describe('Units in the box') }),
  },
  ShipmentDispatched: {
    description: 'Units left the location',
    data: z.object({
      ...which,
      shipmentId: id('Shipment: waybill, or ticket for units carried out'),
      carrier: z.string().nullable().describe('Carrier as the source names it'),
      waybill: z.string().nullable().describe('Waybill number'),
      lines: z.array(shippedLine).min(1).describe('Units that left'),
      dispatchedAt: instant('When they left'),
    }),
  },
  TrackingReported: {
    description:
      'The carrier reported where a shipment is; once for each carrier, waybill, instant and text, in the order the reports came',
    version: 2,
    data: z.object({
      ...which,
      shipmentId: id('Shipment'),
      carrier: reportedCarrier,
      waybill: reportedWaybill,
      milestone,
      status: z.string().describe('As the carrier calls it'),
      textHash,
      reportedAt: instant('When, as the carrier says'),
    }),
    upcasts: {
      1: (data) => ({ ...data, carrier: null, waybill: null, milestone: 'unknown', textHash: textHashOf(String(data.status)) }),
    },
  },
  ShipmentDelivered: {
    description: 'The buyer has the units',
    data: z.object({ ...which, shipmentId: id('Shipment'), deliveredAt: instant('When') }),
  },
  DeliveryRefused: {
    description: 'The buyer did not take the units; they are on their way back',
    data: z.object({ ...which, shipmentId: id('Shipment'), refusedAt: instant('When'), reason: z.string().describe('Why') }),
  },
  InterceptRequested: {
    description: 'The carrier is asked to turn a parcel round before it is delivered',
    data: z.object({
      ...which,
      shipmentId: id('Shipment'),
      afterSalesId: id('After-sales case it is for'),
      carrier: z.string().nullable().describe('Carrier that has it'),
      waybill: z.string().nullable().describe('Waybill number'),
      requestedAt: instant('When'),
    }),
  },
  InterceptFailed: {
    description: 'The carrier could not, or would not, turn the parcel round: it goes on to the buyer',
    data: z.object({ ...which, shipmentId: id('Shipment'), failedAt: instant('When'), reason: z.string().describe('Why') }),
  },
  FulfilmentCancelled: {
    description: 'The work is called off before the units left',
    data: z.object({ ...which, reason: z.string().describe('Why') }),
  },
})

export type FulfilmentEvent = EventsOf<typeof fulfilmentEvents>
