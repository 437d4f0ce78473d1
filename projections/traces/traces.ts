import { keyOf } from '../../domain/shared/stream-name.ts'
import type { TraceEvent } from '../../domain/trace/events.ts'
import { traceEvents } from '../../domain/trace/events.ts'
import type { Milestone } from '../../domain/tracking/milestones.ts'
import { type Mark, notTracked, standing, takeFact } from '../../domain/tracking/tracking.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

/** What one reporter says of one waybill. Holds no personal data. */
export type TraceDocument = {
  /** Reporter and waybill; of a message nobody could read, reporter and message. */
  traceId: string
  reporter: string
  /** Null where the message could not be read. */
  waybill: string | null
  carrier: string | null
  state: 'waiting' | 'matched' | 'unmatched' | 'unreadable' | 'read' | 'dropped'
  /** Whether somebody has to see to it. */
  open: boolean
  code: string | null
  problems: { path: string; expected: string }[]
  messages: number
  firstAt: number
  lastAt: number
  milestone: Milestone | null
  status: string | null
  marks: Mark[]
  shipments: { orderId: string; fulfilmentId: string; shipmentId: string }[]
}

/** Traces of carriers: where each parcel is, what it belongs to, and what nobody could be told of. */
export const traces = projection<TraceDocument>({
  name: 'traces',
  version: 2,
  indexes: [{ fields: ['open', 'lastAt'] }, { fields: ['waybill'] }, { fields: ['lastAt'] }],
  handles: Object.keys(traceEvents) as TraceEvent['type'][],
  keys: ({ stream }) => [keyOf(stream)],
  evolve(document, event, key) {
    const traceEvent = event as ProjectedEvent & TraceEvent
    const trace = document ?? begin(key, traceEvent.data.reporter, event.metadata.occurredAt)
    trace.lastAt = event.metadata.occurredAt
    take(trace, traceEvent)
    trace.open = trace.state === 'unmatched' || trace.state === 'unreadable'
    return trace
  },
})

const begin = (traceId: string, reporter: string, firstAt: number): TraceDocument => ({
  ...{ traceId, reporter, waybill: null, carrier: null, state: 'waiting', open: false, code: null, problems: [] },
  ...{ messages: 0, firstAt, lastAt: firstAt, milestone: null, status: null, marks: [], shipments: [] },
})

function take(trace: TraceDocument, { type, data }: TraceEvent): void {
  switch (type) {
    case 'TraceReceived': {
      trace.waybill = data.waybill
      trace.carrier = data.carrier
      trace.messages += 1
      trace.marks = [...data.facts.reduce(takeFact, trace.marks.length === 0 ? notTracked : trace.marks)]
      const mark = standing(trace.marks)
      trace.milestone = mark?.milestone ?? null
      trace.status = mark?.status ?? null
      return
    }
    case 'TraceUnreadable':
      trace.state = 'unreadable'
      trace.code = 'UNPARSABLE'
      trace.messages += 1
      trace.problems = [...data.problems]
      return
    case 'UnreadableTraceSettled':
      trace.state = data.resolution === 'retried' ? 'read' : 'dropped'
      trace.waybill = data.waybill
      return
    case 'TraceUnmatched':
      trace.state = 'unmatched'
      trace.code = data.code
      return
    case 'TraceMatched':
      trace.state = 'matched'
      trace.code = null
      trace.shipments = [...data.shipments]
      return
  }
}
