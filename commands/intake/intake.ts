import type { ChannelConnector, Reading } from '../../connectors/port.ts'
import { isOpen, type MessageState, messageAggregate, messageKey } from '../../domain/channel/message.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { Asking, CommandBus } from '../command-bus.ts'
import type { PersonSealer, Sealer } from '../personal/sealer.ts'
import type { Clock } from '../ports/clock.ts'
import { type Applied, applyMessage, type Refused } from './apply.ts'
import { type Envelope, envelopeOf, receivedOf, rejectedOf } from './envelope.ts'

export interface IntakeOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly sealer: Sealer
  readonly catalogue: Catalogue
  readonly connectors: Readonly<Record<Channel, ChannelConnector>>
  /** How long an unpaid order keeps its units where neither the channel nor the shop says so. */
  readonly unpaidTimeoutMs: number
}

export interface MessageResult {
  readonly messageId: string
  readonly outcome: 'placed' | 'updated' | 'duplicate' | 'stale' | 'exception'
  /** Order, or after-sales case, the message is about. */
  readonly orderId: string | null
  readonly exceptionId: string | null
  readonly reason: string | null
  /** Log position to wait for when reading what became of it; null for a repeat. */
  readonly position: bigint | null
}

export interface Sender {
  readonly channel: Channel
  /** `key:<key id>` or `channel:<channel>`. */
  readonly actor: string
  /** Shop the sender says it sends for; the payload's own word comes first. */
  readonly shop?: string
}

export interface Intake {
  /** Resolves once the message, and what it says, are durable. Never refuses: what cannot be taken further is kept as an exception. */
  receive(text: string, sender: Sender): Promise<MessageResult>
  /** Resolves when nothing of this message is under way any more. */
  settled(messageId: string): Promise<void>
}

/** What the steps of taking a message in hand on. */
export interface Message {
  readonly envelope: Envelope
  readonly reading: Reading
  readonly person: PersonSealer
  readonly asking: (step: string) => Asking
}

export function createIntake(options: IntakeOptions): Intake {
  const { bus, clock, sealer, connectors } = options
  const inFlight = new Map<string, { readonly destination: string; readonly taken: Promise<MessageResult> }>()

  async function receive(text: string, sender: Sender): Promise<MessageResult> {
    const bytes = Buffer.from(text)
    const messageId = sealer.messageId(bytes)
    const destination = `${sender.channel}.${sender.shop ?? ''}`
    const before = inFlight.get(messageId)
    if (before?.destination === destination) return asRepeat(await before.taken)
    await settled(messageId)
    const taken = takeIn(bytes, text, messageId, sender)
    inFlight.set(messageId, { destination, taken })
    return taken.finally(() => inFlight.delete(messageId))
  }

  async function settled(messageId: string): Promise<void> {
    for (let flight = inFlight.get(messageId); flight !== undefined; flight = inFlight.get(messageId))
      await flight.taken.catch(() => undefined)
  }

  async function takeIn(bytes: Uint8Array, text: string, messageId: string, sender: Sender): Promise<MessageResult> {
    const reading = connectors[sender.channel].read(text, sender.shop === undefined ? {} : { shop: sender.shop })
    const envelope = envelopeOf(sender, messageId, reading, clock.now())
    const known = await bus.look(messageAggregate, messageKey(envelope.channel, envelope.shop, messageId))
    if (known !== null && known.rejected !== null) return asRepeat(resultOfRejected(known, messageId))
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

const asRepeat = (result: MessageResult): MessageResult => ({ ...result, outcome: 'duplicate', position: null })

const exception = ({ messageId, orderKey }: Envelope, { reason }: { readonly reason: string }, position: bigint | null): MessageResult => ({
  messageId,
  outcome: 'exception',
  orderId: orderKey,
  exceptionId: messageId,
  reason,
  position,
})

function resultOfRejected(state: Readonly<MessageState>, messageId: string): MessageResult {
  const { rejected, resolved } = state
  const open = isOpen(state)
  return {
    messageId,
    outcome: 'duplicate',
    orderId: resolved?.subjectId ?? null,
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
