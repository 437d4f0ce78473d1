import { wmsMessageKey } from '../../domain/wms/keys.ts'
import { isOpen, wmsMessageAggregate } from '../../domain/wms/message.ts'
import type { Asking } from '../command-bus.ts'
import { envelopeOf, personOf, problemOf, receivedOf, rejectedOf, type WmsEnvelope } from './envelope.ts'
import type { WmsOptions } from './options.ts'
import { performAll, settleCommand } from './perform.ts'
import { prepareWms } from './prepare.ts'
import { isRefusal } from './prepared.ts'
import { readWmsMessage } from './read-message.ts'

export type WmsOutcome = 'applied' | 'noted' | 'duplicate' | 'exception'

/** `unknown`: no secret is set for the location. `unsigned`: it was not signed with it. Neither is kept. */
export type WmsResult =
  | { readonly kept: true; readonly outcome: WmsOutcome; readonly messageId: string; readonly reason: string | null }
  | { readonly kept: false; readonly because: 'unknown' | 'unsigned' }

export interface WmsIntake {
  /** Resolves once the message, and what it says, are durable. What cannot be taken further is kept as an exception. */
  receive(location: string, parameters: Readonly<Record<string, string>>, bytes: Uint8Array): Promise<WmsResult>
  /** What the system is told, in its own form. */
  reply(said: { readonly ok: boolean; readonly code: string; readonly message: string }): string
  /** Resolves when nothing of this message is under way any more. */
  settled(messageId: string): Promise<void>
}

export function createWmsIntake(options: WmsOptions): WmsIntake {
  const { bus, clock, sealer, connector, secrets } = options
  const inFlight = new Map<string, Promise<WmsResult>>()

  async function receive(location: string, parameters: Readonly<Record<string, string>>, bytes: Uint8Array): Promise<WmsResult> {
    const secret = secrets.get(location)
    if (secret === undefined) return { kept: false, because: 'unknown' }
    if (!connector.isSigned(secret, parameters, bytes)) return { kept: false, because: 'unsigned' }
    const method = connector.methodOf(parameters.method ?? '').slice(0, 100)
    const messageId = sealer.messageId(Buffer.concat([Buffer.from(`wms.${location}.${method}\n`), bytes]))
    const before = inFlight.get(messageId)
    if (before !== undefined) return asRepeat(await before)
    const taken = takeIn({ location, messageId, method }, bytes)
    inFlight.set(messageId, taken)
    return taken.finally(() => inFlight.delete(messageId))
  }

  async function takeIn(named: Pick<WmsEnvelope, 'location' | 'messageId' | 'method'>, bytes: Uint8Array): Promise<WmsResult> {
    const { location, messageId } = named
    const known = await bus.look(wmsMessageAggregate, wmsMessageKey(location, messageId))
    if (known?.settled != null) return { kept: true, outcome: 'duplicate', messageId, reason: null }
    if (known !== null && isOpen(known)) return { kept: true, outcome: 'exception', messageId, reason: known.rejected!.reason }
    const reading = readWmsMessage(connector, named.method, bytes)
    const envelope = await envelopeOf(named, reading, options)
    const asking = askingOf(envelope, clock.now())
    const received = known?.received ?? receivedOf(envelope, await personOf(envelope, options), bytes, clock.now())
    // The raw message first: whatever happens next, it is not lost.
    if (known === null) await mustTake(bus.ask({ type: 'KeepWmsMessage', data: received }, asking('keep')))
    if (!reading.ok) return refuse(envelope, reading, asking)
    const prepared = await prepareWms(reading.message, { location, messageId, receivedAt: received.receivedAt }, options)
    if (isRefusal(prepared)) return refuse(envelope, problemOf(prepared), asking)
    const refusal = await performAll(bus, prepared.commands, asking)
    if (refusal !== null) return refuse(envelope, problemOf(refusal), asking)
    const outcome = prepared.commands.length > 0 ? 'applied' : 'noted'
    await bus.ask(settleCommand(envelope, outcome, prepared.subjectId, null), asking('settle'))
    return { kept: true, outcome, messageId, reason: null }
  }

  async function refuse(
    envelope: WmsEnvelope,
    problem: Parameters<typeof rejectedOf>[1],
    asking: (step: string) => Asking,
  ): Promise<WmsResult> {
    await bus.ask({ type: 'RejectWmsMessage', data: rejectedOf(envelope, problem) }, asking('reject'))
    return { kept: true, outcome: 'exception', messageId: envelope.messageId, reason: problem.reason }
  }

  return {
    receive,
    reply: connector.writeReply,
    async settled(messageId) {
      await inFlight.get(messageId)?.catch(() => undefined)
    },
  }
}

async function mustTake(answer: Promise<{ readonly accepted: boolean }>): Promise<void> {
  if (!(await answer).accepted) throw new Error('a message of a warehouse was not kept')
}

const asRepeat = (result: WmsResult): WmsResult =>
  result.kept && result.outcome !== 'exception' ? { ...result, outcome: 'duplicate' } : result

const askingOf =
  ({ location, messageId, orderId }: WmsEnvelope, now: number) =>
  (step: string): Asking => ({
    commandId: `wms.${location}.${messageId}/${step}`,
    actor: `wms:${location}`,
    occurredAt: now,
    correlationId: orderId ?? messageId,
    causationId: `wms.${location}.${messageId}`,
  })
