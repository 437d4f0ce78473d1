import { z } from 'zod'
import { canonicalAfterSale } from '../channel/canonical.ts'
import { askedRefund, refundComponents } from '../order/events.ts'
import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { channel, id, instant, location, nonNegativeFen, orderId, shop } from '../shared/fields.ts'
import { afterSalesEvents, pricedUnits } from './events.ts'

const afterSalesId = id('After-sales case: channel, shop and refund id as in the name of its stream')
const receiptId = id('Receipt: its natural key within the case')
const reason = z.string().max(500).describe('Why; no personal data')
const received = afterSalesEvents.ReturnReceived.data.shape.units
const { element: inspectedUnit } = afterSalesEvents.ReturnInspected.data.shape.units
const inspected = z.array(inspectedUnit.extend({ defect: inspectedUnit.shape.defect.optional() })).describe('What was looked at')
const { ReturnDeadlineSet, ReplacementNamed, ReplacementOrdered, GiftClaimed, SaleUndone } = afterSalesEvents

/** A channel's after-sales case as the ledger takes it: the canonical one with its location resolved. */
export const channelAfterSale = canonicalAfterSale.omit({ returnedTo: true }).extend({
  afterSalesId,
  orderId,
  returnedTo: location.nullable().describe('Location of ours that took the goods back at once'),
})
export type ChannelAfterSale = z.infer<typeof channelAfterSale>

export const afterSalesCommands = defineCommands({
  RecordChannelAfterSale: {
    description:
      'A version of an after-sales case as its channel sent it; its order may not have come yet. The answer notes what it was: placed, updated, duplicate or stale',
    data: channelAfterSale,
  },
  RequestRefund: {
    description: 'A buyer asks for money back or goods exchanged, not through a channel message; asking the same again is a repeat',
    data: z.object({
      afterSalesId,
      orderId,
      channel,
      shop,
      refundId: id('Number of the case: its natural key in the shop'),
      kind: canonicalAfterSale.shape.kind,
      requestedAt: instant('When'),
      ...askedRefund.shape,
      reason: reason.nullable(),
    }),
  },
  AmendRefund: {
    description: 'Something else is asked for, or in another way, before anything is paid',
    data: z.object({ afterSalesId, ...askedRefund.shape, kind: canonicalAfterSale.shape.kind.optional() }),
  },
  AgreeToRefund: { description: 'The merchant says yes', data: z.object({ afterSalesId }) },
  ApproveRefund: {
    description: 'The order committed the money: exactly what is asked for',
    data: z.object({ afterSalesId, ...refundComponents.shape }),
  },
  RefuseRefund: {
    description: 'There will be no refund: the merchant says no, or the order cannot give it',
    data: z.object({ afterSalesId, code: z.string().max(100).describe('Error code, or MERCHANT'), reason }),
  },
  RecordRefundPaid: {
    description: 'The money went back to the buyer',
    data: z.object({ afterSalesId, refundFen: nonNegativeFen('Paid back to the buyer'), paidAt: instant('When') }),
  },
  CloseAfterSales: {
    description: 'The buyer withdrew; refused once money went back',
    data: z.object({ afterSalesId, closedAt: instant('When') }),
  },
  ExpectReturn: {
    description: 'Units are to come back',
    data: z.object({
      afterSalesId,
      lines: askedRefund.shape.lines,
      waybill: z.string().max(200).nullable().describe('Waybill number of the way back'),
    }),
  },
  ReceiveReturn: {
    description: 'Units came back to a location',
    data: z.object({ afterSalesId, receiptId, location, units: received.min(1).max(1_000), receivedAt: instant('When') }),
  },
  InspectReturn: {
    description: 'All units of a receipt were looked at and graded',
    data: z.object({ afterSalesId, receiptId, location, units: inspected.min(1).max(2_000), inspectedAt: instant('When') }),
  },
  SetReturnDeadline: {
    description: 'Say until when units are to be back; once for a case',
    data: ReturnDeadlineSet.data.pick({ afterSalesId: true, dueAt: true, overdue: true, late: true, policy: true }),
  },
  ExpireReturn: {
    description: 'The deadline of a return has come; it is overdue if nothing is back',
    data: z.object({ afterSalesId, dueAt: instant('The instant that has come') }),
  },
  NameReplacement: {
    description:
      'Say that other goods are sent for units of an exchange, at which price, and how much more than the units carried the seller bears; before they are ordered or money went back',
    data: ReplacementNamed.data.pick({ afterSalesId: true, lines: true, sellerBearsFen: true }),
  },
  PriceExchange: {
    description:
      'Settle what an exchange for other goods comes to, by what the units carried; refuses the case where they cost more than anybody bears',
    data: z.object({ afterSalesId, units: z.array(pricedUnits).min(1).max(1_000).describe('What is sent, and for how much') }),
  },
  RecordReplacement: {
    description: 'Units are to be sent anew by an order of its own; once for a case, and before that order',
    data: ReplacementOrdered.data.pick({ afterSalesId: true, replacementOrderId: true, lines: true, policy: true }),
  },
  ClaimGift: {
    description: 'A gift is to come back, or is charged; one that was to come back and did not may be charged later',
    data: GiftClaimed.data.pick({ afterSalesId: true, lineId: true, sku: true, quantity: true, how: true, amountFen: true, policy: true }),
  },
  WaiveGift: {
    description: 'A gift stays with the buyer after all',
    data: z.object({ afterSalesId, lineId: GiftClaimed.data.shape.lineId }),
  },
  UndoSale: {
    description: 'Tell that units of an approved case are sold no more',
    data: SaleUndone.data.pick({ afterSalesId: true, lines: true, policy: true }),
  },
  RestoreSale: { description: 'Tell that units told to be sold no more are sold after all', data: z.object({ afterSalesId }) },
})

export type AfterSalesCommand = CommandsOf<typeof afterSalesCommands>
