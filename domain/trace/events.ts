import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { count, fulfilmentId, id, instant, orderId } from '../shared/fields.ts'
import { personal, personId } from '../shared/personal.ts'
import { reportedBy, reporter, tracedFact, tracedWaybill, traceMessageId } from './fields.ts'

const kept = {
  messageId: traceMessageId,
  receivedAt: instant('When it came'),
  personId: personId.describe('Whose key seals it'),
  payload: personal('The exact bytes: zstd, then AES-256-GCM'),
  byteLength: count('Bytes before compression'),
}
const which = { reporter, waybill: tracedWaybill }

export const tracedShipment = z.object({ orderId, fulfilmentId, shipmentId: id('Shipment') })

export const traceEvents = defineEvents({
  TraceReceived: {
    description:
      'A message of a carrier about one waybill, kept whole: compressed, then sealed; beside it what of it nobody had said before',
    data: z.object({ ...which, carrier: reportedBy, ...kept, facts: z.array(tracedFact).describe('In the order of the message') }),
  },
  TraceUnreadable: {
    description: 'A message of a carrier that says nothing we can read, kept whole all the same',
    data: z.object({
      reporter,
      ...kept,
      problems: z
        .array(z.object({ path: z.string().describe('Field'), expected: z.string().describe('What was expected there') }))
        .describe('What is wrong with it; no values'),
    }),
  },
  UnreadableTraceSettled: {
    description: 'What became of a message nobody could read: it was read after all and is kept under its waybill, or it was set aside',
    data: z.object({
      reporter,
      messageId: traceMessageId,
      resolution: z.enum(['retried', 'dropped']).describe('How it ended'),
      waybill: tracedWaybill.nullable().describe('Waybill it is about; null when it was set aside'),
    }),
  },
  TraceUnmatched: {
    description: 'Nothing of ours left under this waybill, as far as is known: somebody has to see to it, or its shipment comes later',
    data: z.object({ ...which, code: z.literal('WAYBILL_UNKNOWN').describe('Error code'), dueAt: instant('Until when it was waited') }),
  },
  TraceMatched: {
    description: 'What left under this waybill: what was reported, and will be, is told to these',
    data: z.object({ ...which, shipments: z.array(tracedShipment).min(1).describe('Shipments, one for each fulfilment') }),
  },
})

export type TraceEvent = EventsOf<typeof traceEvents>
