import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import type { Requested } from '../../../domain/fulfilment/requested.ts'
import { mergingAggregate } from '../../../domain/merging/merging.ts'
import { restOf } from '../../../domain/wms/matching.ts'
import { mayHaveIt, type WmsOrder, wmsOrderAggregate } from '../../../domain/wms/order.ts'
import type { CommandBus } from '../../command-bus.ts'
import { mergingWait } from '../order/merging.ts'
import type { Next } from '../process.ts'
import { ask, workKey } from './look.ts'

/**
 * Work of merged orders at one location is one delivery to its warehouse: the first of it leads, the others are handed over under it, each by its
 * own stream and once. The lead asks the warehouse for all that is under it; what came too late for that goes by itself.
 */

type Work = Requested | null
const workOf = async (bus: CommandBus, fulfilmentId: string): Promise<Work> => {
  const work = await bus.look(fulfilmentAggregate, fulfilmentId)
  return work === null || work.request === null ? null : (work as Requested)
}

const wait = (forWhat: string, keys: readonly string[], dueAt: number | null): Next => ({ do: 'wait', forWhat, keys, dueAt })
const handOver = (fulfilmentId: string, under: string | null): Next =>
  ask('handOver', { type: 'HandOverFulfilment', data: { fulfilmentId, system: 'wms', ...(under === null ? {} : { under }) } })

/** What was merged at the location and not left since, the lead first; the wait for it ends by `gatherBy`. */
async function mergedAt(bus: CommandBus, { request: { merged, location } }: Requested) {
  if (merged === undefined) return null
  const merging = await bus.look(mergingAggregate, merged.mergingId)
  const group = merging?.groups.get(merged.group)
  if (merging === null || group === undefined) return null
  const present = group.orders.filter(({ orderId }) => {
    const of = merging.orders.get(orderId)
    return of?.is === 'merged' && of.group === merged.group
  })
  const ids = present.flatMap(({ work }) => work.filter((each) => each.location === location).map(({ fulfilmentId }) => fulfilmentId))
  return { ids, gatherBy: group.gatherBy, key: mergingWait(merged.mergingId) }
}

/** Before the warehouse is told anything: whether it goes under another's name is settled once, when it is handed over. */
export async function handOverTogether(bus: CommandBus, work: Requested, now: number): Promise<Next> {
  const { fulfilmentId } = work.request
  const group = await mergedAt(bus, work)
  const lead = group === null || !group.ids.includes(fulfilmentId) ? fulfilmentId : group.ids[0]!
  if (group === null || lead === fulfilmentId) return handOver(fulfilmentId, null)
  const leading = await workOf(bus, lead)
  if (leading === null && now < group.gatherBy) return wait('lead', [group.key, workKey(lead), workKey(fulfilmentId)], group.gatherBy)
  const isLeading = leading !== null && isOpen(leading) && leading.under === null && leading.units.dispatched === 0
  return handOver(fulfilmentId, isLeading ? lead : null)
}

/** What work under another's name waits for; null where it has to go by itself, because the lead went without it, or not at all. */
export async function followLead(bus: CommandBus, work: Requested): Promise<Next | null> {
  const { fulfilmentId } = work.request
  const lead = work.under!
  const said = (await bus.look(wmsOrderAggregate, lead)) ?? wmsOrderAggregate.initial()
  const isIn = said.members?.includes(fulfilmentId) ?? false
  if (said.members !== null && !isIn) return null
  const leading = await workOf(bus, lead)
  const mayLead = leading !== null && isOpen(leading) && leading.units.dispatched === 0
  if (said.members === null && !mayLead) return null
  if (restOf(work) === 0) return { do: 'end', outcome: 'sent' }
  if (!isOpen(work)) return { do: 'end', outcome: 'calledOff' }
  return wait('lead', [workKey(lead), workKey(fulfilmentId)], null)
}

/** Work under the lead's name, or what is waited for before it can be said which. */
export async function gather(
  bus: CommandBus,
  lead: Requested,
  said: Readonly<WmsOrder>,
  now: number,
): Promise<{ readonly members: readonly Requested[] } | { readonly next: Next }> {
  const { fulfilmentId } = lead.request
  if (said.members !== null) {
    const all = await Promise.all(said.members.map((id) => workOf(bus, id)))
    const members = all.filter((each) => each !== null)
    // What the warehouse certainly does not have, it is not asked for again once it is over.
    return { members: mayHaveIt(said) ? members : members.filter(isOpen) }
  }
  const group = isOpen(lead) ? await mergedAt(bus, lead) : null
  if (group === null || group.ids[0] !== fulfilmentId) return { members: [] }
  const others = group.ids.slice(1)
  const works = await Promise.all(others.map((id) => workOf(bus, id)))
  const isComing = (work: Work) => work === null || (isOpen(work) && !work.handedOver)
  if (now < group.gatherBy && works.some(isComing)) return { next: wait('merge', [group.key, ...group.ids.map(workKey)], group.gatherBy) }
  return { members: works.filter((work): work is Requested => work !== null && work.under === fulfilmentId && isOpen(work)) }
}
