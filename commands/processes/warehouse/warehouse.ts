import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import type { Requested } from '../../../domain/fulfilment/requested.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { lackOfRest, restOf } from '../../../domain/wms/matching.ts'
import { mayHaveIt, wmsOrderAggregate } from '../../../domain/wms/order.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import { mergingWait } from '../order/merging.ts'
import type { Concern, Next, Process } from '../process.ts'
import { type CallingOptions, createCalling } from './calling.ts'
import { letBe } from './calling-off.ts'
import { type AskWarehouse, ask, type Look, placeKey, whichOf, workKey } from './look.ts'
import { followLead, gather, handOverTogether } from './together.ts'

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
    const together = (await handOver(bus, look)) ?? (look.work.under === null ? null : await followLead(bus, look.work))
    if (together !== null) return together
    const gathered = await gather(bus, look.work, look.said, look.now)
    if ('next' in gathered) return gathered.next
    return whole({ ...look, works: [look.work, ...gathered.members] })
  }

  async function whole(look: Look): Promise<Next> {
    return overdue(look) ?? (await letBe(look, askWarehouse)) ?? lacking(look) ?? (await create(look, askWarehouse))
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
    return { work: work as Requested, works: [work as Requested], said, state, settings, policy: { name, version }, now }
  }

  return { name: 'warehouse', triggers, concerns, refusedWaitsFor: (fulfilmentId) => [workKey(fulfilmentId)], next }
}

/** From now on the warehouse is asked before the work is called off. */
async function handOver(bus: CommandBus, { work, now }: Look): Promise<Next | null> {
  if (work.handedOver) return null
  if (!isOpen(work) || work.units.dispatched > 0) return { do: 'nothing' }
  return handOverTogether(bus, work, now)
}

/** It took the work and did not send it in time: that is written down, and the work called off there where that is wanted. */
function overdue(look: Look): Next | null {
  const { work, works, said, settings, now } = look
  const { confirmBy: dueAt } = said
  if (dueAt === null || dueAt > now || works.every((each) => !isOpen(each) || restOf(each) === 0)) return null
  const nextDueAt = settings.confirmWithinMs === null ? null : now + settings.confirmWithinMs
  const noting = { type: 'RecordWmsOverdue', data: { ...whichOf(work), dueAt, nextDueAt } }
  const isCalledOff = settings.whenOverdue === 'callOff' && works.every((each) => each.units.dispatched === 0 && each.callOff === null)
  return ask('overdue', noting, ...(isCalledOff ? expiring(look, 'notConfirmed', dueAt) : []))
}

const expiring = ({ works, now }: Look, because: 'notConfirmed' | 'notTaken', dueAt: number): readonly Ask[] =>
  works.filter(isOpen).map((work) => ({
    type: 'ExpireFulfilment',
    data: { fulfilmentId: idOf(work), because, dueAt, askedAt: now },
  }))

const idOf = ({ request }: Requested): string => request.fulfilmentId
const keysOf = ({ works }: Look): readonly string[] => works.map((work) => workKey(idOf(work)))

/** Nothing more is to come, and what came is short: once no earlier message can be on its way any more, the rest is lacking. */
function lacking(look: Look): Next | null {
  const { works, said, now } = look
  const short = works.filter(isOpen).flatMap((work) => {
    const lines = lackOfRest(work)
    return lines.length === 0 ? [] : [{ type: 'ReportLack', data: { fulfilmentId: idOf(work), lines } }]
  })
  if (!said.isFinal || said.settleBy === null || short.length === 0) return null
  if (said.settleBy > now) return { do: 'wait', forWhat: 'lack', keys: keysOf(look), dueAt: said.settleBy }
  return ask('lack', ...short)
}

async function create(look: Look, askWarehouse: AskWarehouse): Promise<Next> {
  const { works, said, settings } = look
  const { outcome, refusals, code, isPending } = said.calls.create
  const isSent = works.every((work) => restOf(work) === 0)
  if (isSent) return { do: 'end', outcome: 'sent' }
  const isTaken = outcome === 'taken' || said.confirms.size > 0
  const isUntouched = works.every(({ callOff, units }) => callOff === null && units.dispatched === 0)
  if (
    !isTaken &&
    !isPending &&
    outcome === 'refused' &&
    refusals >= settings.refusalsTaken &&
    works.every(({ callOff }) => callOff === null)
  ) {
    // What was lost on its way may lie there all the same: then it is asked to let it be, before anybody else sends.
    if (mayHaveIt(said)) return ask('expire', ...expiring(look, 'notTaken', look.now))
    const reason = `the warehouse refused it: ${code ?? 'FAILURE'}`
    return ask('reject', ...works.map((work) => ({ type: 'RejectFulfilment', data: { fulfilmentId: idOf(work), reason } })))
  }
  if (!isTaken && isUntouched) return askWarehouse(look, 'create')
  // It would not let go of what it never said it took, and the units are wanted: asking for them again is a repeat to who has them.
  const isStillWanted = works.every(
    ({ callOff, units }) => units.dispatched === 0 && callOff?.answer === 'refused' && callOff.as === 'expired',
  )
  if (!isTaken && isStillWanted) return askWarehouse(look, 'create')
  const unanswered = works.filter(({ answer, units, callOff }) => answer === null && units.dispatched === 0 && callOff === null)
  if (unanswered.length > 0)
    return ask('accept', ...unanswered.map((work) => ({ type: 'AcceptFulfilment', data: { fulfilmentId: idOf(work) } })))
  return { do: 'wait', forWhat: 'departure', keys: keysOf(look), dueAt: said.confirmBy }
}

/** Most that wait for one of them: the work of a group, of which each may wait for the lead. */
const mostTogether = 200

/** What happens to work that may lie with a warehouse: only who waits for it is woken, so that all other work costs nothing. */
const ofWork = ['CallOffAsked', 'CallOffRefused', 'FulfilmentCancelled', 'FulfilmentRejected', 'FulfilmentExpired', 'UnitsLacking'] as const
const ofWarehouse = ['ShipmentDispatched', 'WmsOrderConfirmed', 'WmsOrderProgressed'] as const
/** What tells work of merged orders with whom it goes. */
const ofMerging = ['FulfilmentHandedOver', 'WmsCallBegun'] as const
const triggers = [
  'FulfilmentRequested',
  'WmsCallAnswered',
  'WmsReturnCallAnswered',
  ...ofWork,
  ...ofWarehouse,
  ...ofMerging,
  'MergeLeft',
] as const

function concerns(event: ProjectedEvent): Concern {
  if (event.type === 'FulfilmentRequested') {
    const { fulfilmentId, kind } = event.data
    // What is carried out of a store has left with the buyer.
    return {
      instances: kind === 'carryOut' ? [] : [{ instanceId: fulfilmentId }],
      wakes: [{ key: workKey(fulfilmentId), atMost: mostTogether }],
    }
  }
  if (event.type === 'WmsCallAnswered' || event.type === 'WmsReturnCallAnswered')
    return { instances: [], wakes: [{ key: placeKey(event.data.location), atMost: 1 }] }
  if (event.type === 'MergeLeft') return { instances: [], wakes: [{ key: mergingWait(event.data.mergingId), atMost: mostTogether }] }
  const { fulfilmentId } = event.data as { readonly fulfilmentId: string }
  return { instances: [], wakes: [{ key: workKey(fulfilmentId), atMost: mostTogether }] }
}
