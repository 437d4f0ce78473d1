import { z } from 'zod'
import { callOutcomes } from '../outbound/calls.ts'
import { policyName } from '../policy/events.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, count, fulfilmentId, id, instant, lineId, orderId, quantity, serialNumbers, shop, sku } from '../shared/fields.ts'

const policy = z.object({ name: policyName, version: z.int().nonnegative().describe('Version of it') })
const which = {
  subject: z
    .string()
    .min(1)
    .max(700)
    .describe('What it is about, as in the name of its stream: a listing of a shop, a fulfilment, or an order'),
  channel,
  shop,
  pushId: z.string().min(1).max(300).describe('What is told of it: its stock, or a status of one parcel'),
  orderId: orderId.nullable().describe('Order it is about; null for stock'),
  sku: sku.nullable().describe('SKU or bundle the listing sells; null for an order'),
}
const number = z.int().positive().describe('Which content, from 1: the next quantity has the next number')
const attempt = z.int().positive().describe('Which try of this content, from 1')
const exceptionId = id('Exception, the same whenever telling this comes to nothing')
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
})

/** What a channel is told, in words of ours. */
export const pushMessage = z.discriminatedUnion('kind', [stockMessage, shippedMessage, deliveredMessage, closedMessage])
export type PushMessage = z.infer<typeof pushMessage>
export type MessageOf<Kind extends PushMessage['kind']> = Extract<PushMessage, { readonly kind: Kind }>

/** What is told to channels. */
export const publishingEvents = defineEvents({
  ChannelPushBegun: {
    description: 'A channel is told something; before it is sent, so that it may have come there from now on',
    data: z.object({
      ...which,
      number,
      attempt,
      requestId: id('The same for every try of the same content, so that a channel that looks at it takes it once'),
      message: pushMessage.describe('What is told'),
      policy: policy.describe('How the channel was spoken to'),
      begunAt: instant('When'),
    }),
  },
  ChannelPushAnswered: {
    description: 'What came of telling the channel',
    data: z.object({
      ...which,
      number,
      attempt,
      outcome: z.enum(callOutcomes).describe('Taken or refused by the channel; or it certainly did not get there, or nobody knows'),
      code: z.string().max(200).nullable().describe('Code of the channel, or what kept it from being sent'),
      answeredAt: instant('When'),
      retryAt: instant('When it is sent again; null when it is not').nullable(),
    }),
  },
  ChannelPushFailed: {
    description: 'The channel was told in vain for too long, or says that it is of no use: somebody has to look',
    data: z.object({
      ...which,
      exceptionId,
      code: z.string().describe('Error code'),
      reason: z.string().describe('What is wrong and what to do; never personal data'),
      details: z.record(z.string(), z.json()).describe('What came of the last try, and alike'),
    }),
  },
  ChannelPushSettled: {
    description: 'What became of something the channel was told in vain',
    data: z.object({
      ...which,
      exceptionId,
      resolution: z.enum(['retried', 'dropped']).describe('It is tried anew, or was taken after all; or it is set aside for good'),
      outcome: z.string().max(100).describe('taken: the channel took it, or what came after it; asked: it is tried anew; dropped'),
    }),
  },
})

export type PublishingEvent = EventsOf<typeof publishingEvents>
export type PublishingData<Type extends PublishingEvent['type']> = Extract<PublishingEvent, { readonly type: Type }>['data']
