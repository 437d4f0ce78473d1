import type { Reading, Receipt } from '../../connectors/port.ts'
import { isOpen, type MessageState, messageAggregate, messageKey } from '../../domain/channel/message.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import type { KeyStore } from '../../stores/keys/port.ts'
import type { Answer, Asking } from '../command-bus.ts'
import { openPayload } from '../personal/reveal.ts'
import { applyMessage } from './apply.ts'
import { type Envelope, envelopeOf, rejectedOf } from './envelope.ts'
import type { IntakeOptions } from './options.ts'
import type { Applied, Refused } from './outcome.ts'
import { readPayload } from './read-payload.ts'

/** Where an exception of a channel is: the message it is about. */
export interface ChannelExceptionName {
  readonly channel: Channel
  readonly shop: string | null
  readonly messageId: string
}

/** What came of trying again. `refused` still waits, with its present reason. */
export type Retried = { readonly ok: true; readonly outcome: string; readonly orderId: string } | Refused

/** Where an exception is: a channel's message, one of the warehouse at a location, or what a channel is told of a subject. */
export type ExceptionName = Omit<ChannelExceptionName, 'channel'> & {
  readonly channel: Channel | null
  readonly location?: string | null
  readonly subject?: string | null
}

export interface ExceptionsOf<Name> {
  /** Reads the kept payload again, as it came or as it was last corrected. */
  retry(name: Name, asking: Asking): Promise<Retried | Rejection>
  /** Puts other bytes in the place of the kept ones, which stay, and tries those. */
  correct(name: Name, text: string, note: string, asking: Asking): Promise<Retried | Rejection>
  /** Sets it aside for good. */
  drop(name: Name, asking: Asking): Promise<Answer>
}

export type Exceptions = ExceptionsOf<ExceptionName>

/** Of a shop that was misnamed at first nothing better is known now. */
function receiptOf({ shop }: ChannelExceptionName, { rejected }: Readonly<MessageState>): Receipt {
  if (shop !== null) return { shop }
  return rejected?.code === 'SHOP_MISNAMED' ? { shop: '' } : {}
}

const step = (asking: Asking, what: string): Asking => ({ ...asking, commandId: `${asking.commandId}/${what}` })

export function createExceptions(options: IntakeOptions & { readonly keyStore: KeyStore }): ExceptionsOf<ChannelExceptionName> {
  const { bus, clock, sealer, connectors, keyStore } = options

  async function openOne({ channel, shop, messageId }: ChannelExceptionName): Promise<Readonly<MessageState> | Rejection> {
    const state = await bus.look(messageAggregate, messageKey(channel, shop, messageId))
    if (state === null || state.rejected === null) return reject('EXCEPTION_UNKNOWN', { messageId })
    return isOpen(state) ? state : reject('EXCEPTION_CLOSED', { messageId, resolution: state.resolved!.resolution })
  }

  async function attempt(name: ChannelExceptionName, state: Readonly<MessageState>, bytes: Uint8Array, corrected: boolean, asking: Asking) {
    const reading = readPayload(connectors[name.channel], bytes, receiptOf(name, state))
    const sender = { channel: name.channel, actor: asking.actor, ...(name.shop === null ? {} : { shop: name.shop }) }
    const envelope = { ...envelopeOf(sender, name.messageId, reading, clock.now()), shop: name.shop }
    const applied = await apply(reading, envelope, state.received!.personId, asking)
    if (!applied.ok) {
      await bus.ask({ type: 'RejectMessage', data: rejectedOf(envelope, applied) }, step(asking, 'reject'))
      return applied
    }
    const { outcome, subjectId } = applied
    const { channelOrderId } = state.rejected!
    const resolution = corrected ? 'corrected' : 'retried'
    const data = { ...name, channelOrderId, exceptionId: name.messageId, resolution, outcome, subjectId }
    await bus.ask({ type: 'ResolveException', data }, step(asking, 'resolve'))
    return { ok: true as const, outcome, orderId: subjectId }
  }

  async function apply(reading: Reading, envelope: Envelope, personId: string, asking: Asking): Promise<Applied | Refused> {
    if (!reading.ok) return reading
    const { message } = reading
    const party = message.kind === 'order' ? message.order.buyer : null
    const { channel, orderKey, messageId } = envelope
    const named = party !== null || (await sealer.personById(personId)) === null
    const person = named ? await sealer.personOf({ channel, party, orderKey, messageId }) : (await sealer.personById(personId))!
    return applyMessage(message, { envelope, reading, person, asking: (what) => step(asking, what) }, options)
  }

  return {
    async retry(name, asking) {
      const state = await openOne(name)
      if ('accepted' in state) return state
      const { payload } = state.corrected ?? state.received!
      const bytes = await openPayload(keyStore, payload)
      if ('withheld' in bytes) return reject('PERSON_UNKNOWN', { messageId: name.messageId, ...bytes })
      return attempt(name, state, bytes, state.corrected !== null, asking)
    },
    async correct(name, text, note, asking) {
      const state = await openOne(name)
      if ('accepted' in state) return state
      const { personId } = state.received!
      const person = await sealer.personById(personId)
      if (person === null) return reject('PERSON_UNKNOWN', { messageId: name.messageId })
      const bytes = Buffer.from(text)
      const data = { ...name, exceptionId: name.messageId, personId, payload: person.sealPayload(bytes), byteLength: bytes.length, note }
      const answer = await bus.ask({ type: 'CorrectMessage', data }, step(asking, 'correct'))
      return answer.accepted ? attempt(name, state, bytes, true, asking) : answer
    },
    async drop(name, asking) {
      const state = await openOne(name)
      if ('accepted' in state) return state
      const { channelOrderId } = state.rejected!
      const data = { ...name, channelOrderId, exceptionId: name.messageId, resolution: 'dropped', outcome: null, subjectId: null }
      return bus.ask({ type: 'ResolveException', data }, asking)
    },
  }
}
