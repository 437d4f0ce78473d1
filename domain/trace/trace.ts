import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import { notTracked, type Tracking, takeFact } from '../tracking/tracking.ts'
import { type TraceCommand, traceCommands } from './commands.ts'
import type { TraceEvent } from './events.ts'
import type { TracedFact } from './fields.ts'

type DataOf<Type extends TraceEvent['type']> = Extract<TraceEvent, { type: Type }>['data']
export type TracedShipment = DataOf<'TraceMatched'>['shipments'][number]

export interface Trace {
  waybill: string | null
  carrier: string | null
  firstAt: number | null
  /** By message id. */
  readonly messages: Set<string>
  /** Everything that was reported, each once, as it came. */
  readonly facts: TracedFact[]
  readonly known: Set<string>
  tracking: Tracking
  shipments: readonly TracedShipment[]
  isUnmatched: boolean
  /** Of a message nobody could read: whether it still waits for somebody, or how that ended. */
  unreadable: 'open' | 'retried' | 'dropped' | null
}

export const traceKey = (reporter: string, waybill: string): string => streamKey([reporter, waybill])

/** More lines than a parcel has in its life: beyond them a message is kept, and says nothing new. */
const mostFacts = 5_000

const factKey = ({ reportedAt, textHash }: TracedFact): string => `${reportedAt} ${textHash}`

/** Lines nobody reported before: a carrier sends its whole trace each time. */
export function freshFacts({ known, facts }: Readonly<Trace>, told: readonly TracedFact[]): readonly TracedFact[] {
  const fresh = new Map<string, TracedFact>()
  for (const fact of told) if (!known.has(factKey(fact)) && !fresh.has(factKey(fact))) fresh.set(factKey(fact), fact)
  return [...fresh.values()].slice(0, Math.max(0, mostFacts - facts.length))
}

const initial = (): Trace => ({
  ...{ waybill: null, carrier: null, firstAt: null, messages: new Set<string>(), facts: [], known: new Set<string>() },
  ...{ tracking: notTracked, shipments: [], isUnmatched: false, unreadable: null },
})

function evolve(trace: Trace, { type, data }: TraceEvent): Trace {
  switch (type) {
    case 'TraceReceived':
      trace.waybill = data.waybill
      trace.carrier = data.carrier
      trace.firstAt ??= data.receivedAt
      trace.messages.add(data.messageId)
      for (const fact of data.facts) {
        trace.facts.push(fact)
        trace.known.add(factKey(fact))
        trace.tracking = takeFact(trace.tracking, fact)
      }
      return trace
    case 'TraceUnreadable':
      trace.messages.add(data.messageId)
      trace.unreadable = 'open'
      return trace
    case 'UnreadableTraceSettled':
      trace.unreadable = data.resolution
      return trace
    case 'TraceUnmatched':
      trace.isUnmatched = true
      return trace
    case 'TraceMatched':
      trace.shipments = data.shipments
      trace.isUnmatched = false
      return trace
  }
}

function decide(trace: Readonly<Trace>, { type, data }: TraceCommand): Decision<TraceEvent> {
  switch (type) {
    case 'RecordTrace':
      return trace.messages.has(data.messageId)
        ? accept()
        : accept({ type: 'TraceReceived', data: { ...data, facts: [...freshFacts(trace, data.facts)] } })
    case 'RecordUnreadableTrace':
      return trace.messages.has(data.messageId) ? accept() : accept({ type: 'TraceUnreadable', data })
    case 'SettleUnreadableTrace':
      if (trace.unreadable === data.resolution) return accept()
      if (trace.unreadable === null) return reject('EXCEPTION_UNKNOWN', { messageId: data.messageId })
      if (trace.unreadable !== 'open') return reject('EXCEPTION_CLOSED', { messageId: data.messageId, resolution: trace.unreadable })
      return accept({ type: 'UnreadableTraceSettled', data })
    case 'MissShipment':
      if (trace.waybill === null) return unknown(data.waybill)
      if (trace.shipments.length > 0) return reject('WAYBILL_KNOWN', { shipments: trace.shipments })
      return trace.isUnmatched ? accept() : accept({ type: 'TraceUnmatched', data })
    case 'MatchTrace': {
      if (trace.waybill === null) return unknown(data.waybill)
      const shipments = [...trace.shipments, ...data.shipments.filter((each) => !trace.shipments.some((one) => same(one, each)))]
      return shipments.length === trace.shipments.length ? accept() : accept({ type: 'TraceMatched', data: { ...data, shipments } })
    }
  }
}

const unknown = (waybill: string): Rejection => reject('WAYBILL_UNKNOWN', { waybill })

type Frozen = Omit<Trace, 'messages' | 'known'> & { readonly messages: readonly string[] }

/** Commands whose repeats the trace itself knows: these a process may tell it. */
export const keyedOfTrace = [
  'RecordTrace',
  'RecordUnreadableTrace',
  'MatchTrace',
  'MissShipment',
] as const satisfies readonly TraceCommand['type'][]

/** What one reporter says of one waybill: stream `trace-<reporter>.<waybill>`; a message without one is a stream of its own. */
export const traceAggregate: Aggregate<{ state: Trace; command: TraceCommand; event: TraceEvent }> = {
  category: 'trace',
  stateVersion: 2,
  commandTypes: Object.keys(traceCommands) as TraceCommand['type'][],
  naturallyKeyed: keyedOfTrace,
  key: ({ type, data }) =>
    type === 'RecordUnreadableTrace' || type === 'SettleUnreadableTrace'
      ? streamKey([data.reporter], data.messageId)
      : traceKey(data.reporter, data.waybill),
  initial,
  evolve,
  decide,
  freeze: ({ messages, known: _, facts, ...rest }) => ({ ...rest, facts: [...facts], messages: [...messages] }) satisfies Frozen,
  thaw(frozen) {
    const { messages, facts, ...rest } = frozen as Frozen
    return { ...rest, facts: [...facts], messages: new Set(messages), known: new Set(facts.map(factKey)) }
  },
  weigh: ({ messages, facts }) => 600 + 60 * messages.size + 300 * facts.length,
}
