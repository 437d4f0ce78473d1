import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, count, id, instant } from '../shared/fields.ts'
import { personal, personId } from '../shared/personal.ts'

const which = {
  channel,
  shop: z.string().nullable().describe('Null when the payload does not say'),
  messageId: id('Keyed hash of the bytes as received and of where they were sent'),
}

export const channelEvents = defineEvents({
  ChannelMessageReceived: {
    description: 'A payload as the channel sent it, kept whole: compressed, then sealed',
    data: z.object({
      ...which,
      kind: z.enum(['order', 'afterSale', 'unknown']).describe('What it tells of; unknown when it cannot be read'),
      channelOrderId: z.string().nullable().describe("The channel's order id, when it can be read"),
      refundId: z.string().nullable().describe("The channel's refund id, when it can be read"),
      modifiedAt: instant("The channel's version of what it describes").nullable(),
      receivedAt: instant('When it came'),
      personId: personId.describe('Whose key seals it'),
      payload: personal('The exact bytes: zstd, then AES-256-GCM'),
      byteLength: count('Bytes before compression'),
    }),
  },
  ChannelMessageRejected: {
    description: 'The message could not be taken further; it waits to be corrected or retried',
    data: z.object({
      ...which,
      exceptionId: id('Exception, the same for every attempt on this message'),
      channelOrderId: z.string().nullable().describe("The channel's order id, when it can be read"),
      code: z.string().describe('Error code'),
      reason: z.string().describe('What is wrong and what to do; never personal data'),
      details: z.record(z.string(), z.json()).describe('Both sides of a broken sum, the listing that is missing, and alike'),
    }),
  },
  ChannelMessageCorrected: {
    description: 'Someone replaced the payload of a rejected message; the first one is kept',
    data: z.object({
      ...which,
      exceptionId: id('Exception'),
      personId: personId.describe('Whose key seals it'),
      payload: personal('The corrected bytes: zstd, then AES-256-GCM'),
      byteLength: count('Bytes before compression'),
      note: z.string().describe('Why, in the words of who did it; never personal data'),
    }),
  },
  ExceptionResolved: {
    description: 'A rejected message went through, or was set aside for good',
    data: z.object({
      ...which,
      exceptionId: id('Exception'),
      channelOrderId: z.string().nullable().describe('As the rejection had it'),
      resolution: z.enum(['retried', 'corrected', 'dropped']).describe('Went through as it was, went through corrected, or set aside'),
      outcome: z.string().nullable().describe('Outcome of the message when it went through'),
      subjectId: z.string().nullable().describe('Order or after-sales case it became'),
    }),
  },
})

export type ChannelEvent = EventsOf<typeof channelEvents>
