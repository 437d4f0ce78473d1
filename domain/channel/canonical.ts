import { z } from 'zod'
import { bearer, channel, condition, count, fen, id, instant, nonNegativeFen, quantity } from '../shared/fields.ts'

/**
 * The one form every channel's messages take. A connector writes it, nothing of it is sealed yet, and it never reaches the log as it is.
 * What a channel does not say is null (or empty), never guessed.
 */

export const discount = z.object({
  bearer,
  instrument: z
    .enum([
      'coupon',
      'fullReduction',
      'itemDiscount',
      'redPacket',
      'points',
      'memberPrice',
      'liveCoupon',
      'tradeIn',
      'subsidy',
      'freightCoupon',
      'priceChange',
      'paymentPromotion',
      'rounding',
      'other',
    ])
    .describe('What kind of discount it is, whoever pays it'),
  amountFen: nonNegativeFen('Discount'),
  source: z.enum(['channel', 'profile']).describe('Whether the payload shows the bearer, or the profile of the channel assumes it'),
  reference: z.string().nullable().describe("The channel's id or name of the promotion"),
})
export type Discount = z.infer<typeof discount>

export const region = z.object({
  province: z.string().nullable().describe('As the channel names it'),
  city: z.string().nullable().describe('As the channel names it'),
  district: z.string().nullable().describe('As the channel names it'),
  town: z.string().nullable().describe('As the channel names it'),
  path: z.array(z.string()).describe('Division codes found for these names, from the province down'),
})

export const party = z.object({
  buyerId: z.string().nullable().describe("The channel's own stable id of the buyer: open uid, pin, open id, member number"),
  name: z.string().nullable().describe('Name of the recipient'),
  phone: z.string().nullable().describe('Phone of the recipient'),
  address: z.string().nullable().describe('Below the district'),
  identityNumber: z.string().nullable().describe('Identity number, for invoices and subsidies'),
  token: z.string().nullable().describe('Key by which the channel decrypts the recipient (oaid and alike)'),
  region: region.describe('Where the recipient lives, down to the town'),
})
export type CanonicalParty = z.infer<typeof party>

export const canonicalLine = z.object({
  lineId: id("The channel's sub-order id, or the place of the line in the order"),
  channelSku: z.string().nullable().describe("The channel's SKU id, or its product id when it has no SKUs"),
  outerSku: z.string().nullable().describe('The code the merchant gave it on the channel'),
  title: z.string().describe('Title the channel showed the buyer'),
  kind: z.enum(['goods', 'gift', 'service']).describe('Goods that are sold, goods that come with others, or work'),
  giftOf: z.string().nullable().describe('Line it is a gift of'),
  bundle: z.string().nullable().describe("The channel's bundle it is part of"),
  quantity: quantity(),
  unitListPriceFen: nonNegativeFen('List price of one unit'),
  discounts: z.array(discount).describe('Of this line alone'),
  apportionedFen: nonNegativeFen("Part of the order's discounts the channel itself put on this line").nullable(),
  buyerPaysFen: nonNegativeFen('What the channel says the buyer pays for this line, without freight').nullable(),
  status: z.enum(['open', 'shipped', 'finished', 'closed']).describe('Hint; facts decide'),
  refundStatus: z.string().nullable().describe("The channel's word"),
  refundId: z.string().nullable().describe("The channel's refund id of the line"),
  delivery: z.enum(['ship', 'storePickup', 'carryOut', 'install']).describe('How its units reach the buyer'),
  appointedLocation: z.string().nullable().describe("The channel's code of the warehouse or store it chose"),
  serialNumbers: z.array(z.string()).describe('Known already at the till'),
  creator: z
    .object({
      creatorId: z.string().describe("The channel's id of the creator"),
      name: z.string().nullable().describe('Name the creator goes by on the channel'),
      roomId: z.string().nullable().describe("The channel's id of the live room it was sold in"),
      videoId: z.string().nullable().describe("The channel's id of the video it was sold by"),
    })
    .nullable()
    .describe('Creator who sold it; null when nobody did'),
  subsidy: z
    .object({
      amountFen: nonNegativeFen('Subsidy on this line').nullable(),
      mode: z.enum(['payment', 'order']).nullable().describe('Deducted when paying, or from the price when ordering'),
      regionCode: z.string().nullable().describe('Region whose subsidy it is, as the channel codes it'),
      category: z.string().nullable().describe("The channel's category or code of the scheme"),
      merchantFunded: z.boolean().describe('Looks alike, is the merchant’s own money: never claimed'),
      serialNumbersRequired: count('How many to collect'),
      imeisRequired: count('How many to collect'),
      verifyNumbers: z.boolean().describe('Whether the channel checks the numbers collected'),
    })
    .nullable()
    .describe('Government subsidy of this line; null when there is none'),
})
export type CanonicalLine = z.infer<typeof canonicalLine>

export const payment = z.object({
  paymentId: id("The payer's or channel's number of the payment; made from the order when there is none"),
  stage: z.enum(['full', 'deposit', 'balance', 'part']).describe('Which of the payments of the order it is'),
  amountFen: nonNegativeFen('Captured'),
  method: z.string().nullable().describe('How the buyer paid, as the source names it'),
  paidAt: instant('When'),
})

export const canonicalOrder = z.object({
  channel,
  shop: id('Shop: seller, vender or store id of the channel'),
  channelOrderId: id("The channel's order id"),
  parentOrderId: z.string().nullable().describe('Checkout it was split from'),
  modifiedAt: instant("The channel's version: when it last changed the order"),
  placedAt: instant('When the buyer ordered'),
  payBy: instant('When the channel closes it if unpaid').nullable(),
  paidAt: instant('When').nullable(),
  finishedAt: instant('When').nullable(),
  closedAt: instant('When').nullable(),
  status: z
    .enum([
      'unpaid',
      'depositPaid',
      'held',
      'toShip',
      'partShipped',
      'shipped',
      'signed',
      'finished',
      'closedAfterPay',
      'closedUnpaid',
      'closed',
    ])
    .describe('Hint (oms §3.8); `closed` when the channel does not tell paid from unpaid'),
  rawStatus: z.string().describe("The channel's own word for the status"),
  type: z.enum(['normal', 'presale', 'groupBuy', 'trial', 'resend', 'exchange', 'wholesale', 'other']).describe('What kind of order it is'),
  cashOnDelivery: z.boolean().describe('Whether the buyer pays at the door'),
  buyer: party.describe('Buyer and recipient'),
  lines: z.array(canonicalLine).min(1).max(200).describe('What was bought, freight excluded'),
  orderDiscounts: z.array(discount).describe('Over all lines, still to be apportioned, freight excluded'),
  freight: z
    .object({ amountFen: nonNegativeFen('Freight before discounts'), discounts: z.array(discount).describe('Of the freight alone') })
    .describe('Freight, which becomes a line of its own'),
  otherChargesFen: nonNegativeFen('Services and taxes the buyer pays that are no goods and no freight'),
  buyerPaysFen: nonNegativeFen('What the buyer has to pay in all'),
  payments: z.array(payment).describe('Captured so far'),
  presale: z
    .object({
      stage: z.enum(['depositUnpaid', 'depositPaid', 'balancePaid']).describe('What was paid so far, as the channel says'),
      depositFen: nonNegativeFen('Deposit').nullable(),
      balanceFen: nonNegativeFen('Balance').nullable(),
      balanceDueAt: instant('When the balance must be paid').nullable(),
    })
    .nullable()
    .describe('Deposit and balance; null when it is no presale'),
  tradeIn: z
    .object({
      tradeInId: z.string().nullable().describe("The channel's id of the trade-in"),
      quotedFen: fen('Quoted for the old unit').nullable(),
      status: z.string().nullable().describe("The channel's word for how far it is"),
      pickupFrom: instant('Earliest time to fetch the old unit').nullable(),
      pickupTo: instant('Latest time to fetch the old unit').nullable(),
    })
    .nullable()
    .describe('Old unit handed in; null when there is none'),
  subsidy: z
    .object({
      amountFen: nonNegativeFen('Subsidy of the order').nullable(),
      mode: z.enum(['payment', 'order']).nullable().describe('Deducted when paying, or from the price when ordering'),
      regionCode: z.string().nullable().describe('Region whose subsidy it is, as the channel codes it'),
      severalRegions: z.boolean().describe('One listing sells in several regions'),
      severalEntities: z.boolean().describe('One shop invoices by several companies'),
      supplierModel: z.enum(['platform', 'self']).nullable().describe('Whether the platform sells as supplier, or the merchant does'),
      merchantFunded: z.boolean().describe('Looks alike, is the merchant’s own money: never claimed'),
    })
    .nullable()
    .describe('Government subsidy of the order; null when there is none'),
  holds: z
    .array(
      z.object({
        reason: z
          .enum(['channelHold', 'riskReview', 'groupBuying', 'presale', 'locked', 'gift', 'addressHidden'])
          .describe('Why the order may not leave'),
        detail: z.string().describe("The channel's field and value behind it; no personal data"),
      }),
    )
    .describe('Reasons of the channel why the order may not leave, all there are now'),
  remarks: z
    .object({
      buyer: z.string().nullable().describe('What the buyer wrote'),
      seller: z.string().nullable().describe('What the seller wrote'),
      flag: z.string().nullable().describe('Colour or number the seller marked it with'),
    })
    .describe('What buyer and seller wrote on the order'),
  promised: z
    .object({
      shipBy: instant('Latest departure').nullable(),
      deliverFrom: instant('Earliest arrival').nullable(),
      deliverBy: instant('Latest arrival').nullable(),
      slot: z.string().nullable().describe("The window in the channel's words"),
    })
    .nullable()
    .describe('Times the channel promised the buyer; null when there are none'),
  store: z
    .object({
      storeCode: z.string().describe("The channel's or till's code of the store"),
      name: z.string().nullable().describe('Name of the store'),
      role: z
        .enum(['pickup', 'ships', 'sold', 'guide'])
        .describe('Buyer fetches it there, it ships from there, it was sold there, or a guide of that store brought the buyer'),
    })
    .nullable()
    .describe('Store with a part in the order; null when there is none'),
  services: z
    .array(
      z.object({
        serviceId: z.string().describe("The channel's id of the service"),
        kind: z.enum(['install', 'toHome', 'toHomeAndInstall', 'extendedWarranty', 'oldUnitPickup', 'other']).describe('What is done'),
        lineId: z.string().nullable().describe('Line it belongs to; null when the channel does not say'),
        title: z.string().nullable().describe('Title the channel showed the buyer'),
        amountFen: nonNegativeFen('Price'),
      }),
    )
    .describe('Services bought with the goods'),
  shipments: z
    .array(
      z.object({
        shipmentId: id('Waybill, or made from the order'),
        carrier: z.string().nullable().describe('Carrier as the channel names it'),
        waybill: z.string().nullable().describe('Waybill number'),
        shippedAt: instant('When it left'),
        lines: z
          .array(
            z.object({
              lineId: z.string().describe('Order line'),
              quantity: quantity(),
              serialNumbers: z.array(z.string()).describe('Serial numbers of the units, as far as the channel says'),
            }),
          )
          .describe('Units that left'),
      }),
    )
    .describe('What has left, as the channel says'),
  deliveredAt: instant('When the buyer signed').nullable(),
  invoice: z
    .object({
      wanted: z.boolean().describe('Whether the buyer wants an invoice'),
      kind: z.string().nullable().describe("The channel's word for the kind of invoice"),
    })
    .nullable()
    .describe('Invoice the buyer asked for; null when the channel says nothing'),
  isGiftOrder: z.boolean().describe('Given to somebody else who fills in the address'),
  campaign: z.string().nullable().describe('Campaign the sale belongs to, as the channel names it'),
})
export type CanonicalOrder = z.infer<typeof canonicalOrder>

export const canonicalAfterSale = z.object({
  channel,
  shop: id('Shop'),
  channelOrderId: id('Order it belongs to; may not have come yet'),
  refundId: id("The channel's refund or after-sales id"),
  kind: z
    .enum([
      'cancelBeforeShip',
      'refundOnly',
      'returnAndRefund',
      'exchange',
      'resend',
      'priceProtection',
      'compensation',
      'repair',
      'rejectedDelivery',
      'intercept',
    ])
    .describe('What the buyer asks for'),
  status: z.enum(['requested', 'approved', 'goodsOnTheWay', 'goodsBack', 'refused', 'paid', 'closed']).describe('As the channel sees it'),
  rawStatus: z.string().describe("The channel's own word for the status"),
  modifiedAt: instant("The channel's version"),
  requestedAt: instant('When the buyer asked'),
  paidAt: instant('When the money went back').nullable(),
  lines: z
    .array(z.object({ lineId: z.string().describe('Order line'), quantity: quantity() }))
    .describe('Units it is about; empty when the channel says only the order'),
  refundFen: nonNegativeFen('To the buyer, freight included'),
  freightFen: nonNegativeFen('Of it freight'),
  reason: z.string().nullable().describe('Why, as the channel words it'),
  returnWaybill: z.string().nullable().describe('Waybill number of the way back'),
  returnedTo: z.string().nullable().describe('Code of the store or warehouse that took the goods back at once, as a till does'),
  condition: condition.nullable().describe('As inspected, when the source knows'),
  serialNumbers: z.array(z.string()).describe('Serial numbers of the units that came back, as far as the source says'),
})
export type CanonicalAfterSale = z.infer<typeof canonicalAfterSale>

export type CanonicalMessage =
  | { readonly kind: 'order'; readonly order: CanonicalOrder }
  | { readonly kind: 'afterSale'; readonly afterSale: CanonicalAfterSale }
