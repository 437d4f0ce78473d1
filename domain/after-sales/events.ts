import { z } from 'zod'
import { canonicalAfterSale } from '../channel/canonical.ts'
import { askedRefund, refundComponents } from '../order/events.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import {
  bearer,
  channel,
  condition,
  id,
  instant,
  lineId,
  location,
  nonNegativeFen,
  orderId,
  quantity,
  shop,
  sku,
} from '../shared/fields.ts'

const which = {
  afterSalesId: id('After-sales case: channel, shop and refund id as in the name of its stream'),
  orderId,
  channel,
  shop,
  refundId: id("The channel's refund id"),
}
const serialNumbers = z.array(z.string()).describe('Serial numbers of the units')
const version = instant("The channel's version this came with; null when it came from elsewhere").nullable()

const policy = z
  .object({ name: z.string().describe('Policy that decided'), version: z.int().nonnegative().describe('Its version; 0 is built in') })
  .describe('Rules it was decided by')
const units = z.array(z.object({ lineId, quantity: quantity() }))
export const pricedUnits = z.object({
  lineId,
  quantity: quantity('Units that are exchanged'),
  carriedFen: nonNegativeFen('What the buyer paid for them and has not got back'),
})
/** What an overdue return leads to, and what follows when the goods come all the same; fixed when the deadline is set. */
export const overdueRules = ['close', 'keep'] as const
export const lateRules = ['reopen', 'keep'] as const
export const giftClaims = ['return', 'charge'] as const

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
    description: 'Returned units were looked at and graded',
    version: 2,
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
            condition,
            defect: z.string().nullable().describe('What is wrong with them, in a word of whoever looked; no personal data'),
            serialNumbers,
          }),
        )
        .describe('What was looked at'),
      inspectedAt: instant('When'),
    }),
    upcasts: {
      1: (data) => ({ ...data, units: (data.units as readonly object[]).map((unit) => ({ ...unit, defect: null })) }),
    },
  },
  ReturnDeadlineSet: {
    description: 'Until when the units are to be back, and what is done when they are not, or come after it',
    data: z.object({
      ...which,
      dueAt: instant('Latest arrival of the first of them'),
      overdue: z.enum(overdueRules).describe('When nothing came by then: the case is closed, as far as no money went back, or goes on'),
      late: z
        .enum(lateRules)
        .describe('What comes after the case was closed for it: it is agreed to anew, or the units are put away and no more'),
      policy,
    }),
  },
  ReturnOverdue: {
    description: 'Nothing came back in time',
    data: z.object({ ...which, dueAt: instant('When it was due'), paid: z.boolean().describe('Whether the buyer has money and units') }),
  },
  ReplacementNamed: {
    description: 'Other goods are to be sent for units of an exchange, at a price the buyer was told; a later one replaces it',
    data: z.object({
      ...which,
      lines: z
        .array(z.object({ lineId, sku, unitPriceFen: nonNegativeFen('What one of them costs this buyer').min(1) }))
        .describe('Goods to be sent, by line of the first order; other lines are sent as they were'),
      sellerBearsFen: nonNegativeFen('How much more they may cost than what the units carried: the seller bears it'),
    }),
  },
  ExchangePriced: {
    description: 'What the exchange for other goods comes to: nothing, or a difference that goes back or is borne by the seller',
    data: z.object({
      ...which,
      units: z.array(pricedUnits).describe('By line'),
      carriedFen: nonNegativeFen('What the buyer paid for the units and has not got back'),
      priceFen: nonNegativeFen('What the other goods cost'),
      refundFen: nonNegativeFen('Goes back: the other goods cost less'),
      sellerBearsFen: nonNegativeFen('Borne by the seller: they cost more'),
    }),
  },
  ReplacementOrdered: {
    description: 'Units are to be sent anew, by an order of its own that costs nothing',
    data: z.object({
      ...which,
      replacementOrderId: id('Order that sends them'),
      lines: units.describe('Units it sends, by line of the first order'),
      policy,
    }),
  },
  GiftClaimed: {
    description: 'Units that earned a gift go back: the gift is to come back too, or is charged',
    data: z.object({
      ...which,
      lineId,
      sku: sku.nullable(),
      quantity: quantity('Units of the gift'),
      how: z.enum(giftClaims).describe('To come back with the rest, or to be charged to the buyer'),
      amountFen: nonNegativeFen('Charged; 0 while it is to come back'),
      policy,
    }),
  },
  GiftWaived: {
    description: 'The gift stays with the buyer after all: what earned it stays too',
    data: z.object({ ...which, lineId, quantity: quantity('Units of the gift') }),
  },
  SaleUndone: {
    description:
      'These units are sold no more. Who holds something on account of the sale lets go of it: claim of a subsidy, fee of the channel, appointment to install',
    data: z.object({
      ...which,
      lines: units.describe('Units that are sold no more'),
      refundFen: nonNegativeFen('Committed to go back to the buyer, freight included'),
      subsidyFen: nonNegativeFen('Of what the government gave for them; to be withdrawn, or paid back'),
      bearers: z
        .array(z.object({ bearer, amountFen: nonNegativeFen('Discount undone') }))
        .describe('What each payer of discounts no longer owes'),
      policy,
    }),
  },
  SaleRestored: {
    description: 'The refund fell through: what SaleUndone let go of holds again, and appointments are to be made anew',
    data: z.object({ ...which, lines: units.describe('Units that are sold after all') }),
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
