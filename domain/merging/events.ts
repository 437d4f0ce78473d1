import { z } from 'zod'
import { decidedBy } from '../policy/decided-by.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { askedAt, fulfilmentId, id, instant, location, orderId } from '../shared/fields.ts'

export const mergingId = id('Whose orders may go together: channel, shop or owner, and keyed fingerprint of recipient and address')
export const group = z.int().positive().describe('Which of the groups of this buyer and address, from 1')
export const offeredWork = z.array(z.object({ fulfilmentId, location })).min(1).max(200).describe('Work the order is to be given out as')

export const mergingEvents = defineEvents({
  MergeAwaited: {
    description: 'An order that could be given out waits for others of its buyer that go to the same address',
    data: z.object({ mergingId, orderId, work: offeredWork, dueAt: instant('How long it waits at most'), askedAt }),
  },
  OrdersMerged: {
    description: 'Orders go out together: what they hold at one location leaves as one delivery. Nothing that was promised moves',
    version: 2,
    data: z.object({
      mergingId,
      group,
      orders: z
        .array(z.object({ orderId, work: offeredWork }))
        .min(2)
        .max(100)
        .describe('Those that waited, the longest waiting first'),
      gatherBy: instant('Until when a location waits for the work of all of them'),
      policy: decidedBy,
      askedAt,
    }),
    // Before policies said how long, it was built in.
    upcasts: { 1: (data) => ({ ...data, policy: { name: 'audit', version: 0 } }) },
  },
  MergeWaitEnded: {
    description: 'Nobody came in time: the order goes out by itself',
    data: z.object({ mergingId, orderId, askedAt }),
  },
  MergeLeft: {
    description: 'An order goes out otherwise, or not at all; the others are not touched',
    data: z.object({ mergingId, orderId, reason: z.string().max(500).describe('Why; no personal data') }),
  },
})

export type MergingEvent = EventsOf<typeof mergingEvents>
