import { z } from 'zod'
import { canonicalAfterSale } from '../channel/canonical.ts'
import { askedRefund, refundComponents } from '../order/events.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, id, instant, lineId, location, nonNegativeFen, orderId, quantity, shop, sku } from '../shared/fields.ts'

const which = {
  afterSalesId: id('After-sales case: channel, shop and refund id as in the name of its stream'),
  orderId,
  channel,
  shop,
  refundId: id("The channel's refund id"),
}
const serialNumbers = z.array(z.string()).describe('Serial numbers of the units')
const version = instant("The channel's version this came with; null when it came from elsewhere").nullable()

export const afterSalesEvents = defineEvents({
  RefundRequested: {
    description: 'A buyer asks for money back, goods exchanged, or both; the order may not have come yet',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      kind: canonicalAfterSale.shape.kind,
      requestedAt: instant('When'),
      ...askedRefund.shape,
      reason: z.string().nullable().describe('Why, as the source words it'),
    }),
  },
  RefundAgreed: {
    description: 'Channel or merchant said yes: the money is to be committed by the order, goods may be expected back',
    data: z.object({ ...which, channelModifiedAt: version, kind: canonicalAfterSale.shape.kind, ...askedRefund.shape }),
  },
  RefundApproved: {
    description: 'The order committed the money',
    data: z.object({ ...which, channelModifiedAt: version, ...refundComponents.shape }),
  },
  RefundRefused: {
    description: 'There will be no refund, unless the channel agrees later; what was committed is to be released',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      code: z.string().describe('Error code, CHANNEL or MERCHANT'),
      reason: z.string().describe('Why; no personal data'),
    }),
  },
  RefundPaid: {
    description: 'The money went back',
    data: z.object({ ...which, channelModifiedAt: version, refundFen: nonNegativeFen('Paid back to the buyer'), paidAt: instant('When') }),
  },
  AfterSalesAmended: {
    description: 'Something else is asked for now, or in another way; what was committed is to be committed anew',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      kind: canonicalAfterSale.shape.kind,
      ...askedRefund.shape,
      agreed: z.boolean().describe('Whether it is agreed to'),
    }),
  },
  AfterSalesClosed: {
    description: 'The buyer withdrew or the channel closed it; what was committed is to be released',
    data: z.object({ ...which, channelModifiedAt: version, closedAt: instant('When') }),
  },
  ReturnExpected: {
    description: 'Units are to come back',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      lines: z.array(z.object({ lineId, quantity: quantity() })).describe('Units that are to come back'),
      waybill: z.string().nullable().describe('Waybill number of the way back'),
      returnedTo: location.nullable().describe('Location of ours that has them already, as a till says'),
      condition: canonicalAfterSale.shape.condition,
      serialNumbers: serialNumbers.describe('Serial numbers of the units, as far as the source says'),
    }),
  },
  ReturnReceived: {
    description: 'Units came back to a location',
    data: z.object({
      ...which,
      receiptId: id('Receipt: its natural key'),
      location,
      units: z.array(z.object({ lineId, sku, quantity: quantity(), serialNumbers })).describe('What came back'),
      receivedAt: instant('When'),
    }),
  },
  ReturnInspected: {
    description: 'Returned units were looked at: sellable again, or damaged',
    data: z.object({
      ...which,
      receiptId: id('Receipt'),
      location,
      units: z
        .array(
          z.object({
            lineId,
            sku,
            quantity: quantity(),
            condition: z.enum(['sellable', 'damaged']).describe('As inspected'),
            serialNumbers,
          }),
        )
        .describe('What was looked at'),
      inspectedAt: instant('When'),
    }),
  },
  AfterSalesVersionRecorded: {
    description: 'The channel sent a newer version that changes nothing we keep',
    data: z.object({
      ...which,
      channelModifiedAt: instant("The channel's version"),
      rawStatus: z.string().describe("The channel's own word for the status"),
    }),
  },
})

export type AfterSalesEvent = EventsOf<typeof afterSalesEvents>
export type EventOfAfterSales<Type extends AfterSalesEvent['type']> = Extract<AfterSalesEvent, { readonly type: Type }>
