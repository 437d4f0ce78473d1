import { z } from 'zod'
import { auditOutcomes } from '../audit/outcomes.ts'
import { canonicalOrder, discount } from '../channel/canonical.ts'
import { policyName } from '../policy/events.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import {
  bearer,
  channel,
  count,
  id,
  instant,
  lineId,
  location,
  nonNegativeFen,
  orderId,
  quantity,
  regionPath,
  reservationId,
  shop,
  sku,
  skuFacts,
} from '../shared/fields.ts'
import { personal, sealedParty } from '../shared/personal.ts'
import { region } from '../shared/region.ts'

/** What every event of an order says of itself. */
const which = { orderId, channel, shop, channelOrderId: id("The channel's order id"), shipTo: regionPath.describe('Where it goes') }
const version = instant("The channel's version this came with; null when it came from elsewhere").nullable()

const orderAmounts = {
  listFen: nonNegativeFen('List price of all lines, freight included'),
  buyerFen: nonNegativeFen('Buyer pays for all lines, freight included; other charges come on top'),
  receivableFen: nonNegativeFen('Merchant receivable of all lines'),
  otherChargesFen: nonNegativeFen('Charges that are no goods and no freight'),
}

const recipientFingerprint = id('Keyed hash of recipient, phone and full address, to tell whether a later version changes them')

/** Reasons a channel puts and takes away; it alone knows when they are gone. */
export const channelHoldReasons = canonicalOrder.shape.holds.element.shape.reason.options

export const holdReasons = [...channelHoldReasons, 'operator', 'audit', 'paidAfterCancellation', 'amountsDiffer'] as const
export const holdReason = z.enum(holdReasons).describe('Why the order may not leave')
export type HoldReason = z.infer<typeof holdReason>

export const sealedRemarks = z.object({
  buyer: personal('What the buyer wrote').nullable(),
  seller: personal('What the seller wrote').nullable(),
  flag: z.string().nullable().describe('Colour or number the seller marked it with'),
})

const flags = (of: string) =>
  z.array(z.string()).optional().describe(`Flags of the words of the audit's policy that stood in ${of}; left out where it named none`)
export const addressFlags = flags('the address')
export const remarkFlags = flags('the remarks')

/** One discount as cut for one line, and for each of its units; unit shares sum to the amount. */
export const lineDiscount = discount.extend({ unitFen: z.array(z.int().nonnegative()).describe('Share of each unit, in fen') })

export const orderLine = z.object({
  lineId,
  kind: z.enum(['goods', 'gift', 'service', 'freight']).describe('Goods that are sold, goods that come with others, work, or freight'),
  giftOf: z.string().nullable().describe('Line it is a gift of'),
  channelSku: z.string().nullable().describe("The channel's SKU id, or its product id when it has no SKUs"),
  sku: sku.nullable().describe('Our sales SKU; null for freight and services we do not list'),
  ...skuFacts,
  title: z.string().describe('Title the channel showed the buyer'),
  quantity: quantity(),
  unitListPriceFen: nonNegativeFen('List price of one unit'),
  discounts: z.array(lineDiscount).describe("Its own discounts, and its shares of the order's"),
  unitBuyerFen: z.array(z.int().nonnegative()).describe('What the buyer pays for each unit, in fen'),
  listFen: nonNegativeFen('List price of all units'),
  buyerFen: nonNegativeFen('Buyer pays'),
  receivableFen: nonNegativeFen("Merchant receivable: list less the merchant's own discount, = what all other payers pay"),
  stock: z
    .array(
      z.object({
        sku,
        ...skuFacts,
        quantityPerUnit: quantity('Stock units in one sales unit'),
        serialNumberRequired: z.boolean().describe('Whether each unit leaves with its serial number'),
        maker: z.string().nullable().describe('Whose numbering serial numbers follow'),
      }),
    )
    .describe('Stock SKUs it takes; a bundle has several, freight and services none'),
  delivery: z.enum(['ship', 'storePickup', 'carryOut', 'install']).describe('How its units reach the buyer'),
  appointedLocation: z.string().nullable().describe('Location of ours the channel or the till appointed'),
  serialNumbers: z.array(z.string()).describe('Known already at the till'),
  creator: canonicalOrder.shape.lines.element.shape.creator,
  subsidy: canonicalOrder.shape.lines.element.shape.subsidy,
})
export type OrderLine = z.infer<typeof orderLine>
export type LineDiscount = z.infer<typeof lineDiscount>

export const refundComponents = z.object({
  buyerFen: nonNegativeFen('Back to the buyer for goods and services'),
  freightFen: nonNegativeFen('Back to the buyer for freight'),
  otherFen: nonNegativeFen('Back to the buyer of other charges, or of what was captured beyond what was due'),
  bearers: z
    .array(z.object({ bearer, amountFen: nonNegativeFen('Discount undone') }))
    .describe('What the payers of discounts no longer owe, by the proportions of the sale; only those above zero'),
})

const refundUnits = (freedOrBack: string) =>
  z.array(
    z.object({
      lineId,
      sku: sku.nullable(),
      ...skuFacts,
      unitIndexes: z.array(z.int().nonnegative()).describe('Which units of the line, counted from 0'),
      unitBuyerFen: z.array(z.int().nonnegative()).describe(`${freedOrBack} each of these units, in fen`),
      buyerFen: nonNegativeFen(`${freedOrBack} them`),
    }),
  )

/** What the rules of an audit made of an order. */
export const auditResult = z.object({
  policy: z.object({ name: policyName, version: z.int().nonnegative().describe('0: built in') }).describe('Which rules decided'),
  outcome: z.enum(auditOutcomes).describe('What follows from all that matched'),
  matched: z.array(z.string()).max(200).describe('Ids of the rules that matched, in the order of the document'),
  reasons: z
    .array(
      z.object({
        rule: z.string().describe('Rule that says so'),
        reason: z.string().describe('In the words of the rule'),
        dueAt: instant('When it is no reason any more; null until somebody releases it').nullable(),
      }),
    )
    .max(200)
    .describe('Of a hold every one there is, of a cancellation the first; none otherwise'),
  saw: z
    .object({
      weightGrams: count('Packed weight of all units as the catalogue had it, in grams; null when nobody asked or knew').nullable(),
      otherOpenOrders: count("The buyer's other open orders; null when nobody asked or knew").nullable(),
    })
    .describe('What it knew that is in no event of the order'),
  change: count('State of the order it looked at: how many changes had come that an audit asks about'),
})

/** What an after-sales case asks the order for. */
export const askedRefund = z.object({
  lines: z
    .array(z.object({ lineId, quantity: quantity() }))
    .max(200)
    .describe('Units it is about; empty for the whole order'),
  refundFen: nonNegativeFen('To the buyer, freight included'),
  freightFen: nonNegativeFen('Of it freight, at least: what exceeds the units is taken from freight too'),
})
export type AskedRefund = z.infer<typeof askedRefund>

export const orderEvents = defineEvents({
  OrderPlaced: {
    description: 'A buyer ordered; the amounts are cut over lines and units once and for all',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      parentOrderId: z.string().nullable().describe('Checkout it was split from'),
      placedAt: instant('When the buyer ordered'),
      payBy: instant('When it is cancelled if nothing is paid').nullable(),
      type: canonicalOrder.shape.type,
      cashOnDelivery: z.boolean().describe('Whether the buyer pays at the door'),
      buyer: sealedParty.describe('Buyer and recipient'),
      recipientFingerprint,
      region: region.describe('Where the units go'),
      lines: z.array(orderLine).min(1).describe('What was bought; freight is a line of its own'),
      ...orderAmounts,
      presale: canonicalOrder.shape.presale,
      tradeIn: canonicalOrder.shape.tradeIn,
      subsidy: canonicalOrder.shape.subsidy,
      remarks: sealedRemarks.describe('What buyer and seller wrote on the order'),
      remarksFingerprint: id('Keyed hash of all remarks, to tell whether a later version edits them'),
      promised: canonicalOrder.shape.promised,
      store: canonicalOrder.shape.store,
      services: canonicalOrder.shape.services,
      invoice: canonicalOrder.shape.invoice,
      isGiftOrder: canonicalOrder.shape.isGiftOrder,
      campaign: canonicalOrder.shape.campaign,
      recipientToken: z.string().nullable().describe('Key by which the channel decrypts the recipient'),
      addressFlags,
      remarkFlags,
    }),
  },
  OrderRepriced: {
    description: 'The channel changed amounts before anything was paid: they are cut anew and replace those of the placement',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      lines: z.array(orderLine).min(1).describe('All lines with their new amounts; freight is a line of its own'),
      ...orderAmounts,
    }),
  },
  PaymentDeadlineChanged: {
    description: 'The channel says otherwise until when it is to be paid; told while something is still due',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      payBy: instant('When it is cancelled if nothing is paid').nullable(),
      balanceDueAt: instant('When it is cancelled if only a part is paid').nullable(),
      dueFen: nonNegativeFen('To be paid in all'),
      capturedFen: nonNegativeFen('Captured until then'),
    }),
  },
  DepositPaid: {
    description: 'The deposit of a presale was captured',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      paymentId: id('Payment'),
      amountFen: nonNegativeFen('Captured'),
      method: z.string().nullable().describe('How the buyer paid, as the source names it'),
      paidAt: instant('When'),
      capturedFen: nonNegativeFen('Captured in all, this included'),
    }),
  },
  PaymentCaptured: {
    description: 'Money of the buyer was captured: all of it, the balance, or a part',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      paymentId: id('Payment'),
      stage: z.enum(['full', 'balance', 'part']).describe('Which of the payments of the order it is'),
      amountFen: nonNegativeFen('Captured'),
      method: z.string().nullable().describe('How the buyer paid, as the source names it'),
      paidAt: instant('When'),
      capturedFen: nonNegativeFen('Captured in all, this included'),
      paidInFull: z.boolean().describe('Whether nothing is due any more'),
    }),
  },
  OrderHeld: {
    description: 'The order may not leave until this reason is gone',
    data: z.object({ ...which, channelModifiedAt: version, reason: holdReason, detail: z.string().describe('No personal data') }),
  },
  OrderReleased: {
    description: 'One reason to hold is gone',
    data: z.object({ ...which, channelModifiedAt: version, reason: holdReason }),
  },
  OrderAudited: {
    description: 'Rules were applied to the order before it was given out as work, once for each change they ask about',
    data: z.object({
      ...which,
      ...auditResult.shape,
      releaseAt: instant('When its hold ends by itself; null when somebody has to release it, or it does not hold').nullable(),
    }),
  },
  OrderSourced: {
    description: 'Every unit has a location that promised it',
    data: z.object({
      ...which,
      plan: z
        .array(z.object({ lineId, sku, location, locationRegionPath: regionPath, reservationId, quantity: quantity() }))
        .describe('Which reservation at which location holds which units'),
    }),
  },
  OrderBackordered: {
    description: 'Not every unit is in stock; the order waits for stock until it is due',
    data: z.object({
      ...which,
      missing: z.array(z.object({ sku, quantity: quantity() })).describe('Units no location can promise'),
      dueAt: instant('When waiting ends'),
    }),
  },
  LineCancelled: {
    description: 'Units of one line will not be delivered',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      lineId,
      sku: sku.nullable(),
      ...skuFacts,
      quantity: quantity('Units cancelled'),
      remaining: z.int().nonnegative().describe('Units of the line still wanted'),
      buyerFen: nonNegativeFen('Buyer part of the units cancelled'),
      reason: z.string().describe('Why; no personal data'),
    }),
  },
  OrderCancelled: {
    description: 'Nothing of the order will be delivered any more',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      reason: z.enum(['unpaid', 'buyer', 'channel', 'merchant', 'noStock']).describe('Why'),
      cancelledBy: z.enum(['channel', 'deadline', 'operator', 'process']).describe('Who or what cancelled it'),
      capturedFen: nonNegativeFen('Captured until then'),
    }),
  },
  OrderReinstated: {
    description: 'A payment came after the deadline had cancelled the order: it lives on and is sourced anew',
    data: z.object({ ...which, channelModifiedAt: version, sourcingAttempt: z.int().positive().describe('Which sourcing follows') }),
  },
  AddressChanged: {
    description: 'The units go somewhere else',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      buyer: sealedParty.describe('Buyer and recipient from now on'),
      recipientFingerprint,
      region: region.describe('Where the units go from now on'),
      recipientToken: z.string().nullable().describe('Key by which the channel decrypts the recipient'),
      addressFlags,
    }),
  },
  RemarksChanged: {
    description: 'Buyer or seller edited what they wrote on the order',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      remarks: sealedRemarks.describe('What buyer and seller wrote on the order'),
      remarksFingerprint: id('Keyed hash of all remarks'),
      remarkFlags,
    }),
  },
  ShipmentReported: {
    description: 'Units have left: the channel says so, or a location of ours (then without a version of the channel)',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      shipmentId: id('Shipment'),
      carrier: z.string().nullable().describe('Carrier as the source names it'),
      waybill: z.string().nullable().describe('Waybill number'),
      shippedAt: instant('When they left'),
      lines: z
        .array(z.object({ lineId, quantity: quantity(), serialNumbers: z.array(z.string()).describe('Serial numbers of the units') }))
        .describe('Units that left'),
    }),
  },
  DeliveryReported: {
    description: 'The buyer has signed',
    data: z.object({ ...which, channelModifiedAt: version, deliveredAt: instant('When') }),
  },
  OrderCompleted: {
    description: 'The buyer confirmed, or the time to object is over',
    data: z.object({ ...which, channelModifiedAt: version, completedAt: instant('When') }),
  },
  RefundCommitted: {
    description: 'So much of what was captured is given back by this refund, and by no other',
    data: z.object({
      ...which,
      afterSalesId: id('After-sales case, or order and payment for money that came too late'),
      units: refundUnits('Back for').describe('What is given back for which units'),
      asked: askedRefund.describe('What was asked for; the same again under this id is a repeat'),
      ...refundComponents.shape,
      refundedFen: nonNegativeFen('Committed to the buyer in all, this included'),
      reason: z.string().describe('Why; no personal data'),
    }),
  },
  RefundReleased: {
    description: 'A committed refund will not be paid; its amounts may be refunded again',
    data: z.object({
      ...which,
      afterSalesId: id('After-sales case'),
      ...refundComponents.shape,
      units: refundUnits('Freed of').describe('Whose money may be refunded again'),
      refundedFen: nonNegativeFen('Committed in all after this'),
    }),
  },
  ChannelVersionRecorded: {
    description: 'The channel sent a newer version that changes nothing we keep',
    data: z.object({
      ...which,
      channelModifiedAt: instant("The channel's version"),
      rawStatus: z.string().describe("The channel's own word for the status"),
    }),
  },
})

export type OrderEvent = EventsOf<typeof orderEvents>
export type EventOfOrder<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>
