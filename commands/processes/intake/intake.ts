import type { ChannelConnector } from '../../../connectors/port.ts'
import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import { type MessageState, messageAggregate, messageKey } from '../../../domain/channel/message.ts'
import type { EventOfType } from '../../../domain/events.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { Rejection } from '../../../domain/shared/decision.ts'
import type { Channel } from '../../../domain/shared/fields.ts'
import { orderKey } from '../../../domain/shared/stream-name.ts'
import type { KeyStore } from '../../../stores/keys/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import { type Prepared, prepareMessage, refusedBy } from '../../intake/apply.ts'
import { envelopeOf, rejectedOf } from '../../intake/envelope.ts'
import type { Intake } from '../../intake/intake.ts'
import type { IntakeOptions } from '../../intake/options.ts'
import type { Refused } from '../../intake/outcome.ts'
import { readPayload } from '../../intake/read-payload.ts'
import { openPayload } from '../../personal/reveal.ts'
import type { Next, Process } from '../process.ts'

export interface IntakeProcessOptions
  extends Pick<IntakeOptions, 'bus' | 'clock' | 'sealer' | 'catalogue' | 'markOrder' | 'unpaidTimeoutMs'> {
  readonly connectors: Readonly<Record<Channel, ChannelConnector>>
  readonly intake: Intake
  readonly keyStore: KeyStore
}

type Received = EventOfType<'ChannelMessageReceived'>['data']

/**
 * What became of every kept message. The intake itself takes a message through; this finds one whose taking through was cut off
 * between keeping it and doing what it says, and does it.
 */
export function intakeProcess(options: IntakeProcessOptions): Process {
  const { bus, clock, intake, connectors, sealer, keyStore } = options

  async function next(key: string, state: Readonly<ProcessState>): Promise<Next> {
    const kept = await bus.look(messageAggregate, key)
    if (kept === null || kept.received === null) return { do: 'nothing' }
    const { received } = kept
    await intake.settled(received.messageId)
    const message = (await bus.look(messageAggregate, key)) as MessageState
    if (received.kind === 'unknown' || message.rejected !== null || (await isApplied(bus, received))) return { do: 'nothing' }
    return takeThrough(received, state)
  }

  async function takeThrough(received: Received, state: Readonly<ProcessState>): Promise<Next> {
    const prepared = await prepare(received)
    if (prepared === null) return { do: 'end', outcome: 'forgotten' }
    const refusal = state.steps.get('apply')?.answers[0]
    if (prepared.ok && refusal?.accepted !== false) return { do: 'ask', step: 'apply', asks: [prepared.command] }
    const problem = prepared.ok ? refusedBy(refusal as Rejection) : prepared
    const envelope = {
      ...envelopeOf({ channel: received.channel, actor: '' }, received.messageId, prepared.reading, clock.now()),
      shop: received.shop,
    }
    return { do: 'ask', step: 'reject', asks: [{ type: 'RejectMessage', data: rejectedOf(envelope, problem) }] }
  }

  /** Null when the person it is about was forgotten meanwhile. */
  async function prepare({ channel, shop, payload, messageId, personId }: Received) {
    const bytes = await openPayload(keyStore, payload)
    if ('withheld' in bytes) return null
    const reading = readPayload(connectors[channel], bytes, shop === null ? {} : { shop })
    if (!reading.ok) return { ...reading, reading }
    const party = reading.message.kind === 'order' ? reading.message.order.buyer : null
    const envelope = envelopeOf({ channel, actor: '' }, messageId, reading, clock.now())
    const person =
      party === null ? await sealer.personById(personId) : await sealer.personOf({ channel, party, orderKey: envelope.orderKey, messageId })
    if (person === null) return null
    const prepared: Prepared | Refused = await prepareMessage(reading.message, person, options)
    return { ...prepared, reading }
  }

  return {
    name: 'intake',
    triggers: ['ChannelMessageReceived'],
    concerns(event) {
      if (event.type !== 'ChannelMessageReceived') return { instances: [], wakes: [] }
      const { channel, shop, messageId } = event.data
      return { instances: [{ instanceId: messageKey(channel, shop, messageId) }], wakes: [] }
    },
    next,
  }
}

/** Whether the order, or the after-sales case, knows this version or a newer one. */
async function isApplied(bus: CommandBus, { channel, shop, channelOrderId, refundId, modifiedAt }: Received): Promise<boolean> {
  if (shop === null || modifiedAt === null) return true
  if (refundId !== null) {
    const afterSales = await bus.look(afterSalesAggregate, orderKey(channel, shop, refundId))
    return (afterSales?.channelModifiedAt ?? Number.NEGATIVE_INFINITY) >= modifiedAt
  }
  if (channelOrderId === null) return true
  const order = await bus.look(orderAggregate, orderKey(channel, shop, channelOrderId))
  return (order?.channelModifiedAt ?? Number.NEGATIVE_INFINITY) >= modifiedAt
}
