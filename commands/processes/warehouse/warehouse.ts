import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import type { Requested } from '../../../domain/fulfilment/requested.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { lackOfRest, restOf } from '../../../domain/wms/matching.ts'
import { mayHaveIt, wmsOrderAggregate } from '../../../domain/wms/order.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Concern, Next, Process } from '../process.ts'
import { type CallingOptions, createCalling } from './calling.ts'
import { letBe } from './calling-off.ts'
import { type AskWarehouse, ask, type Look, placeKey, whichOf, workKey } from './look.ts'

export interface WarehouseProcessOptions extends CallingOptions {
  readonly bus: CommandBus
  readonly policies: Policies
}

/**
 * Gives work to the warehouse management system of its location, where it has one: hands it over, has it taken, waits for what leaves, and asks
 * to let it be when it is called off. One instance for each fulfilment.
 */
export function warehouseProcess(options: WarehouseProcessOptions): Process {
  const { bus, policies, clock } = options
  const askWarehouse = createCalling(options)

  async function next(fulfilmentId: string, state: Readonly<ProcessState>): Promise<Next> {
    const look = await lookAt(fulfilmentId, state)
    if (look === null) return { do: 'nothing' }
    return handOver(look) ?? (await letBe(look, askWarehouse)) ?? overdue(look) ?? lacking(look) ?? (await create(look, askWarehouse))
  }

  async function lookAt(fulfilmentId: string, state: Readonly<ProcessState>): Promise<Look | null> {
    const now = clock.now()
    const { name, version, document } = await policies.inForce('wms', now)
    if (version === 0) return null
    const work = await bus.look(fulfilmentAggregate, fulfilmentId)
    if (work === null || work.request === null) return null
    const { location } = work.request
    const settings = document.warehouses.find((each) => each.location === location)
    if (settings === undefined) return null
    const said = (await bus.look(wmsOrderAggregate, fulfilmentId)) ?? wmsOrderAggregate.initial()
    return { work: work as Requested, said, state, settings, policy: { name, version }, now }
  }

  return { name: 'warehouse', triggers, concerns, next }
}

/** From now on the warehouse is asked before the work is called off. */
function handOver({ work }: Look): Next | null {
  if (work.handedOver) return null
  if (!isOpen(work) || work.units.dispatched > 0) return { do: 'nothing' }
  return ask('handOver', { type: 'HandOverFulfilment', data: { fulfilmentId: work.request.fulfilmentId, system: 'wms' } })
}

/** It took the work and did not send it in time: that is written down, and the work called off there where that is wanted. */
function overdue(look: Look): Next | null {
  const { work, said, settings, now } = look
  const { confirmBy: dueAt } = said
  if (dueAt === null || dueAt > now || restOf(work) === 0) return null
  const nextDueAt = settings.confirmWithinMs === null ? null : now + settings.confirmWithinMs
  const noting = { type: 'RecordWmsOverdue', data: { ...whichOf(work), dueAt, nextDueAt } }
  const isCalledOff = settings.whenOverdue === 'callOff' && work.units.dispatched === 0 && work.callOff === null
  return ask('overdue', noting, ...(isCalledOff ? [expiring(look, 'notConfirmed', dueAt)] : []))
}

const expiring = ({ work, now }: Look, because: 'notConfirmed' | 'notTaken', dueAt: number): Ask => ({
  type: 'ExpireFulfilment',
  data: { fulfilmentId: work.request.fulfilmentId, because, dueAt, askedAt: now },
})

/** Nothing more is to come, and what came is short: once no earlier message can be on its way any more, the rest is lacking. */
function lacking({ work, said, now }: Look): Next | null {
  const lines = lackOfRest(work)
  if (!said.isFinal || said.settleBy === null || lines.length === 0) return null
  const { fulfilmentId } = work.request
  if (said.settleBy > now) return { do: 'wait', forWhat: 'lack', keys: [workKey(fulfilmentId)], dueAt: said.settleBy }
  return ask('lack', { type: 'ReportLack', data: { fulfilmentId, lines } })
}

async function create(look: Look, askWarehouse: AskWarehouse): Promise<Next> {
  const { work, said, settings } = look
  const { fulfilmentId } = work.request
  const { outcome, refusals, code, isPending } = said.calls.create
  const isSent = restOf(work) === 0
  if (isSent) return { do: 'end', outcome: 'sent' }
  const isTaken = outcome === 'taken' || said.confirms.size > 0
  if (!isTaken && !isPending && outcome === 'refused' && refusals >= settings.refusalsTaken && work.callOff === null) {
    // What was lost on its way may lie there all the same: then it is asked to let it be, before anybody else sends.
    if (mayHaveIt(said)) return ask('expire', expiring(look, 'notTaken', look.now))
    return ask('reject', { type: 'RejectFulfilment', data: { fulfilmentId, reason: `the warehouse refused it: ${code ?? 'FAILURE'}` } })
  }
  if (!isTaken && work.callOff === null && work.units.dispatched === 0) return askWarehouse(look, 'create')
  if (work.answer === null && work.units.dispatched === 0 && work.callOff === null)
    return ask('accept', { type: 'AcceptFulfilment', data: { fulfilmentId } })
  return { do: 'wait', forWhat: 'departure', keys: [workKey(fulfilmentId)], dueAt: said.confirmBy }
}

/** What happens to work that may lie with a warehouse: only who waits for it is woken, so that all other work costs nothing. */
const ofWork = ['CallOffAsked', 'CallOffRefused', 'FulfilmentCancelled', 'FulfilmentRejected', 'FulfilmentExpired', 'UnitsLacking'] as const
const ofWarehouse = ['ShipmentDispatched', 'WmsOrderConfirmed', 'WmsOrderProgressed'] as const
const triggers = ['FulfilmentRequested', 'WmsCallAnswered', ...ofWork, ...ofWarehouse] as const

function concerns(event: ProjectedEvent): Concern {
  if (event.type === 'FulfilmentRequested') {
    const { fulfilmentId, kind } = event.data
    // What is carried out of a store has left with the buyer.
    return { instances: kind === 'carryOut' ? [] : [{ instanceId: fulfilmentId }], wakes: [] }
  }
  if (event.type === 'WmsCallAnswered') return { instances: [], wakes: [{ key: placeKey(event.data.location), atMost: 1 }] }
  const { fulfilmentId } = event.data as { readonly fulfilmentId: string }
  return { instances: [], wakes: [{ key: workKey(fulfilmentId), atMost: 1 }] }
}
