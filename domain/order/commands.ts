import { z } from 'zod'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { id, instant, lineId, nonNegativeFen, orderId, quantity, regionPath } from '../shared/fields.ts'
import { channelOrder } from './channel-order.ts'
import { askedRefund, auditResult, holdReason, orderEvents, sourcingDecision } from './events.ts'

const reason = z.string().max(500).describe('Why; no personal data')
const { plan } = orderEvents.OrderSourced.data.shape
const { missing } = orderEvents.OrderBackordered.data.shape
const { carrier, waybill, lines: shippedLines } = orderEvents.ShipmentReported.data.shape

export const orderCommands = defineCommands({
  RecordChannelOrder: {
    description:
      'A version of an order as its channel sent it. The answer notes what it was: placed, updated, duplicate (nothing new) or stale (older than what is known)',
    data: channelOrder,
  },
  CapturePayment: {
    description:
      'Money of the buyer was captured. After a cancellation for non-payment it brings the order back; after any other it is to be given back',
    data: z.object({
      orderId,
      paymentId: id('Payment: its natural key within the order'),
      stage: z.enum(['full', 'deposit', 'balance', 'part']).describe('Which of the payments of the order it is'),
      amountFen: nonNegativeFen('Captured'),
      method: z.string().max(100).nullable().describe('How the buyer paid, as the source names it'),
      paidAt: instant('When'),
    }),
  },
  ExpireUnpaidOrder: {
    description: 'The deadline of an unpaid order has come; cancels it if it still applies',
    data: z.object({ orderId, dueAt: instant('The instant that has come') }),
  },
  HoldOrder: {
    description: 'The order may not leave for this reason; holding twice for one reason is a repeat',
    data: z.object({
      orderId,
      reason: holdReason.exclude(['audit']).describe('Why the order may not leave'),
      detail: z.string().max(500).describe('No personal data'),
    }),
  },
  ReleaseOrder: { description: 'One reason to hold is gone', data: z.object({ orderId, reason: holdReason }) },
  CancelOrder: {
    description: 'Nothing of the order is to be delivered; refused once units have left. Gives no money back by itself',
    data: z.object({
      orderId,
      reason: z.enum(['buyer', 'channel', 'merchant', 'noStock']).describe('Why'),
      cancelledBy: z.enum(['channel', 'operator', 'process']).describe('Who or what cancels it'),
    }),
  },
  CancelLine: {
    description: 'Units of a line are not to be delivered; only units that have not left. The last one wanted cancels the order',
    data: z.object({ orderId, lineId, quantity: quantity('Units to cancel'), reason }),
  },
  RecordAudit: {
    description: 'What rules made of the order as it was; refused when it has changed since. A hold that no rule wants any more ends',
    data: auditResult.extend({ orderId }),
  },
  ExpireAuditHold: {
    description: 'The deadline of a hold the audit put has come; ends it if it still applies',
    data: z.object({ orderId, dueAt: instant('The instant that has come') }),
  },
  RecordSourcingDecision: {
    description: 'What rules made of the order and its locations as they were; refused when the order has changed since',
    data: sourcingDecision.extend({ orderId, shipTo: regionPath.describe('Where it went when it was decided') }),
  },
  RecordSourcing: {
    description: 'Every unit has a location that promised it. Another plan replaces the one before',
    data: z.object({ orderId, plan: plan.min(1).max(2_000) }),
  },
  RecordBackorder: {
    description: 'Not every unit is in stock; the order waits',
    data: z.object({ orderId, missing: missing.min(1).max(1_000), dueAt: instant('When waiting ends') }),
  },
  RecordShipment: {
    description: 'Units have left a location of ours',
    data: z.object({
      orderId,
      shipmentId: id('Shipment: its natural key within the order, the same the channel reports'),
      carrier,
      waybill,
      shippedAt: instant('When'),
      lines: shippedLines.min(1).max(1_000),
    }),
  },
  RecordDelivery: { description: 'The buyer has the units', data: z.object({ orderId, deliveredAt: instant('When') }) },
  ExpectInstallation: {
    description: 'Units of a line are to be installed: the order is not completed before',
    data: orderEvents.InstallationExpected.data.pick({ orderId: true, lineId: true, installationId: true, quantity: true }),
  },
  EndInstallation: {
    description: 'They are installed, or will not be',
    data: orderEvents.InstallationEnded.data.pick({ orderId: true, installationId: true, outcome: true, endedAt: true }),
  },
  CompleteOrder: {
    description:
      'The buyer confirmed, or the time to object is over; refused while a crew is awaited, and of an unpaid order of which nothing has left',
    data: z.object({ orderId, completedAt: instant('When') }),
  },
  CommitRefund: {
    description:
      'Promise money of this order to one after-sales case: never more than was captured, per unit and in all. The same id with the same content is a repeat',
    data: z.object({ orderId, afterSalesId: id('After-sales case: its natural key within the order'), ...askedRefund.shape, reason }),
  },
  ReleaseRefund: {
    description: 'A committed refund will not be paid; its amounts may be refunded again, under the same id too',
    data: z.object({ orderId, afterSalesId: id('After-sales case') }),
  },
})

export type OrderCommand = CommandsOf<typeof orderCommands>
