import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { channel, fulfilmentId, id, instant, location, orderId, quantity, regionPath, reservationId, shop } from '../shared/fields.ts'
import { milestone } from '../tracking/milestones.ts'
import {
  acceptance,
  arriving,
  fulfilmentLine,
  mergedAs,
  reportedCarrier,
  reportedWaybill,
  sending,
  shippedLine,
  textHash,
} from './events.ts'

const reason = z.string().max(500).describe('Why; no personal data')
const shipmentId = id('Shipment: waybill, or ticket for units carried out; its natural key within the fulfilment')
const shippedLines = z.array(shippedLine).min(1).max(1_000).describe('Units of requested lines, with their serial numbers where required')

export const fulfilmentCommands = defineCommands({
  RequestFulfilment: {
    description: 'Ask a location to send, hand over or install units of an order it holds',
    data: z.object({
      fulfilmentId,
      orderId,
      channel,
      shop,
      location,
      regionPath: regionPath.describe('Of the location'),
      kind: z.enum(['delivery', 'storePickup', 'carryOut', 'dropship']).describe('How the units reach the buyer'),
      shipTo: regionPath.describe('Where they go'),
      lines: z.array(fulfilmentLine).min(1).max(1_000).describe('One per reservation'),
      promisedBy: instant('Promised departure').nullable(),
      reportedShipments: z
        .array(id('Shipment'))
        .describe('Shipments the order had been told of when it asked: what they brought away may belong to this work'),
      merged: mergedAs.optional(),
      acceptance: acceptance.optional().describe('Until when the location has to take the work; left out where it may take its time'),
      sending: sending.optional().describe('Until when the location has to send the work; left out where it may take its time'),
    }),
  },
  HandOverFulfilment: {
    description: 'Another system is to be given the work: from now on it alone can say that it is called off',
    data: z.object({
      fulfilmentId,
      system: z.enum(['wms']).describe('What kind of system'),
      under: z.string().optional().describe('Work of a merged order it is handed over with, as one delivery'),
    }),
  },
  ExpireFulfilment: {
    description: 'The time to take the work, or to send it, is over',
    data: z.object({
      fulfilmentId,
      because: z.enum(['notAccepted', 'notConfirmed', 'notTaken']).describe('What did not happen in time, or not at all'),
      dueAt: instant('When it was due'),
      askedAt: instant('When this is asked'),
    }),
  },
  RecordSendingOverdue: {
    description: 'The time to send the work is over, and not all of it has left',
    data: z.object({ fulfilmentId, dueAt: sending.shape.dueAt, askedAt: instant('When this is asked') }),
  },
  RecordArrivalOverdue: {
    description: 'A parcel was to be with the buyer by now, and nobody said what became of it',
    data: z.object({ fulfilmentId, shipmentId, ...arriving.shape, askedAt: instant('When this is asked') }),
  },
  SettleCallOff: {
    description: 'What became of calling the work off, as the system that has it says: its word is final',
    data: z.object({ fulfilmentId, outcome: z.enum(['calledOff', 'refused']).describe('Whether it is called off'), reason }),
  },
  AcceptFulfilment: { description: 'The location takes the work', data: z.object({ fulfilmentId }) },
  RejectFulfilment: { description: 'The location will not do the work', data: z.object({ fulfilmentId, reason }) },
  ReportLack: {
    description:
      'Units the location does not find. Says how many are lacking in all, so that a repeat lacks nothing twice; all of them is a rejection',
    data: z.object({
      fulfilmentId,
      lines: z
        .array(z.object({ reservationId, lacking: quantity('Units of the line that are lacking in all') }))
        .min(1)
        .max(1_000)
        .describe('Units that are not there, one for each reservation'),
    }),
  },
  PackParcel: {
    description: 'One box is packed',
    data: z.object({ fulfilmentId, parcelId: id('Parcel: its natural key within the fulfilment'), lines: shippedLines }),
  },
  DispatchShipment: {
    description: 'Units left the location; never more than were requested, in all shipments together',
    data: z.object({
      fulfilmentId,
      shipmentId,
      carrier: z.string().max(200).nullable().describe('Carrier as the source names it'),
      waybill: z.string().max(200).nullable().describe('Waybill number'),
      lines: shippedLines,
      dispatchedAt: instant('When they left'),
    }),
  },
  ReportTracking: {
    description: 'The carrier reports where a shipment is; repeats and disorder are normal',
    data: z.object({
      fulfilmentId,
      shipmentId,
      carrier: reportedCarrier,
      waybill: reportedWaybill,
      milestone,
      status: z.string().min(1).max(200).describe('As the carrier calls it; no personal data'),
      textHash,
      reportedAt: instant('When, as the carrier says'),
    }),
  },
  DeliverShipment: {
    description: 'The buyer has the units of a shipment',
    data: z.object({ fulfilmentId, shipmentId, deliveredAt: instant('When') }),
  },
  RefuseDelivery: {
    description: 'The buyer did not take the units of a shipment',
    data: z.object({ fulfilmentId, shipmentId, refusedAt: instant('When'), reason }),
  },
  RequestIntercept: {
    description: 'Have a parcel turned round that is not delivered; its coming back is told as a refused delivery',
    data: z.object({ fulfilmentId, shipmentId, afterSalesId: id('After-sales case it is for'), requestedAt: instant('When') }),
  },
  FailIntercept: {
    description: 'The carrier could not turn the parcel round',
    data: z.object({ fulfilmentId, shipmentId, failedAt: instant('When'), reason }),
  },
  CancelFulfilment: {
    description: 'Call the work off, only before anything left; a system that was given it is asked first',
    data: z.object({ fulfilmentId, reason }),
  },
})

export type FulfilmentCommand = CommandsOf<typeof fulfilmentCommands>
