import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import { giftsDue, listValueFen } from '../../../domain/after-sales/gifts.ts'
import { undoesSale, unitsOf } from '../../../domain/after-sales/rules.ts'
import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import { installationAggregate } from '../../../domain/installation/installation.ts'
import { type InstallationRequest, isOver } from '../../../domain/installation/state.ts'
import { expectedInstallations } from '../../../domain/order/installing.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { notShipped, type Order } from '../../../domain/order/state.ts'
import type { AfterSalesDocument } from '../../../domain/policy/kinds/after-sales.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies, PolicyInForce } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Concern, Next, Process } from '../process.ts'
import { openCaseAsks } from './refused-parcels.ts'

export interface ConsequencesProcessOptions {
  readonly bus: CommandBus
  readonly policies: Policies
  readonly clock: Clock
  /** Work cards to install that are open for an order, whoever made them. */
  readonly openInstallations: (orderId: string) => Promise<readonly OpenInstallation[]>
}

export interface OpenInstallation {
  readonly installationId: string
  readonly lines: InstallationRequest['lines']
}

interface Look {
  readonly order: Readonly<Order>
  readonly state: Readonly<ProcessState>
  /** Every case the order gave money to, or that was told to undo something. */
  readonly cases: readonly Readonly<AfterSalesCase>[]
  readonly undoing: readonly Readonly<AfterSalesCase>[]
  readonly rules: PolicyInForce<AfterSalesDocument>
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })
const told = 'undo/'

/**
 * Sees to what else follows when units of an order are sold no more, one instance for each order, since two cases may share a gift: it is told
 * to whoever holds something on account of the sale, gifts go back or are charged, appointments to install are called off. Where the refund
 * falls through all of it is taken back, the last first.
 */
export function consequencesProcess({ bus, policies, clock, openInstallations }: ConsequencesProcessOptions): Process {
  async function next(orderId: string, state: Readonly<ProcessState>): Promise<Next> {
    const order = await bus.look(orderAggregate, orderId)
    if (order === null) return { do: 'nothing' }
    const rules = await policies.inForce('after-sales', clock.now())
    // Nothing follows by what is built in, and nothing was done by other rules.
    if (rules.version === 0 && !state.started) return { do: 'nothing' }
    const cases = await casesOf(order, state)
    const look: Look = { order, state, cases, undoing: cases.filter(undoesSale), rules }
    const opening = await openCaseAsks(bus, order, rules, clock.now())
    if (opening !== null) return ask(opening.step, opening.asks)
    const soFar = takeBack(look) ?? tell(look) ?? gifts(look) ?? chargeMissing(look) ?? (await callOffInstallations(look))
    return soFar ?? (state.started ? { do: 'end', outcome: 'followed' } : { do: 'nothing' })
  }

  async function casesOf(order: Readonly<Order>, state: Readonly<ProcessState>): Promise<readonly Readonly<AfterSalesCase>[]> {
    const before = [...state.steps.keys()].filter((step) => step.startsWith(told)).map((step) => step.slice(told.length))
    const ids = [...new Set([...order.refunds.keys(), ...before])].sort()
    const found = await Promise.all(ids.map((id) => bus.look(afterSalesAggregate, id)))
    return found.filter((one) => one !== null)
  }

  /** The last that was done is the first that is taken back: gifts, then the sale. */
  function takeBack({ cases, state }: Look): Next | null {
    const fallen = cases.find((one) => !undoesSale(one) && (one.undone !== null || one.gifts.size > 0))
    if (fallen === undefined) return state.givingUp === null ? null : { do: 'compensated' }
    if (state.givingUp === null) return { do: 'giveUp', reason: `refund ${fallen.afterSalesId} fell through` }
    const { afterSalesId } = fallen
    const [lineId] = [...fallen.gifts.keys()].toReversed()
    if (lineId !== undefined) return ask(`waive/${afterSalesId}`, [{ type: 'WaiveGift', data: { afterSalesId, lineId } }])
    return ask(`restore/${afterSalesId}`, [{ type: 'RestoreSale', data: { afterSalesId } }])
  }

  function tell({ order, undoing, rules }: Look): Next | null {
    const untold = rules.document.tellUndoneSales ? undoing.find(({ undone }) => undone === null) : undefined
    if (untold === undefined) return null
    const { afterSalesId } = untold
    const data = { afterSalesId, lines: unitsOf(untold, order), policy: nameOf(rules) }
    return ask(told + afterSalesId, [{ type: 'UndoSale', data }])
  }

  /** A gift that has not left is not sent; one that has goes back with the case that was the last to undo what earned it. */
  function gifts({ order, undoing, rules }: Look): Next | null {
    const how = rules.document.gifts
    if (how === 'stay') return null
    for (const { line, quantity } of giftsDue(order, undoing)) {
      const unsent = order.phase === 'open' ? Math.min(quantity, Math.max(0, notShipped(line))) : 0
      if (unsent > 0) {
        const data = { orderId: order.orderId, lineId: line.lineId, quantity: unsent, reason: 'what earned the gift goes back' }
        return ask(`cancelGift/${line.lineId}`, [{ type: 'CancelLine', data }])
      }
      const last = undoing.findLast(({ gifts: claimed }) => !claimed.has(line.lineId))
      if (line.shipped === 0 || last === undefined) continue
      const claim = { afterSalesId: last.afterSalesId, lineId: line.lineId, sku: line.sku, quantity, policy: nameOf(rules) }
      const amountFen = how === 'charge' ? listValueFen(line, quantity) : 0
      return ask(told + last.afterSalesId, [{ type: 'ClaimGift', data: { ...claim, how, amountFen } }])
    }
    return null
  }

  /** The rest is back, or overdue, and the gift is not. */
  function chargeMissing({ order, undoing, rules }: Look): Next | null {
    if (rules.document.giftsNotBack !== 'charge') return null
    for (const { afterSalesId, gifts: claimed, receipts, returnDeadline } of undoing) {
      if (receipts.size === 0 && !returnDeadline?.isOver) continue
      const back = [...receipts.values()].flatMap(({ received }) => received.units)
      for (const [lineId, { how, quantity }] of claimed) {
        const line = order.lines.get(lineId)
        const missing = quantity - back.filter((unit) => unit.lineId === lineId).reduce((units, unit) => units + unit.quantity, 0)
        if (how !== 'return' || missing <= 0 || line === undefined) continue
        const claim = { afterSalesId, lineId, sku: line.sku, quantity: missing, how: 'charge', amountFen: listValueFen(line, missing) }
        return ask(`charge/${afterSalesId}/${lineId}`, [{ type: 'ClaimGift', data: { ...claim, policy: nameOf(rules) } }])
      }
    }
    return null
  }

  /** A crew does not come for units that all go back; it goes on for those that stay. */
  async function callOffInstallations({ order, undoing, rules }: Look): Promise<Next | null> {
    if (!rules.document.tellUndoneSales || undoing.length === 0) return null
    const undone = new Map<string, number>()
    for (const one of undoing)
      for (const { lineId, quantity } of unitsOf(one, order)) undone.set(lineId, (undone.get(lineId) ?? 0) + quantity)
    const pointless = (await openCards(order)).filter(({ lines }) =>
      lines.every(({ lineId, sku, quantity }) => piecesOf(order, lineId, sku, undone) >= quantity),
    )
    if (pointless.length === 0) return null
    const cancelledAt = clock.now()
    return ask(
      'callOffInstallations',
      pointless.map(({ installationId }) => ({
        type: 'CancelInstallation',
        data: { installationId, reason: 'unitsReturned', note: null, cancelledAt },
      })),
    )
  }

  /** Those the order expects say themselves how they stand; of those somebody else made only the read model knows. */
  async function openCards(order: Readonly<Order>): Promise<readonly OpenInstallation[]> {
    const cards = await Promise.all(expectedInstallations(order).map((installationId) => bus.look(installationAggregate, installationId)))
    const expected = cards.flatMap((card) => (card === null || card.request === null || isOver(card) ? [] : [card.request]))
    const others = (await openInstallations(order.orderId)).filter(({ installationId }) => !order.installations.has(installationId))
    return [...expected, ...others]
  }

  return { name: 'consequences', triggers, concerns, next }
}

/** Of a line's units that go back, the pieces of one SKU. */
const piecesOf = (order: Readonly<Order>, lineId: string, sku: string, units: ReadonlyMap<string, number>): number => {
  const part = order.lines.get(lineId)?.stock.find((each) => each.sku === sku)
  return (units.get(lineId) ?? 0) * (part?.quantityPerUnit ?? 1)
}

const nameOf = ({ name, version }: Look['rules']) => ({ name, version })

const triggers = [
  'RefundApproved',
  'RefundRefused',
  'AfterSalesClosed',
  'AfterSalesAmended',
  'ReturnReceived',
  'ReturnOverdue',
  'DeliveryRefused',
  'InstallationRequested',
  'InstallationExpected',
] as const satisfies Process['triggers']

const concerns = (event: ProjectedEvent): Concern => ({
  instances: [{ instanceId: (event.data as { readonly orderId: string }).orderId }],
  wakes: [],
})
