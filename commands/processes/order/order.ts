import { isEndedByChannel } from '../../../domain/order/ending.ts'
import { expectedInstallations } from '../../../domain/order/installing.ts'
import { isPaidInFull, type Order } from '../../../domain/order/state.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Demand } from '../../../domain/sourcing/nearest.ts'
import type { Auditor } from '../../audit/auditor.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { RulesInForce, Sourcer } from '../../sourcing/sourcer.ts'
import { deliveredAtOf } from '../installation/units.ts'
import type { Next, Process } from '../process.ts'
import type { Tell } from '../told.ts'
import { expireWorkAsks, withAcceptance } from './acceptance.ts'
import { expireHoldAsk, isAuditDue } from './audit.ts'
import { callOffAsks, deliverAsks, fulfilAsks, mayFulfil } from './fulfil.ts'
import type { Held } from './held.ts'
import { type LeavingStep, type Look, lookAt } from './look.ts'
import { keepCompany, leaveCompany } from './merging.ts'
import { lookingBy, overdueOf } from './overdue.ts'
import { excessOf, halfPromisedOf, promisesMore, releaseAsk, settledOf, skuFactsOf } from './reservations.ts'
import { demandsOf, reserveAsks, source } from './source.ts'
import {
  currentPlan,
  isHopelessAgain,
  leftUnpromised,
  type Missing,
  mayReserve,
  missingOf,
  reserveDecidedAsks,
  staying,
} from './sourcing.ts'
import { orderConcerns, orderTriggers } from './triggers.ts'
import { type Waiting, waitForStock } from './waiting.ts'

export interface OrderProcessOptions extends Waiting {
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly auditor: Auditor
  readonly sourcer: Sourcer
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })
const tell = (step: string, asks: readonly Tell[]): Next => ({ do: 'tell', step, asks })
const lastAnswer = (state: Readonly<ProcessState>, step: string) => state.steps.get(step)?.answers[0]

const releaseAsks = (order: Readonly<Order>, excess: readonly (Held & { keep: number })[], reason: string): readonly Ask[] =>
  excess.map((each) => releaseAsk(each, skuFactsOf(order), reason))

/**
 * Sees an order through: has it audited, promises every line at the nearest location or nothing, waits when there is no stock, gives the work
 * out once it may leave, and takes everything back when the order, or units of it, are cancelled.
 */
export function orderProcess(options: OrderProcessOptions): Process {
  const { bus, catalogue, clock, auditor, policies, sourcer } = options

  const isSupplier = (location: string) => catalogue.locationKind(location) === 'supplier'

  async function next(orderId: string, state: Readonly<ProcessState>): Promise<Next> {
    const look = await lookAt(bus, orderId, state)
    if (look === null) return { do: 'nothing' }
    const late = expireWork(look)
    if (late !== null) return late
    const overdue = await overdueOf(look.order, look.works, policies, clock.now())
    if (overdue.asks.length > 0) return ask('overdue', overdue.asks)
    return lookingBy(await decide(look), overdue)
  }

  async function decide(look: Look): Promise<Next> {
    const first = expire(look) ?? expireHold(look) ?? (await leave(look)) ?? callBack(look) ?? callOffCountedOut(look) ?? (await move(look))
    const soFar = first ?? giveBack(look) ?? (await audit(look))
    return soFar ?? (await promise(look)) ?? (await giveOut(look)) ?? deliver(look) ?? complete(look) ?? end(look)
  }

  /** The time to pay, or to pay the balance, may be over. */
  function expire({ order }: Look): Next | null {
    const { phase, payBy, balanceDueAt, orderId, capturedFen, cashOnDelivery } = order
    const dueAt = capturedFen === 0 ? payBy : balanceDueAt
    const isDue = phase === 'open' && dueAt !== null && dueAt <= clock.now() && !cashOnDelivery && !isPaidInFull(order)
    return isDue ? ask('expire', [{ type: 'ExpireUnpaidOrder', data: { orderId, dueAt } }]) : null
  }

  function expireHold({ order }: Look): Next | null {
    const expiring = expireHoldAsk(order, clock.now())
    return expiring === null ? null : ask('expireHold', [expiring])
  }

  /** The time of a location to take its work may be over. */
  function expireWork({ works }: Look): Next | null {
    const asks = expireWorkAsks(works, clock.now())
    return asks.length > 0 ? ask('expireWork', asks) : null
  }

  async function audit({ order, works }: Look): Promise<Next | null> {
    const recording = isAuditDue(order, works) ? await auditor(order) : null
    return recording === null ? null : tell('audit', [recording])
  }

  /** Work must not go on where the order may not leave any more, or goes somewhere else; it is given out anew when it may. */
  function callBack({ order, held, works }: Look): Next | null {
    if (order.phase !== 'open') return null
    const stale = works.filter(({ fulfilment }) => !mayFulfil(order) || !same(fulfilment?.request?.shipTo, order.shipTo))
    const asks = callOffAsks(stale, held, null, 'the order is held or goes elsewhere')
    return asks.length > 0 ? ask('callOff', asks) : null
  }

  /** A count gave up what a location had promised: there is nothing it could send. */
  function callOffCountedOut({ held, works }: Look): Next | null {
    const ended = new Set(held.filter(({ valid }) => valid === 0).map(({ reservationId }) => reservationId))
    const asks = ended.size > 0 ? callOffAsks(works, held, ended, 'the units are not there') : []
    return asks.length > 0 ? ask('callOff', asks) : null
  }

  /**
   * What a location refused or did not find is promised elsewhere before it gives its promise back, where orders are sourced by cost: the order is never
   * without. Where there is no elsewhere, it is given back and waited for as any other.
   */
  async function move(look: Look): Promise<Next | null> {
    const { order, state, held, works, avoided, mostAt } = look
    if (avoided.size === 0 || order.phase !== 'open' || state.givingUp !== null) return null
    const stayed = staying(held, works, mostAt)
    const isMoving = stayed.some(({ valid }, place) => valid < held[place]!.valid)
    if (!isMoving || halfPromisedOf(order, state, held).length > 0) return null
    const rules = await sourcer.rules()
    if (rules === null) return null
    const demands = demandsOf(order, stayed)
    return demands.length === 0 ? null : ((await audit(look)) ?? (await promiseByCost(look, rules, demands, () => null)))
  }

  /** Promises of more than is wanted go back; what the location was asked to do with them is called off first. */
  function giveBack({ order, state, held, works, refusedBy, avoided, mostAt }: Look): Next | null {
    const halfPromised = halfPromisedOf(order, state, held)
    const all = halfPromised.length > 0 ? halfPromised : excessOf(order, held, works, mostAt)
    if (all.length === 0) return null
    if (order.phase === 'cancelled' && state.givingUp === null) return { do: 'giveUp', reason: 'the order is cancelled' }
    const atWork = all.filter((each) => !avoided.has(each.location) || promisesMore(each, works))
    const callOff = callOffAsks(works, held, new Set(atWork.map(({ reservationId }) => reservationId)), 'units are not wanted any more')
    if (callOff.length > 0) return ask('callOff', callOff)
    const excess = settledOf(all, works)
    if (excess.length === 0) return order.phase === 'cancelled' ? { do: 'wait', forWhat: 'callOff', keys: [], dueAt: null } : null
    const moved = halfPromised.length > 0 || order.phase === 'cancelled' ? undefined : excess.find(({ location }) => avoided.has(location))
    if (moved !== undefined) {
      const leaving: LeavingStep = refusedBy.has(moved.location) ? 'moved/' : 'short/'
      const fromThere = excess.filter(({ location }) => location === moved.location)
      return ask(`${leaving}${moved.location}`, releaseAsks(order, fromThere, 'moved'))
    }
    const reason = halfPromised.length > 0 ? 'compensation' : order.phase === 'cancelled' ? 'cancelled' : 'reduced'
    return ask('release', releaseAsks(order, excess, reason))
  }

  /** Every line or nothing; of a cancelled order what left all the same. */
  async function promise(look: Look): Promise<Next | null> {
    const { order, state, held, avoided } = look
    const demands = state.givingUp === null ? demandsOf(order, held) : []
    if (demands.length === 0) return null
    const rules = order.phase === 'open' && !leftUnpromised(order, held) ? await sourcer.rules() : null
    if (rules !== null) return promiseByCost(look, rules, demands, (missing) => wait(look, missing))
    const plan = await source(bus, catalogue, order, demands, avoided)
    if (!plan.complete) return wait(look, plan.missing)
    const attempt = (state.steps.get('reserve')?.attempt ?? -1) + 1
    return ask(
      'reserve',
      reserveAsks(order, plan.placed, catalogue, skuFactsOf(order), () => String(attempt), clock.now()),
    )
  }

  /** Decides first, and says so; then, as soon as the channel's rule allows, promises where the decision names. */
  async function promiseByCost(
    { order, state, avoided }: Look,
    rules: RulesInForce,
    demands: readonly Demand[],
    withoutPlan: (missing: Missing) => Promise<Next> | null,
  ): Promise<Next | null> {
    const now = mayReserve(order, rules.document)
    const plan = currentPlan(order, demands, state, catalogue.activeLocations(), avoided)
    if (plan !== null) return now ? ask('reserve', reserveDecidedAsks(order, plan, catalogue, clock.now())) : null
    const decided = await sourcer.decide(order, demands, avoided, rules)
    if (decided === null) return null
    const { record, unplaceable } = decided
    const isKnown = record.best.length === 0 && isHopelessAgain(order, record)
    if (isKnown) return now ? withoutPlan(missingOf(demands, unplaceable)) : null
    return tell('decide', [{ type: 'RecordSourcingDecision', data: record }])
  }

  /** What a location was to send already and was called back, for a hold or for units cancelled, does not wait for what another one refused. */
  function workAgain(look: Look): Promise<readonly Tell[]> {
    const wasGivenOut = ({ reservationId }: Held) => look.works.some(({ fulfilment }) => fulfilment?.lines.has(reservationId))
    return workAsks({ ...look, held: look.held.filter(wasGivenOut) })
  }

  const wait = (look: Look, missing: Missing): Promise<Next> => waitForStock(look, missing, () => workAgain(look), options)

  /** Tells the order where its units are and, once they may leave, those places to send them: neither answer depends on the other. */
  async function giveOut(look: Look): Promise<Next | null> {
    const { order } = look
    const recording = recordAsk(look)
    const wanted = await workAsks(look)
    const company = recording === null ? await keepCompany(bus, order, look.state, look.works, wanted, clock.now()) : null
    if (company !== null && 'next' in company) return company.next
    // Whom it goes out with is asked once the plan is recorded.
    const work = company?.asks ?? (order.audit?.merging === undefined ? wanted : [])
    // What has left already is looked for once there is work, through the plan: then the plan comes first.
    if (recording !== null) return tell('record', order.shipments.size > 0 ? [recording] : [recording, ...work])
    return work.length > 0 ? tell('fulfil', work) : null
  }

  /** Does not keep those waiting with whom it was to go out, when it does not go. */
  function leave({ order, state, held, works }: Look): Promise<Next | null> {
    return leaveCompany(bus, order, state, works, demandsOf(order, held).length === 0)
  }

  function recordAsk({ order, state, held }: Look): Tell | null {
    const valid = held.filter((each) => each.valid > 0)
    const plan = valid.map(({ lineId, sku, location, locationRegionPath, reservationId, valid: quantity }) => {
      return { lineId, sku, location, locationRegionPath, reservationId, quantity }
    })
    const known = new Map((order.plan ?? []).map(({ reservationId, quantity }) => [reservationId, quantity]))
    const isKnown = plan.length === known.size && plan.every(({ reservationId, quantity }) => known.get(reservationId) === quantity)
    const isOver = order.phase === 'cancelled' && plan.every(({ reservationId }) => known.has(reservationId))
    if (isOver || plan.length === 0 || isKnown) return null
    const data = { orderId: order.orderId, plan }
    const refused = lastAnswer(state, 'record')
    const sameAgain = JSON.stringify(state.steps.get('record')?.asks[0]?.data) === JSON.stringify(data)
    return refused?.accepted === false && sameAgain ? null : { type: 'RecordSourcing', data }
  }

  /** Of a cancelled order only units that were reported to have left are still held: work is what their shipment belongs to. */
  async function workAsks({ order, held, works }: Look): Promise<readonly Tell[]> {
    if (!mayFulfil(order) || (order.phase === 'cancelled' && order.shipments.size === 0)) return []
    const asks = fulfilAsks(order, order.shop, held, works, skuFactsOf(order), isSupplier)
    return withAcceptance(asks, { catalogue, policies, now: clock.now() })
  }

  /** What its channel says of the whole is so of every parcel, and what was said of every parcel is so of the whole. */
  function deliver({ order, works }: Look): Next | null {
    const asks = order.deliveredAt === null ? [] : deliverAsks(works, order.deliveredAt)
    if (asks.length > 0) return tell('deliver', asks)
    const deliveredAt = order.deliveredAt === null ? deliveredAtOf(order, works) : null
    return deliveredAt === null ? null : tell('delivered', [{ type: 'RecordDelivery', data: { orderId: order.orderId, deliveredAt } }])
  }

  /** Where nobody else will say so, the order is done once everything is with the buyer, and installed. */
  function complete({ order }: Look): Next | null {
    const { phase, deliveredAt, orderId } = order
    if (phase !== 'open' || deliveredAt === null || isEndedByChannel(order) || expectedInstallations(order).length > 0) return null
    return ask('complete', [{ type: 'CompleteOrder', data: { orderId, completedAt: clock.now() } }])
  }

  function end({ order, state, held }: Look): Next {
    if (state.givingUp !== null) return { do: 'compensated' }
    if (order.phase === 'cancelled') return { do: 'end', outcome: 'cancelled' }
    const nothingLeft = held.every(({ open }) => open === 0)
    return order.phase === 'completed' && nothingLeft ? { do: 'end', outcome: 'completed' } : { do: 'nothing' }
  }

  return { name: 'order', triggers: orderTriggers, concerns: orderConcerns, next }
}
