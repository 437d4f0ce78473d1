import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { type Fulfilment, reportOf } from '../../../domain/fulfilment/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import { mayBeForgotten, recall } from '../../../domain/shared/remembered.ts'
import { same } from '../../../domain/shared/same.ts'
import { streamKey } from '../../../domain/shared/stream-name.ts'
import { type Trace, type TracedShipment, traceAggregate, traceKey } from '../../../domain/trace/trace.ts'
import { standing } from '../../../domain/tracking/tracking.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ShipmentFinder } from '../../traces/find-shipments.ts'
import type { Concern, Next, Process } from '../process.ts'
import type { Tell } from '../told.ts'

export interface TrackingProcessOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly shipments: Pick<ShipmentFinder, 'upToNow'>
  /** Who may report of a waybill. */
  readonly reporters: readonly string[]
  /** How long a trace waits for what left under its waybill before it is shown to somebody; it goes on waiting after that for a while. */
  readonly unmatchedAfterMs: number
  /** How long it waits in all. */
  readonly orphanedAfterMs: number
}

interface Facts {
  readonly reporter: string
  readonly waybill: string
  /** Something left under it. */
  readonly isDeparture: boolean
}

interface Tracked {
  readonly shipment: TracedShipment
  readonly fulfilment: Readonly<Fulfilment>
}

/** Reports told at once. */
const mostAsks = 200
const tell = (step: string, asks: readonly Tell[]): Next => ({ do: 'tell', step, asks })

/**
 * What a carrier reports of a waybill is told to what left under it, each report once, whenever the two come together; and what the carrier
 * says became of it becomes of it. One instance for each waybill of a reporter, and one beside it that looks what left whenever something does: parts
 * of one parcel may be told of one after the other, and after the carrier's last word.
 */
export function trackingProcess({ bus, clock, shipments, reporters, unmatchedAfterMs, orphanedAfterMs }: TrackingProcessOptions): Process {
  async function next(_instanceId: string, state: Readonly<ProcessState>, facts: Json): Promise<Next> {
    const which = facts as unknown as Facts
    const trace = await bus.look(traceAggregate, traceKey(which.reporter, which.waybill))
    if (trace === null || trace.waybill === null) return { do: 'nothing' }
    if (which.isDeparture) return (await match(trace, which)) ?? { do: 'nothing' }
    if (trace.shipments.length === 0) return (await match(trace, which)) ?? waitForShipment(trace, which)
    const tracked = await trackedBy(trace)
    return report(trace, tracked) ?? settle(trace, tracked) ?? (state.started ? over(tracked) : { do: 'nothing' })
  }

  async function match(trace: Readonly<Trace>, { reporter, waybill }: Facts): Promise<Next | null> {
    const found = await shipments.upToNow(waybill)
    const isNew = found.some((shipment) => !trace.shipments.some((known) => same(known, shipment)))
    return isNew ? tell('match', [{ type: 'MatchTrace', data: { reporter, waybill, shipments: found } }]) : null
  }

  function waitForShipment(trace: Readonly<Trace>, { reporter, waybill }: Facts): Next {
    const orphanedAt = trace.firstAt! + orphanedAfterMs
    if (trace.isUnmatched && orphanedAt <= clock.now()) return { do: 'end', outcome: 'unmatched' }
    if (trace.isUnmatched) return { do: 'wait', forWhat: 'shipment', keys: [], dueAt: orphanedAt }
    const dueAt = trace.firstAt! + unmatchedAfterMs
    if (dueAt > clock.now()) return { do: 'wait', forWhat: 'shipment', keys: [], dueAt }
    return tell('miss', [{ type: 'MissShipment', data: { reporter, waybill, code: 'WAYBILL_UNKNOWN', dueAt } }])
  }

  async function trackedBy({ shipments: matched }: Readonly<Trace>): Promise<readonly Tracked[]> {
    const found = await Promise.all(
      matched.map(async (shipment) => ({ shipment, fulfilment: await bus.look(fulfilmentAggregate, shipment.fulfilmentId) })),
    )
    return found.flatMap(({ shipment, fulfilment }) => (fulfilment === null ? [] : [{ shipment, fulfilment }]))
  }

  const triggers = ['TraceReceived', 'TraceMatched', 'ShipmentDispatched'] as const
  return { name: 'tracking', triggers, concerns: (event) => concerns(event, reporters), next }
}

/** What was not told yet. What a fulfilment may have forgotten that it knows is not told again. */
function report({ carrier, waybill, facts }: Readonly<Trace>, tracked: readonly Tracked[]): Next | null {
  const asks = tracked.flatMap(({ shipment: { fulfilmentId, shipmentId }, fulfilment: { tracking } }) =>
    facts.flatMap((fact): Tell[] => {
      const data = { fulfilmentId, shipmentId, carrier, waybill, ...fact }
      const isKnown = recall(tracking, reportOf(data)) !== undefined || mayBeForgotten(tracking, fact.reportedAt)
      return isKnown ? [] : [{ type: 'ReportTracking', data }]
    }),
  )
  return asks.length > 0 ? tell('report', asks.slice(0, mostAsks)) : null
}

/** Who signed has it; who refused it, or has it on its way back at the sender, has not. What became of a shipment before stays. */
function settle({ tracking }: Readonly<Trace>, tracked: readonly Tracked[]): Next | null {
  const mark = standing(tracking)
  if (mark === null) return null
  const asks = tracked.flatMap(({ shipment: { fulfilmentId, shipmentId }, fulfilment }): Tell[] => {
    if (fulfilment.shipments.get(shipmentId)?.outcome !== null) return []
    switch (mark.milestone) {
      case 'delivered':
      case 'installed':
        return [{ type: 'DeliverShipment', data: { fulfilmentId, shipmentId, deliveredAt: mark.firstAt } }]
      case 'refused':
      case 'returned':
        return [{ type: 'RefuseDelivery', data: { fulfilmentId, shipmentId, refusedAt: mark.firstAt, reason: mark.milestone } }]
      default:
        return []
    }
  })
  return asks.length > 0 ? tell('settle', asks) : null
}

function over(tracked: readonly Tracked[]): Next {
  const outcomes = tracked.map(({ shipment, fulfilment }) => fulfilment.shipments.get(shipment.shipmentId)?.outcome ?? null)
  if (outcomes.includes(null)) return { do: 'end', outcome: 'onTheWay' }
  return { do: 'end', outcome: outcomes.includes('refused') ? 'refused' : 'delivered' }
}

function concerns(event: ProjectedEvent, reporters: readonly string[]): Concern {
  if (event.type === 'TraceReceived' || event.type === 'TraceMatched') {
    const { reporter, waybill } = event.data
    return { instances: [instanceOf({ reporter, waybill, isDeparture: false })], wakes: [] }
  }
  if (event.type !== 'ShipmentDispatched' || event.data.waybill === null) return { instances: [], wakes: [] }
  const { waybill } = event.data
  return { instances: reporters.map((reporter) => instanceOf({ reporter, waybill, isDeparture: true })), wakes: [] }
}

const instanceOf = (facts: Facts) => ({
  instanceId: facts.isDeparture ? streamKey([facts.reporter, facts.waybill, 'departure']) : traceKey(facts.reporter, facts.waybill),
  facts: facts as unknown as Json,
})
