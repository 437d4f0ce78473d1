import { z } from 'zod'
import { callOutcomes } from '../outbound/calls.ts'
import { policyName } from '../policy/events.ts'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, count, fulfilmentId, id, instant, lineId, location, orderId, quantity, shop, sku } from '../shared/fields.ts'
import { personal, personId } from '../shared/personal.ts'

const which = { fulfilmentId, orderId, channel, shop, location }
const call = z.enum(['create', 'cancel']).describe('What the warehouse is asked: to take the work, or to let it be')
const returnCall = z.enum(['create', 'cancel']).describe('That units are to come back, or that they are not')
const ofReturn = {
  returnCode: id(
    'Return as the warehouse knows it: the after-sales case, and how often it was told of it where that is not the first time',
  ),
  afterSalesId: id('After-sales case: channel, shop and refund id as in the name of its stream'),
  ...{ orderId, channel, shop, location },
}
const outcome = z.enum(callOutcomes).describe('Taken or refused by the warehouse; or it certainly did not get there, or nobody knows')
const attempt = z.int().positive().describe('Which try, from 1')
const units = z.array(z.object({ sku, quantity: quantity() }))
const message = { location, messageId: id('Keyed hash of the bytes as received and of where they were sent') }
const method = z.string().describe('What it is, as the system names it')
const exceptionId = id('Exception, the same for every attempt on this message')

/** What is said between the ledger and a warehouse management system. */
export const wmsEvents = defineEvents({
  WmsCallBegun: {
    description: 'The warehouse is asked something about work it is given; before it is sent, so that it may have come there from now on',
    data: z.object({
      ...which,
      call,
      attempt,
      policy: z.object({ name: policyName, version: z.int().positive().describe('Version of it') }).describe('How it was spoken to'),
      members: z
        .array(fulfilmentId)
        .max(200)
        .optional()
        .describe('Work of merged orders that is in it beside its own; left out where there is none'),
      begunAt: instant('When'),
    }),
  },
  WmsCallAnswered: {
    description: 'What came of asking the warehouse',
    data: z.object({
      ...which,
      call,
      attempt,
      outcome,
      code: z.string().nullable().describe('Code of the warehouse, or what kept it from being sent'),
      said: personal('What the warehouse said').nullable(),
      answeredAt: instant('When'),
      retryAt: instant('When it is asked again; null when it is not').nullable(),
      confirmBy: instant('When the units are to have left; null when that is not known, or any time').nullable(),
    }),
  },
  WmsOrderConfirmed: {
    description: 'The warehouse says what left',
    data: z.object({
      ...which,
      messageNumber: id("The warehouse's number of the message, or the ledger's own"),
      isFinal: z.boolean().describe('Whether nothing more is to come'),
      units: units.describe('Units that left, in all parcels together'),
      parcels: z
        .array(
          z.object({
            shipmentId: id('Shipment it is known as'),
            carrier: z.string().nullable().describe('Carrier as the warehouse codes it'),
            waybill: z.string().nullable().describe('Waybill number'),
            weightGrams: count('Weight in grams').nullable(),
            units: units.describe('Units in it; none when it is a further box of units in another'),
          }),
        )
        .describe('Boxes'),
      confirmedAt: instant('When, as the warehouse says'),
      settleBy: instant('When what was not sent counts as lacking; null when nothing does').nullable(),
    }),
  },
  WmsOrderProgressed: {
    description: 'The warehouse says how far work is',
    data: z.object({ ...which, status: z.string().describe('As the warehouse calls it'), reportedAt: instant('When') }),
  },
  WmsOrderOverdue: {
    description: 'The warehouse did not send in time what it took',
    data: z.object({ ...which, dueAt: instant('When it was due'), nextDueAt: instant('When it is looked at again').nullable() }),
  },
  WmsReturnCallBegun: {
    description: 'The warehouse is told of units that are to come back to it, or that they are not; before it is sent',
    data: z.object({
      ...ofReturn,
      call: returnCall,
      attempt,
      policy: z.object({ name: policyName, version: z.int().positive().describe('Version of it') }).describe('How it was spoken to'),
      kind: z.enum(['return', 'exchange']).describe('Whether others go to the buyer for them'),
      fulfilmentId: fulfilmentId.describe('Work some of them left with'),
      waybill: z.string().nullable().describe('Waybill number of the way back, as far as it was known'),
      lines: z
        .array(z.object({ lineId, sku, quantity: quantity() }))
        .describe('Units that are to come back, in the order they are numbered'),
      begunAt: instant('When'),
    }),
  },
  WmsReturnCallAnswered: {
    description: 'What came of telling the warehouse of a return',
    data: z.object({
      ...ofReturn,
      call: returnCall,
      attempt,
      outcome,
      code: z.string().nullable().describe('Code of the warehouse, or what kept it from being sent'),
      said: personal('What the warehouse said').nullable(),
      answeredAt: instant('When'),
      retryAt: instant('When it is told again; null when it is not').nullable(),
    }),
  },
  WmsMessageReceived: {
    description: 'A message as the warehouse management system sent it, kept whole: compressed, then sealed',
    data: z.object({
      ...message,
      method,
      orderCode: z.string().nullable().describe('Order it is about, as the warehouse knows it; null when of none, or not readable'),
      orderId: orderId.nullable().describe('Order it is about, when it is known'),
      messageNumber: z.string().nullable().describe("The warehouse's number of the message"),
      receivedAt: instant('When it came'),
      personId: personId.describe('Whose key seals it'),
      payload: personal('The exact bytes: zstd, then AES-256-GCM'),
      byteLength: count('Bytes before compression'),
    }),
  },
  WmsMessageRejected: {
    description: 'The message could not be taken further; it waits to be corrected or retried',
    data: z.object({
      ...message,
      exceptionId,
      method,
      orderCode: z.string().nullable().describe('Order it is about, as the warehouse knows it'),
      orderId: orderId.nullable().describe('Order it is about, when it is known'),
      code: z.string().describe('Error code'),
      reason: z.string().describe('What is wrong and what to do; never personal data'),
      details: z.record(z.string(), z.json()).describe('What differs, and alike'),
    }),
  },
  WmsMessageCorrected: {
    description: 'Someone replaced the content of a rejected message; the first one is kept',
    data: z.object({
      ...message,
      exceptionId,
      personId: personId.describe('Whose key seals it'),
      payload: personal('The corrected bytes: zstd, then AES-256-GCM'),
      byteLength: count('Bytes before compression'),
      note: z.string().describe('Why, in the words of who did it; never personal data'),
    }),
  },
  WmsMessageSettled: {
    description: 'What became of a message: it was taken in, it says nothing new, or it was set aside for good',
    data: z.object({
      ...message,
      exceptionId: exceptionId.nullable(),
      resolution: z.enum(['retried', 'corrected', 'dropped']).nullable().describe('How its exception ended; null when there was none'),
      outcome: z.enum(['applied', 'noted', 'dropped']).describe('Changed something, was noted, or set aside'),
      subjectId: z.string().nullable().describe('Fulfilment or after-sales case it was about'),
    }),
  },
})

export type WmsEvent = EventsOf<typeof wmsEvents>
export type WmsOrderEvent = Extract<WmsEvent, { readonly type: `WmsCall${string}` | `WmsOrder${string}` }>
export type WmsReturnEvent = Extract<WmsEvent, { readonly type: `WmsReturn${string}` }>
export type WmsMessageEvent = Extract<WmsEvent, { readonly type: `WmsMessage${string}` }>
export type EventOfWms<Type extends WmsEvent['type']> = Extract<WmsEvent, { readonly type: Type }>
