import { z } from 'zod'
import { bearer, channel, count, fen, id, instant, nonNegativeFen, quantity } from '../shared/fields.ts'

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
  province: z.string().nullable(),
  city: z.string().nullable(),
  district: z.string().nullable(),
  town: z.string().nullable(),
  path: z.array(z.string()).describe('Division codes found for these names, from the province down'),
})

export const party = z.object({
  buyerId: z.string().nullable().describe("The channel's own stable id of the buyer: open uid, pin, open id, member number"),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable().describe('Below the district'),
  identityNumber: z.string().nullable(),
  token: z.string().nullable().describe('Key by which the channel decrypts the recipient (oaid and alike)'),
  region,
})
export type CanonicalParty = z.infer<typeof party>

export const canonicalLine = z.object({
  lineId: id("The channel's sub-order id, or the place of the line in the order"),
  channelSku: z.string().nullable().describe("The channel's SKU id, or its product id when it has no SKUs"),
  outerSku: z.string().nullable().describe('The code the merchant gave it on the channel'),
  title: z.string(),
  kind: z.enum(['goods', 'gift', 'service']),
  giftOf: z.string().nullable().describe('Line it is a gift of'),
  bundle: z.string().nullable().describe("The channel's bundle it is part of"),
  quantity: quantity(),
  unitListPriceFen: nonNegativeFen('List price of one unit'),
  discounts: z.array(discount).describe('Of this line alone'),
  apportionedFen: nonNegativeFen("Part of the order's discounts the channel itself put on this line").nullable(),
  buyerPaysFen: nonNegativeFen('What the channel says the buyer pays for this line, without freight').nullable(),
  status: z.enum(['open', 'shipped', 'finished', 'closed']).describe('Hint; facts decide'),
  refundStatus: z.string().nullable().describe("The channel's word"),
  refundId: z.string().nullable(),
  delivery: z.enum(['ship', 'storePickup', 'carryOut', 'install']),
  appointedLocation: z.string().nullable().describe("The channel's code of the warehouse or store it chose"),
  serialNumbers: z.array(z.string()).describe('Known already at the till'),
  creator: z
    .object({ creatorId: z.string(), name: z.string().nullable(), roomId: z.string().nullable(), videoId: z.string().nullable() })
    .nullable(),
  subsidy: z
    .object({
      amountFen: nonNegativeFen('Subsidy on this line').nullable(),
      mode: z.enum(['payment', 'order']).nullable().describe('Deducted when paying, or from the price when ordering'),
      regionCode: z.string().nullable(),
      category: z.string().nullable().describe("The channel's category or code of the scheme"),
      merchantFunded: z.boolean().describe('Looks alike, is the merchant’s own money: never claimed'),
      serialNumbersRequired: count('How many to collect'),
      imeisRequired: count('How many to collect'),
      verifyNumbers: z.boolean(),
    })
    .nullable(),
})
export type CanonicalLine = z.infer<typeof canonicalLine>

export const payment = z.object({
  paymentId: id("The payer's or channel's number of the payment; made from the order when there is none"),
  stage: z.enum(['full', 'deposit', 'balance', 'part']),
  amountFen: nonNegativeFen('Captured'),
  method: z.string().nullable(),
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
  rawStatus: z.string(),
  type: z.enum(['normal', 'presale', 'groupBuy', 'trial', 'resend', 'exchange', 'wholesale', 'other']),
  cashOnDelivery: z.boolean(),
  buyer: party,
  lines: z.array(canonicalLine).min(1).max(200),
  orderDiscounts: z.array(discount).describe('Over all lines, still to be apportioned, freight excluded'),
  freight: z.object({ amountFen: nonNegativeFen('Freight before discounts'), discounts: z.array(discount) }),
  otherChargesFen: nonNegativeFen('Services and taxes the buyer pays that are no goods and no freight'),
  buyerPaysFen: nonNegativeFen('What the buyer has to pay in all'),
  payments: z.array(payment).describe('Captured so far'),
  presale: z
    .object({
      stage: z.enum(['depositUnpaid', 'depositPaid', 'balancePaid']),
      depositFen: nonNegativeFen('Deposit').nullable(),
      balanceFen: nonNegativeFen('Balance').nullable(),
      balanceDueAt: instant('When the balance must be paid').nullable(),
    })
    .nullable(),
  tradeIn: z
    .object({
      tradeInId: z.string().nullable(),
      quotedFen: fen('Quoted for the old unit').nullable(),
      status: z.string().nullable(),
      pickupFrom: instant('From').nullable(),
      pickupTo: instant('To').nullable(),
    })
    .nullable(),
  subsidy: z
    .object({
      amountFen: nonNegativeFen('Subsidy of the order').nullable(),
      mode: z.enum(['payment', 'order']).nullable(),
      regionCode: z.string().nullable(),
      severalRegions: z.boolean().describe('One listing sells in several regions'),
      severalEntities: z.boolean().describe('One shop invoices by several companies'),
      supplierModel: z.enum(['platform', 'self']).nullable(),
      merchantFunded: z.boolean(),
    })
    .nullable(),
  holds: z.array(
    z.object({
      reason: z.enum(['channelHold', 'riskReview', 'groupBuying', 'presale', 'locked', 'gift', 'addressHidden']),
      detail: z.string(),
    }),
  ),
  remarks: z.object({ buyer: z.string().nullable(), seller: z.string().nullable(), flag: z.string().nullable() }),
  promised: z
    .object({
      shipBy: instant('Latest departure').nullable(),
      deliverFrom: instant('Earliest arrival').nullable(),
      deliverBy: instant('Latest arrival').nullable(),
      slot: z.string().nullable(),
    })
    .nullable(),
  store: z.object({ storeCode: z.string(), name: z.string().nullable(), role: z.enum(['pickup', 'ships', 'sold', 'guide']) }).nullable(),
  services: z.array(
    z.object({
      serviceId: z.string(),
      kind: z.enum(['install', 'toHome', 'toHomeAndInstall', 'extendedWarranty', 'oldUnitPickup', 'other']),
      lineId: z.string().nullable(),
      title: z.string().nullable(),
      amountFen: nonNegativeFen('Price'),
    }),
  ),
  shipments: z.array(
    z.object({
      shipmentId: id('Waybill, or made from the order'),
      carrier: z.string().nullable(),
      waybill: z.string().nullable(),
      shippedAt: instant('When'),
      lines: z.array(z.object({ lineId: z.string(), quantity: quantity(), serialNumbers: z.array(z.string()) })),
    }),
  ),
  deliveredAt: instant('When the buyer signed').nullable(),
  invoice: z.object({ wanted: z.boolean(), kind: z.string().nullable() }).nullable(),
  isGiftOrder: z.boolean().describe('Given to somebody else who fills in the address'),
  campaign: z.string().nullable(),
})
export type CanonicalOrder = z.infer<typeof canonicalOrder>

export const canonicalAfterSale = z.object({
  channel,
  shop: id('Shop'),
  channelOrderId: id('Order it belongs to; may not have come yet'),
  refundId: id("The channel's refund or after-sales id"),
  kind: z.enum(['cancelBeforeShip', 'refundOnly', 'returnAndRefund', 'exchange', 'resend', 'priceProtection', 'compensation', 'repair']),
  status: z.enum(['requested', 'approved', 'goodsOnTheWay', 'goodsBack', 'refused', 'paid', 'closed']).describe('As the channel sees it'),
  rawStatus: z.string(),
  modifiedAt: instant("The channel's version"),
  requestedAt: instant('When the buyer asked'),
  paidAt: instant('When the money went back').nullable(),
  lines: z.array(z.object({ lineId: z.string(), quantity: quantity() })).describe('Empty when the channel says only the order'),
  refundFen: nonNegativeFen('To the buyer, freight included'),
  freightFen: nonNegativeFen('Of it freight'),
  reason: z.string().nullable(),
  returnWaybill: z.string().nullable(),
  /** Store or warehouse that took the goods back at once, as a till does. */
  returnedTo: z.string().nullable(),
  condition: z.enum(['sellable', 'damaged']).nullable().describe('As inspected, when the source knows'),
  serialNumbers: z.array(z.string()),
})
export type CanonicalAfterSale = z.infer<typeof canonicalAfterSale>

export type CanonicalMessage =
  | { readonly kind: 'order'; readonly order: CanonicalOrder }
  | { readonly kind: 'afterSale'; readonly afterSale: CanonicalAfterSale }
