import type { TraceConnector } from '../../connectors/port.ts'
import { decode } from '../../domain/codec.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { streamKey, streamName } from '../../domain/shared/stream-name.ts'
import type { TraceEvent } from '../../domain/trace/events.ts'
import { traceAggregate } from '../../domain/trace/trace.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { KeyStore } from '../../stores/keys/port.ts'
import type { Answer, Asking, CommandBus } from '../command-bus.ts'
import { openPayload } from '../personal/reveal.ts'

export interface UnreadableTraceOptions {
  readonly bus: CommandBus
  readonly events: Pick<EventStore, 'readStream'>
  readonly keyStore: KeyStore
  readonly connectors: readonly TraceConnector[]
}

export type ReadAgain =
  | { readonly ok: true; readonly waybill: string }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly expected: string }[] }

/** What carriers sent and nobody could read, kept whole: read again once somebody can, or set aside. */
export interface UnreadableTraces {
  retry(reporter: string, messageId: string, asking: Asking): Promise<ReadAgain | Rejection>
  drop(reporter: string, messageId: string, asking: Asking): Promise<Answer>
}

type Kept = Extract<TraceEvent, { type: 'TraceUnreadable' }>['data']

export function createUnreadableTraces({ bus, events, keyStore, connectors }: UnreadableTraceOptions): UnreadableTraces {
  const step = (asking: Asking, what: string): Asking => ({ ...asking, commandId: `${asking.commandId}/${what}` })
  const settle = (reporter: string, messageId: string, resolution: 'retried' | 'dropped', waybill: string | null) => ({
    type: 'SettleUnreadableTrace',
    data: { reporter, messageId, resolution, waybill },
  })

  async function openOne(reporter: string, messageId: string): Promise<Kept | Rejection> {
    const key = streamKey([reporter], messageId)
    const state = await bus.look(traceAggregate, key)
    if (state === null || state.unreadable === null) return reject('EXCEPTION_UNKNOWN', { messageId })
    if (state.unreadable !== 'open') return reject('EXCEPTION_CLOSED', { messageId, resolution: state.unreadable })
    for await (const page of events.readStream(streamName('trace', key)))
      for (const stored of page) {
        const event = decode(stored) as unknown as TraceEvent
        if (event.type === 'TraceUnreadable') return event.data
      }
    return reject('EXCEPTION_UNKNOWN', { messageId })
  }

  return {
    async retry(reporter, messageId, asking) {
      const kept = await openOne(reporter, messageId)
      if ('accepted' in kept) return kept
      const connector = connectors.find((each) => each.reporter === reporter)
      if (connector === undefined) return reject('UNKNOWN_REPORTER', { reporter })
      const bytes = await openPayload(keyStore, kept.payload)
      if ('withheld' in bytes) return reject('PERSON_UNKNOWN', { messageId, ...bytes })
      const reading = connector.read(bytes)
      if (!reading.ok) return { ok: false, problems: reading.problems }
      const { waybill, carrier, facts } = reading
      const { problems: _, ...message } = kept
      const recorded = await bus.ask({ type: 'RecordTrace', data: { ...message, waybill, carrier, facts } }, step(asking, 'record'))
      if (!recorded.accepted) return recorded
      const settled = await bus.ask(settle(reporter, messageId, 'retried', waybill), step(asking, 'settle'))
      return settled.accepted ? { ok: true, waybill } : settled
    },
    async drop(reporter, messageId, asking) {
      const kept = await openOne(reporter, messageId)
      return 'accepted' in kept ? kept : bus.ask(settle(reporter, messageId, 'dropped', null), asking)
    },
  }
}
