import { orderAggregate } from '../../../domain/order/order.ts'
import { isPaidInFull, type Order } from '../../../domain/order/state.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { Auditor } from '../../audit/auditor.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Next, Process } from '../process.ts'
import { expireWorkAsks, withAcceptance } from './acceptance.ts'
import { expireHoldAsk, isAuditDue } from './audit.ts'
import { callOffAsks, deliverAsks, fulfilAsks, goneOf, mayFulfil, refusing, sentInPart, undecided, type Work, workOf } from './fulfil.ts'
import type { Held } from './held.ts'
import { excessOf, releaseAsk, reservationsOf, skuFactsOf, withGone } from './reservations.ts'
import { demandsOf, reserveAsks, source } from './source.ts'
import { orderConcerns, orderTriggers } from './triggers.ts'

export interface OrderProcessOptions {
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly auditor: Auditor
  readonly policies: Policies
  /** How long an order waits for stock before it is cancelled. */
  readonly backorderForMs: number
}

/** Everything one look is about. */
interface Look {
  readonly order: Readonly<Order>
  readonly state: Readonly<ProcessState>
  readonly held: readonly Held[]
  readonly works: readonly Work[]
  /** Locations that will not do the work for this order. */
  readonly refusedBy: ReadonlySet<string>
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })
/** Too much is promised only because units are lacking: the work is to send no more than what stays promised. */
const isLackAlone = (works: readonly Work[], { reservationId, keep, valid, open }: Held & { keep: number }): boolean => {
  const sent = sentInPart(works, reservationId)
  return sent !== null && sent <= keep - goneOf(works, reservationId, valid - open)
}

const lastAnswer = (state: Readonly<ProcessState>, step: string) => state.steps.get(step)?.answers[0]

/** The step that gives back what a location refused, remembered for as long as the order is: it is not asked again for this order. */
const movedFrom = (location: string): string => `moved/${location}`
const leftBehind = ({ steps }: Readonly<ProcessState>): readonly string[] =>
  [...steps.keys()].filter((step) => step.startsWith('moved/')).map((step) => step.slice('moved/'.length))

const releaseAsks = (order: Readonly<Order>, excess: readonly (Held & { keep: number })[], reason: string): readonly Ask[] =>
  excess.map((each) => releaseAsk(each, skuFactsOf(order), reason))

/**
 * Sees an order through: has it audited, promises every line at the nearest location or nothing, waits when there is no stock, gives the work
 * out once it may leave, and takes everything back when the order, or units of it, are cancelled.
 */
export function orderProcess(options: OrderProcessOptions): Process {
  const { bus, catalogue, clock, auditor, policies } = options

  async function lookAt(orderId: string, state: Readonly<ProcessState>): Promise<Look | null> {
    const order = await bus.look(orderAggregate, orderId)
    if (order === null) return null
    const held = await reservationsOf(bus, order, state)
    const works = await workOf(
      bus,
      orderId,
      held.map(({ location }) => location),
    )
    return { order, state, held: withGone(held, works), works, refusedBy: new Set([...refusing(works), ...leftBehind(state)]) }
  }

  async function next(orderId: string, state: Readonly<ProcessState>): Promise<Next> {
    const look = await lookAt(orderId, state)
    if (look === null) return { do: 'nothing' }
    const late = expireWork(look)
    if (late !== null) return late
    const soFar = expire(look) ?? expireHold(look) ?? callBack(look) ?? callOffCountedOut(look) ?? giveBack(look) ?? (await audit(look))
    return soFar ?? (await promise(look)) ?? (await giveOut(look)) ?? deliver(look) ?? end(look)
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
    return recording === null ? null : ask('audit', [recording])
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

  /** Promises of more than is wanted go back; what the location was asked to do with them is called off first. */
  function giveBack({ order, state, held, works, refusedBy }: Look): Next | null {
    const refusals = state.steps.get('reserve')?.answers.some(({ accepted }) => !accepted) ?? false
    const unplanned = held.filter(({ reservationId }) => !order.plan?.some((each) => each.reservationId === reservationId))
    const halfPromised = refusals ? unplanned.filter(({ open }) => open > 0).map((each) => ({ ...each, keep: each.valid - each.open })) : []
    const all = halfPromised.length > 0 ? halfPromised : excessOf(order, held, works, refusedBy)
    if (all.length === 0) return null
    if (order.phase === 'cancelled' && state.givingUp === null) return { do: 'giveUp', reason: 'the order is cancelled' }
    const unwanted = all.filter((each) => !isLackAlone(works, each)).map(({ reservationId }) => reservationId)
    const callOff = callOffAsks(works, held, new Set(unwanted), 'units are not wanted any more')
    if (callOff.length > 0) return ask('callOff', callOff)
    const open = undecided(works)
    const excess = all.filter(({ reservationId }) => !open.has(reservationId))
    if (excess.length === 0) return order.phase === 'cancelled' ? { do: 'wait', forWhat: 'callOff', keys: [], dueAt: null } : null
    const moved =
      halfPromised.length > 0 || order.phase === 'cancelled' ? undefined : excess.find(({ location }) => refusedBy.has(location))
    if (moved !== undefined)
      return ask(
        movedFrom(moved.location),
        releaseAsks(
          order,
          excess.filter(({ location }) => location === moved.location),
          'moved',
        ),
      )
    const reason = halfPromised.length > 0 ? 'compensation' : order.phase === 'cancelled' ? 'cancelled' : 'reduced'
    return ask('release', releaseAsks(order, excess, reason))
  }

  /** Every line or nothing; of a cancelled order what left all the same. */
  async function promise(look: Look): Promise<Next | null> {
    const { order, state, held, refusedBy } = look
    const demands = state.givingUp === null ? demandsOf(order, held) : []
    if (demands.length === 0) return null
    const plan = await source(bus, catalogue, order, demands, refusedBy)
    if (!plan.complete) return waitForStock(look, plan.missing)
    const attempt = (state.steps.get('reserve')?.attempt ?? -1) + 1
    return ask('reserve', reserveAsks(order, plan.placed, catalogue, skuFactsOf(order), attempt, clock.now()))
  }

  /**
   * Units of a completed order have left from stock the ledger did not know of; nothing waits for them. An order of which something
   * has left is not cancelled for want of the rest: it waits on. What left of a cancelled order waits to be seen, as long as a backorder.
   */
  async function waitForStock(look: Look, missing: readonly { sku: string; quantity: number }[]): Promise<Next> {
    const { order, state } = look
    const { orderId, backorder, phase } = order
    const withoutStock: Next = { do: 'end', outcome: 'shippedWithoutStock' }
    const isOver = phase === 'cancelled' && state.outcome === withoutStock.outcome
    if (phase === 'completed' || isOver) return withoutStock
    const keys = missing.map(({ sku }) => `sku:${sku}`)
    const renewed = clock.now() + options.backorderForMs
    if (phase === 'cancelled') {
      const dueAt = state.waiting?.dueAt ?? renewed
      return dueAt <= clock.now() ? withoutStock : { do: 'wait', forWhat: 'stock', keys, dueAt }
    }
    const dueAt = backorder === null || (backorder.dueAt <= clock.now() && order.shipments.size > 0) ? renewed : backorder.dueAt
    if (dueAt <= clock.now()) return ask('cancel', [{ type: 'CancelOrder', data: { orderId, reason: 'noStock', cancelledBy: 'process' } }])
    if (backorder?.dueAt !== dueAt || !same(backorder.missing, missing))
      return ask('backorder', [{ type: 'RecordBackorder', data: { orderId, missing, dueAt } }])
    const again = await workAgainAsks(look)
    return again.length > 0 ? ask('fulfil', again) : { do: 'wait', forWhat: 'stock', keys, dueAt }
  }

  /** What a location was to send already and was called back, for a hold or for units cancelled, does not wait for what another one refused. */
  function workAgainAsks(look: Look): Promise<readonly Ask[]> {
    const wasGivenOut = ({ reservationId }: Held) => look.works.some(({ fulfilment }) => fulfilment?.lines.has(reservationId))
    return workAsks({ ...look, held: look.held.filter(wasGivenOut) })
  }

  /** Tells the order where its units are and, once they may leave, those places to send them: neither answer depends on the other. */
  async function giveOut(look: Look): Promise<Next | null> {
    const { order } = look
    const recording = recordAsk(look)
    const work = await workAsks(look)
    // What has left already is looked for once there is work, through the plan: then the plan comes first.
    if (recording !== null) return ask('record', order.shipments.size > 0 ? [recording] : [recording, ...work])
    return work.length > 0 ? ask('fulfil', work) : null
  }

  function recordAsk({ order, state, held }: Look): Ask | null {
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
  async function workAsks({ order, held, works }: Look): Promise<readonly Ask[]> {
    if (!mayFulfil(order) || (order.phase === 'cancelled' && order.shipments.size === 0)) return []
    return withAcceptance(fulfilAsks(order, order.shop, held, works, skuFactsOf(order)), { catalogue, policies, now: clock.now() })
  }

  function deliver({ order, works }: Look): Next | null {
    const asks = order.deliveredAt === null ? [] : deliverAsks(works, order.deliveredAt)
    return asks.length > 0 ? ask('deliver', asks) : null
  }

  function end({ order, state, held }: Look): Next {
    if (state.givingUp !== null) return { do: 'compensated' }
    if (order.phase === 'cancelled') return { do: 'end', outcome: 'cancelled' }
    const nothingLeft = held.every(({ open }) => open === 0)
    return order.phase === 'completed' && nothingLeft ? { do: 'end', outcome: 'completed' } : { do: 'nothing' }
  }

  return { name: 'order', triggers: orderTriggers, concerns: orderConcerns, next }
}
