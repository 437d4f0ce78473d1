import type { Reading } from '../../connectors/port.ts'
import { isOpen, type MessageState, messageAggregate, messageKey } from '../../domain/channel/message.ts'
import type { Asking } from '../command-bus.ts'
import type { PersonSealer } from '../personal/sealer.ts'
import { applyMessage, type Message } from './apply.ts'
import { type Envelope, envelopeOf, receivedOf, rejectedOf, type Sender } from './envelope.ts'
import type { IntakeOptions } from './options.ts'
import type { Applied, MessageResult, Refused } from './outcome.ts'
import { isShop, readPayload } from './read-payload.ts'

export interface Intake {
  /** Resolves once the message, and what it says, are durable. Never refuses: what cannot be taken further is kept as an exception. */
  receive(payload: string | Uint8Array, sender: Sender): Promise<MessageResult>
  /** Resolves when nothing of this message is under way any more. */
  settled(messageId: string): Promise<void>
}

export function createIntake(options: IntakeOptions): Intake {
  const { bus, clock, sealer, connectors } = options
  const inFlight = new Map<string, Promise<MessageResult>>()

  async function receive(payload: string | Uint8Array, sender: Sender): Promise<MessageResult> {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    const messageId = sealer.messageId(addressed(bytes, sender))
    const before = inFlight.get(messageId)
    if (before !== undefined) return asRepeat(await before)
    const taken = takeIn(bytes, messageId, sender)
    inFlight.set(messageId, taken)
    return taken.finally(() => inFlight.delete(messageId))
  }

  async function settled(messageId: string): Promise<void> {
    await inFlight.get(messageId)?.catch(() => undefined)
  }

  async function takeIn(bytes: Uint8Array, messageId: string, { shop, ...from }: Sender): Promise<MessageResult> {
    const reading = readPayload(connectors[from.channel], bytes, shop === undefined ? {} : { shop })
    const sender: Sender = shop === undefined || !isShop(shop) ? from : { ...from, shop }
    const envelope = envelopeOf(sender, messageId, reading, clock.now())
    const known = await bus.look(messageAggregate, messageKey(envelope.channel, envelope.shop, messageId))
    if (known !== null && known.rejected !== null) return asRepeat(resultOfRejected(known, envelope))
    const person = await personOf(envelope, reading)
    const message: Message = { envelope, reading, person, asking: (step) => askingOf(envelope, sender, step) }
    const kept = known === null ? await keep(bytes, message) : null
    if (!reading.ok) return exception(envelope, reading, kept)
    return finish(await applyMessage(reading.message, message, options), message, known !== null)
  }

  const personOf = (envelope: Envelope, reading: Reading): Promise<PersonSealer> =>
    sealer.personOf({
      channel: envelope.channel,
      party: reading.ok && reading.message.kind === 'order' ? reading.message.order.buyer : null,
      orderKey: envelope.orderKey,
      messageId: envelope.messageId,
    })

  /** The raw payload first: whatever happens next, it is not lost. */
  async function keep(bytes: Uint8Array, { envelope, reading, person, asking }: Message): Promise<bigint> {
    const received = receivedOf(envelope, person, bytes, clock.now())
    const rejected = reading.ok ? null : rejectedOf(envelope, reading)
    const answer = await bus.ask({ type: 'RecordMessage', data: { received, rejected } }, asking('keep'))
    if (!answer.accepted) throw new Error(`a message was not kept: ${answer.code}`)
    return answer.position
  }

  async function finish(applied: Applied | Refused, { envelope, asking }: Message, repeated: boolean): Promise<MessageResult> {
    if (applied.ok) {
      const { outcome, subjectId, position } = applied
      const isRepeat = repeated && outcome !== 'placed'
      return {
        messageId: envelope.messageId,
        outcome: isRepeat ? 'duplicate' : outcome,
        orderId: subjectId,
        exceptionId: null,
        reason: null,
        position,
      }
    }
    const rejected = rejectedOf(envelope, applied)
    const answer = await bus.ask({ type: 'RejectMessage', data: rejected }, asking('reject'))
    return exception(envelope, applied, answer.accepted ? answer.position : null)
  }

  return { receive, settled }
}

/** The same bytes sent for two channels or shops are two messages. */
const addressed = (bytes: Uint8Array, { channel, shop = '' }: Sender): Uint8Array =>
  Buffer.concat([Buffer.from(`${channel}.${shop}\n`), bytes])

const asRepeat = (result: MessageResult): MessageResult => ({ ...result, outcome: 'duplicate', position: null })

const exception = ({ messageId, orderKey }: Envelope, { reason }: { readonly reason: string }, position: bigint | null): MessageResult => ({
  messageId,
  outcome: 'exception',
  orderId: orderKey,
  exceptionId: messageId,
  reason,
  position,
})

function resultOfRejected(state: Readonly<MessageState>, { messageId, orderKey }: Envelope): MessageResult {
  const { rejected, resolved } = state
  const open = isOpen(state)
  return {
    messageId,
    outcome: 'duplicate',
    orderId: resolved?.subjectId ?? orderKey,
    exceptionId: open ? rejected!.exceptionId : null,
    reason: open ? rejected!.reason : null,
    position: null,
  }
}

const askingOf = ({ channel, messageId, orderKey, occurredAt }: Envelope, { actor }: Sender, step: string): Asking => ({
  commandId: `message.${channel}.${messageId}/${step}`,
  actor,
  occurredAt,
  correlationId: orderKey ?? messageId,
  causationId: `message.${channel}.${messageId}`,
})
