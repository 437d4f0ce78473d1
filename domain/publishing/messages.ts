import { z } from 'zod'
import { canonicalAfterSale } from '../channel/canonical.ts'
import { policyName } from '../policy/events.ts'
import {
  condition,
  count,
  fulfilmentId,
  id,
  instant,
  lineId,
  location,
  nonNegativeFen,
  quantity,
  serialNumbers,
  sku,
} from '../shared/fields.ts'

export const policy = z.object({ name: policyName, version: z.int().nonnegative().describe('Version of it') })
const channelItem = z.string().min(1).max(200).nullable().describe("The channel's item the SKU belongs to; null where it is not known")
const channelOrderId = id("The channel's order id")
const shipmentId = id('Shipment: one parcel')

const stockMessage = z.object({
  kind: z.literal('stock'),
  channelSku: id("The channel's SKU"),
  channelItem,
  quantity: count('Units it is to show'),
  rule: policy.describe('What decided the quantity'),
  parts: z
    .array(
      z.object({
        sku,
        quantityPerUnit: quantity('Units in one that is sold'),
        shareable: count('Units kept for no channel, at all locations that count'),
        exclusive: count('Units kept for this channel alone'),
        forShop: count('Units of both that the shop has'),
      }),
    )
    .describe('What it is made of: the SKU, or the parts of a bundle; none where the listing ended'),
})

const shippedMessage = z.object({
  kind: z.literal('shipped'),
  channelOrderId,
  fulfilmentId,
  shipmentId,
  carrier: z.string().nullable().describe('Carrier as the channel calls it'),
  waybill: z.string().min(1).max(200).describe('Waybill number'),
  isWhole: z.boolean().describe('Whether all that is left of the order is in it'),
  isFirst: z.boolean().describe('Whether no other parcel of the order is known to have left before'),
  lines: z
    .array(z.object({ lineId, channelSku: z.string().nullable(), channelItem, quantity: quantity(), serialNumbers }))
    .describe('Lines of the order in it, as the channel knows them'),
  shippedAt: instant('When it left'),
})

const deliveredMessage = z.object({
  kind: z.literal('delivered'),
  channelOrderId,
  fulfilmentId,
  shipmentId,
  waybill: z.string().max(200).nullable().describe('Waybill number'),
  deliveredAt: instant('When the buyer had it'),
})

const closedMessage = z.object({
  kind: z.literal('closed'),
  channelOrderId,
  cancelledBy: z.enum(['deadline', 'operator', 'process']).describe('What of ours cancelled the order'),
  isPaid: z.boolean().nullable().describe('Whether anything was paid for it; null where that was not kept'),
})

const installedMessage = z.object({
  kind: z.literal('installed'),
  channelOrderId,
  installationId: id('Work card'),
  lines: z.array(z.object({ lineId, quantity: quantity('Units installed'), serialNumbers })).describe('What was installed'),
  installedAt: instant('When'),
})

/** Which case of the channel it is about, and the version of it that ours looked at. */
const ofCase = {
  channelOrderId,
  refundId: id("The channel's refund id"),
  afterSalesKind: canonicalAfterSale.shape.kind,
  seenAt: instant("The channel's newest version of the case that is known here; null where it has none").nullable(),
}

const refundAgreedMessage = z.object({
  kind: z.literal('refundAgreed'),
  ...ofCase,
  refundFen: nonNegativeFen('What goes back to the buyer'),
  isAfterCompletion: z.boolean().describe('Whether the buyer asked after the order was completed'),
})

const refundRefusedMessage = z.object({
  kind: z.literal('refundRefused'),
  ...ofCase,
  isAfterCompletion: refundAgreedMessage.shape.isAfterCompletion,
  isBack: z.boolean().describe('Whether units had come back by then'),
  code: z.string().max(100).describe('Error code, or MERCHANT'),
  reason: z.string().max(500).describe('Why; no personal data'),
})

const returnReceivedMessage = z.object({
  kind: z.literal('returnReceived'),
  ...ofCase,
  receiptId: id('Receipt'),
  location,
  lines: z.array(z.object({ lineId, sku, quantity: quantity('Units that came back') })).describe('What came back'),
  receivedAt: instant('When'),
})

const returnInspectedMessage = z.object({
  kind: z.literal('returnInspected'),
  ...ofCase,
  waybill: z.string().nullable().describe('Waybill number of the way back'),
  isSound: z.boolean().describe('Whether all of it can be sold again'),
  isPaid: z.boolean().describe('Whether the money went back before'),
  lines: z
    .array(z.object({ lineId, sku, quantity: quantity('Units looked at'), condition }))
    .describe('What was looked at, all receipts together'),
  inspectedAt: instant('When the last of it was'),
})

const refundPaidMessage = z.object({
  kind: z.literal('refundPaid'),
  ...ofCase,
  refundFen: nonNegativeFen('What the seller paid back to the buyer, past the channel'),
  paidAt: instant('When'),
})

/** What a channel is told, in words of ours. */
export const pushMessage = z.discriminatedUnion('kind', [
  stockMessage,
  shippedMessage,
  deliveredMessage,
  installedMessage,
  closedMessage,
  refundAgreedMessage,
  refundRefusedMessage,
  returnReceivedMessage,
  returnInspectedMessage,
  refundPaidMessage,
])
export type PushMessage = z.infer<typeof pushMessage>
export type MessageOf<Kind extends PushMessage['kind']> = Extract<PushMessage, { readonly kind: Kind }>
