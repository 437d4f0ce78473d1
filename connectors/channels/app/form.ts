import { z } from 'zod'
import { canonicalAfterSale, canonicalLine, canonicalOrder, discount, payment } from '../../../domain/channel/canonical.ts'
import { bearer, id, nonNegativeFen, quantity } from '../../../domain/shared/fields.ts'
import { isoTime } from '../../shared/schema-form.ts'

/** The form of the brand's own app: fen as integers, instants in ISO 8601, ids as text. */

const text = (description: string) => z.string().nullable().default(null).describe(description)
const time = (description: string) => isoTime(description).nullable().default(null)
const amount = (description: string) => nonNegativeFen(description).nullable().default(null)

const appDiscount = z.object({
  bearer: bearer,
  instrument: discount.shape.instrument,
  amountFen: nonNegativeFen('Discount'),
  promotionId: text('Promotion it comes from'),
})

const appLine = z.object({
  lineId: id('Line of the order'),
  skuId: id('SKU of the app'),
  merchantSku: text("The merchant's code for it"),
  title: z.string(),
  kind: canonicalLine.shape.kind.default('goods'),
  giftOf: text('Line it is a gift of'),
  bundleId: text('Bundle it is part of'),
  quantity: quantity(),
  unitPriceFen: nonNegativeFen('List price of one unit'),
  discounts: z.array(appDiscount).default([]).describe('Of this line alone'),
  apportionedFen: amount("Part of the order's discounts on this line"),
  payableFen: amount('Buyer pays for this line, without freight'),
  status: canonicalLine.shape.status.default('open'),
  refundStatus: text('State of a refund of it'),
  refundId: text('Refund of it'),
  delivery: canonicalLine.shape.delivery.default('ship'),
  location: text('Warehouse or store the app chose'),
  serialNumbers: z.array(z.string().min(1).max(100)).default([]),
  creator: canonicalLine.shape.creator.default(null),
  subsidy: canonicalLine.shape.subsidy.default(null),
})

export const appOrder = z.object({
  type: z.literal('order'),
  shop: id('Shop of the app'),
  orderId: id('Order'),
  parentOrderId: text('Checkout it was split from'),
  modifiedAt: isoTime('When the order last changed'),
  placedAt: isoTime('When the buyer ordered'),
  payBy: time('When the app closes it if unpaid'),
  paidAt: time('When it was paid in full'),
  finishedAt: time('When the buyer confirmed'),
  closedAt: time('When it was closed'),
  status: canonicalOrder.shape.status,
  orderType: canonicalOrder.shape.type.default('normal'),
  cashOnDelivery: z.boolean().default(false),
  buyer: z.object({
    memberId: text('Member number'),
    name: text('Recipient'),
    phone: text('Phone of the recipient'),
    identityNumber: text('For invoices and subsidies'),
    province: text('Name of the province'),
    city: text('Name of the city'),
    district: text('Name of the district'),
    town: text('Name of the town or street'),
    address: text('Below the district'),
  }),
  lines: z.array(appLine).min(1).max(200),
  discounts: z.array(appDiscount).default([]).describe('Over all lines, freight excluded'),
  freightFen: nonNegativeFen('Freight before discounts').default(0),
  freightDiscounts: z.array(appDiscount).default([]),
  services: canonicalOrder.shape.services.default([]),
  totals: z
    .object({
      goodsFen: nonNegativeFen('Sum of unitPriceFen × quantity'),
      discountFen: nonNegativeFen('Sum of all discounts, of freight too'),
      servicesFen: nonNegativeFen('Sum of all services').default(0),
      payableFen: nonNegativeFen('Goods - discounts + freight + services'),
    })
    .describe('What the app showed the buyer'),
  payments: z.array(payment.extend({ paidAt: isoTime('When') })).default([]),
  presale: z
    .object({
      stage: z.enum(['depositUnpaid', 'depositPaid', 'balancePaid']),
      depositFen: nonNegativeFen('Deposit'),
      balanceFen: nonNegativeFen('Balance'),
      balanceDueAt: time('When the balance must be paid'),
    })
    .nullable()
    .default(null),
  tradeIn: z
    .object({
      tradeInId: text('Trade-in'),
      quotedFen: amount('Quoted for the old unit'),
      status: text('State of the trade-in'),
      pickupFrom: time('From'),
      pickupTo: time('To'),
    })
    .nullable()
    .default(null),
  subsidy: canonicalOrder.shape.subsidy.default(null),
  holds: canonicalOrder.shape.holds.default([]),
  remarks: z
    .object({ buyer: text('By the buyer'), seller: text('By the seller'), flag: text('Mark of the seller') })
    .nullable()
    .default(null),
  promised: z
    .object({
      shipBy: time('Latest departure'),
      deliverFrom: time('Earliest arrival'),
      deliverBy: time('Latest arrival'),
      slot: text('Slot in words'),
    })
    .nullable()
    .default(null),
  store: canonicalOrder.shape.store.default(null),
  shipments: z.array(canonicalOrder.shape.shipments.element.extend({ shippedAt: isoTime('When') })).default([]),
  deliveredAt: time('When the buyer signed'),
  invoice: canonicalOrder.shape.invoice.default(null),
  isGift: z.boolean().default(false).describe('Given to somebody else who fills in the address'),
  campaign: text('Campaign it came from'),
})
export type AppOrder = z.output<typeof appOrder>

export const appAfterSale = z.object({
  type: z.literal('afterSale'),
  shop: id('Shop of the app'),
  orderId: id('Order it belongs to'),
  refundId: id('Refund'),
  kind: canonicalAfterSale.shape.kind,
  status: canonicalAfterSale.shape.status,
  modifiedAt: isoTime('When it last changed'),
  requestedAt: isoTime('When the buyer asked'),
  paidAt: time('When the money went back'),
  lines: canonicalAfterSale.shape.lines.default([]),
  goodsFen: nonNegativeFen('To the buyer for goods'),
  freightFen: nonNegativeFen('To the buyer for freight').default(0),
  refundFen: nonNegativeFen('To the buyer in all'),
  reason: text('Why'),
  returnWaybill: text('Waybill of the return'),
  returnedTo: text('Store or warehouse that took the goods back at once'),
  condition: canonicalAfterSale.shape.condition.default(null),
  serialNumbers: z.array(z.string().min(1).max(100)).default([]),
})
export type AppAfterSale = z.output<typeof appAfterSale>
