import type { TraceConnector, TraceReading } from '../../connectors/port.ts'
import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import { traceKey } from '../../domain/trace/trace.ts'
import type { CommandBus } from '../command-bus.ts'
import type { PersonSealer, Sealer } from '../personal/sealer.ts'
import type { Clock } from '../ports/clock.ts'
import type { ShipmentFinder } from './find-shipments.ts'

export interface TraceIntakeOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly sealer: Sealer
  readonly shipments: Pick<ShipmentFinder, 'soFar'>
}

export interface TakenTrace {
  readonly messageId: string
  readonly outcome: 'taken' | 'duplicate' | 'unreadable'
  readonly waybill: string | null
  /** Log position to wait for when reading what became of it; null for a repeat. */
  readonly position: bigint | null
}

export interface TraceIntake {
  /** Resolves once the message is durable, whole and sealed; what follows from it is done after that. Its signature was checked before. */
  receive(body: Uint8Array, connector: TraceConnector): Promise<TakenTrace>
}

export function createTraceIntake({ bus, clock, sealer, shipments }: TraceIntakeOptions): TraceIntake {
  /** Under the key of the order it is about, where that is known, so that it is forgotten with its buyer. */
  async function personOf(reading: TraceReading, messageId: string): Promise<PersonSealer> {
    const [shipment] = reading.ok ? await shipments.soFar(reading.waybill) : []
    return sealer.personOf({ channel: null, party: null, orderKey: shipment?.orderId ?? null, messageId })
  }

  return {
    async receive(body, connector) {
      const { reporter } = connector
      const messageId = sealer.messageId(Buffer.concat([Buffer.from(`trace.${reporter}\n`), body]))
      const reading = connector.read(body)
      const person = await personOf(reading, messageId)
      const kept = { personId: person.personId, payload: person.sealPayload(body), byteLength: body.length }
      const about = { reporter, messageId, receivedAt: clock.now(), ...kept }
      const command: AnyCommand = reading.ok
        ? { type: 'RecordTrace', data: { ...about, carrier: reading.carrier, waybill: reading.waybill, facts: reading.facts } }
        : { type: 'RecordUnreadableTrace', data: { ...about, problems: reading.problems } }
      const commandId = `trace.${reporter}.${messageId}/keep`
      const correlationId = reading.ok ? traceKey(reporter, reading.waybill) : streamKey([reporter], messageId)
      const asking = { commandId, actor: `carrier:${reporter}`, occurredAt: about.receivedAt, correlationId, causationId: commandId }
      const answer = await bus.ask(command, asking)
      if (!answer.accepted) throw new Error(`a trace was not kept: ${answer.code}`)
      const isNew = answer.events.length > 0
      const outcome = !reading.ok ? 'unreadable' : isNew ? 'taken' : 'duplicate'
      return { messageId, outcome, waybill: reading.ok ? reading.waybill : null, position: isNew ? answer.position : null }
    },
  }
}
