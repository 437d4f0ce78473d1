import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import type { Rejection } from '../../domain/shared/decision.ts'
import type { WmsReading } from '../../domain/wms/canonical.ts'
import type { EventOfWms } from '../../domain/wms/events.ts'
import { afterSalesIdOf, fulfilmentIdOf } from '../../domain/wms/keys.ts'
import { readAuditedOrder } from '../audit/audited-order.ts'
import { refusedBy } from '../intake/apply.ts'
import type { PersonSealer } from '../personal/sealer.ts'
import type { WmsOptions } from './options.ts'
import { outsideOf } from './read-message.ts'

/** What a message of a warehouse says of itself on the outside: nothing personal. */
export interface WmsEnvelope {
  readonly location: string
  readonly messageId: string
  readonly method: string
  readonly orderCode: string | null
  readonly orderId: string | null
  readonly messageNumber: string | null
}

type Named = Pick<WmsEnvelope, 'location' | 'messageId' | 'method'>

export async function envelopeOf(named: Named, reading: WmsReading, { bus }: Pick<WmsOptions, 'bus'>): Promise<WmsEnvelope> {
  if (!reading.ok) return { ...named, orderCode: null, orderId: null, messageNumber: null }
  const { orderCode, messageNumber } = outsideOf(reading.message)
  const isReturn = reading.message.kind === 'returnConfirm'
  const fulfilmentId = orderCode === null || isReturn ? null : fulfilmentIdOf(orderCode, named.location)
  const request = fulfilmentId === null ? null : ((await bus.look(fulfilmentAggregate, fulfilmentId))?.request ?? null)
  const ofReturn =
    isReturn && orderCode !== null ? ((await bus.look(afterSalesAggregate, afterSalesIdOf(orderCode)))?.orderId ?? null) : null
  return { ...named, orderCode, orderId: request?.orderId ?? ofReturn, messageNumber }
}

/** The buyer of the order it is about: where they are forgotten, so is what a warehouse said of them. Else the message alone. */
export async function personOf(
  { orderId, messageId }: WmsEnvelope,
  { events, sealer }: Pick<WmsOptions, 'events' | 'sealer'>,
): Promise<PersonSealer> {
  const buyer = orderId === null ? null : await readAuditedOrder(events, orderId)
  return (buyer === null ? null : await sealer.personById(buyer.personId)) ?? sealer.ofMessage(messageId)
}

export const receivedOf = (
  envelope: WmsEnvelope,
  person: PersonSealer,
  bytes: Uint8Array,
  receivedAt: number,
): EventOfWms<'WmsMessageReceived'>['data'] => ({
  ...envelope,
  receivedAt,
  personId: person.personId,
  payload: person.sealPayload(bytes),
  byteLength: bytes.length,
})

type Problem = Pick<EventOfWms<'WmsMessageRejected'>['data'], 'code' | 'reason'> & { readonly details: unknown }

export const problemOf = (refusal: Rejection): Problem => refusedBy(refusal)

/** One exception for a message, whatever is tried with it: it has the message's id. */
export const rejectedOf = (
  { location, messageId, method, orderCode, orderId }: Omit<WmsEnvelope, 'messageNumber'>,
  { code, reason, details }: Problem,
): EventOfWms<'WmsMessageRejected'>['data'] => ({
  ...{ location, messageId, method, orderCode, orderId },
  exceptionId: messageId,
  code,
  reason,
  details: details as EventOfWms<'WmsMessageRejected'>['data']['details'],
})
