import { z } from 'zod'
import { callOutcomes } from '../outbound/calls.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, id, instant, orderId, shop, sku } from '../shared/fields.ts'
import { type PushMessage, policy, pushMessage } from './messages.ts'

const which = {
  subject: z
    .string()
    .min(1)
    .max(700)
    .describe(
      'What it is about, as in the name of its stream: a listing of a shop, a fulfilment, an order, a work card, or an after-sales case',
    ),
  channel,
  shop,
  pushId: z.string().min(1).max(300).describe('What is told of it: its stock, or a status'),
  orderId: orderId.nullable().describe('Order it is about; null for stock'),
  sku: sku.nullable().describe('SKU or bundle the listing sells; null for an order'),
}
const number = z.int().positive().describe('Which content, from 1: the next quantity has the next number')
const attempt = z.int().positive().describe('Which try of this content, from 1')
const exceptionId = id('Exception, the same whenever telling this comes to nothing')

/** Versions before did not say it. */
const withPayment = (message: PushMessage): PushMessage => (message.kind === 'closed' ? { ...message, isPaid: null } : message)

/** What is told to channels. */
export const publishingEvents = defineEvents({
  ChannelPushBegun: {
    description: 'A channel is told something; before it is sent, so that it may have come there from now on',
    version: 2,
    data: z.object({
      ...which,
      number,
      attempt,
      requestId: id('The same for every try of the same content, so that a channel that looks at it takes it once'),
      message: pushMessage.describe('What is told'),
      policy: policy.describe('How the channel was spoken to'),
      begunAt: instant('When'),
    }),
    upcasts: { 1: (data) => ({ ...data, message: withPayment(data.message as PushMessage) }) },
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
