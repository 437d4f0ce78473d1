import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import type { AfterSalesState } from '../../../domain/after-sales/state.ts'
import { afterSalesId, returnOf } from '../../../domain/after-sales/testing/cases.ts'
import { canonicalAfterSale, type Discount } from '../../../domain/channel/canonical.ts'
import type { OrderCommand } from '../../../domain/order/commands.ts'
import type { EventOfOrder, OrderEvent } from '../../../domain/order/events.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { OrderState } from '../../../domain/order/state.ts'
import { ask, channelOrderOf, discountOf, lineOf, orderId, paymentOf, record, shipmentOf } from '../../../domain/order/testing/orders.ts'
import { policyKinds } from '../../../domain/policy/kinds.ts'
import { type Ask, processAggregate } from '../../../domain/process/process.ts'
import { bearers } from '../../../domain/shared/fields.ts'
import { runs } from '../../../tests/seed/runs.ts'
import { priceOf } from './exchange.ts'
import type { Look } from './look.ts'
import { cancelUnsent, commit, release } from './money.ts'

vi.setConfig({ testTimeout: 300_000 })

/**
 * Cases of every kind over one order, as the process sees them through, against a bill on paper: what each unit, the freight and each payer of
 * discounts carried, and what of it has gone back. Nothing here is worked out the way the order does it.
 */

interface Bill {
  /** By unit: `line 0`, `line 1`, …, `freight 0`. */
  readonly paidFor: Map<string, number>
  /** What of it is still to be paid or was: nothing more for units called off before all was paid. */
  readonly due: Map<string, number>
  readonly givenBack: Map<string, number>
  /** By unit and payer. */
  readonly gave: Map<string, Map<string, number>>
  readonly undone: Map<string, number>
  otherBack: number
  readonly live: Map<string, EventOfOrder<'RefundCommitted'>['data']>
}

const total = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0)
const law = (holds: boolean, says: string, ...facts: unknown[]): void => {
  if (!holds) throw new Error(`${says}: ${JSON.stringify(facts)}`)
}

function billOf({ lines }: EventOfOrder<'OrderPlaced'>['data']): Bill {
  const bill: Bill = {
    paidFor: new Map(),
    due: new Map(),
    givenBack: new Map(),
    gave: new Map(),
    undone: new Map(),
    otherBack: 0,
    live: new Map(),
  }
  for (const { lineId, quantity, unitListPriceFen, discounts, unitBuyerFen } of lines) {
    for (let unit = 0; unit < quantity; unit++) {
      const name = `${lineId} ${unit}`
      const gave = new Map<string, number>()
      for (const { bearer, unitFen } of discounts) gave.set(bearer, (gave.get(bearer) ?? 0) + unitFen[unit]!)
      law(unitBuyerFen[unit]! + total(gave.values()) === unitListPriceFen, 'a unit is paid for by all who pay for it', name)
      bill.paidFor.set(name, unitBuyerFen[unit]!)
      bill.due.set(name, unitBuyerFen[unit]!)
      bill.gave.set(name, gave)
    }
  }
  return bill
}

/** Every amount a refund names, unit by unit. */
function parts({ units, freightFen }: Pick<EventOfOrder<'RefundCommitted'>['data'], 'units' | 'freightFen'>): [string, number][] {
  const found = units.flatMap(({ lineId, unitIndexes, unitBuyerFen }) =>
    unitIndexes.map((unit, place): [string, number] => [`${lineId} ${unit}`, unitBuyerFen[place]!]),
  )
  return freightFen > 0 ? [...found, ['freight 0', freightFen]] : found
}

function take(bill: Bill, event: OrderEvent, before: OrderState): void {
  if (event.type === 'LineCancelled' && before !== null && before.capturedFen < before.dueFen) {
    const { lineId, remaining, quantity } = event.data
    for (let unit = remaining; unit < remaining + quantity; unit++)
      bill.due.set(`${lineId} ${unit}`, bill.givenBack.get(`${lineId} ${unit}`) ?? 0)
  }
  if (event.type !== 'RefundCommitted' && event.type !== 'RefundReleased') return
  const sign = event.type === 'RefundCommitted' ? 1 : -1
  const { afterSalesId: id, buyerFen, freightFen, otherFen, bearers: payers } = event.data
  law(total(parts(event.data).map(([, amount]) => amount)) === buyerFen + freightFen, 'units and freight sum to the refund', event)
  for (const [unit, amount] of parts(event.data)) {
    law(amount >= 0, 'nobody pays for being refunded', unit, amount)
    bill.givenBack.set(unit, (bill.givenBack.get(unit) ?? 0) + sign * amount)
  }
  bill.otherBack += sign * otherFen
  for (const { bearer, amountFen } of payers) bill.undone.set(bearer, (bill.undone.get(bearer) ?? 0) + sign * amountFen)
  if (event.type === 'RefundCommitted') {
    law(!bill.live.has(id), 'a case is given money once', id)
    bill.live.set(id, event.data)
  } else bill.live.delete(id)
}

function check(bill: Bill, order: NonNullable<OrderState>): void {
  for (const [unit, back] of bill.givenBack)
    law(back >= 0 && back <= bill.paidFor.get(unit)!, 'a unit gives back at most what was paid for it', unit, back, bill.paidFor.get(unit))
  const back = total(bill.givenBack.values()) + bill.otherBack
  law(back === order.refundedFen && back <= order.capturedFen, 'never more than was captured', back, order.capturedFen)
  for (const payer of bearers) {
    const [gave, undone] = [total([...bill.gave.values()].map((by) => by.get(payer) ?? 0)), bill.undone.get(payer) ?? 0]
    law(undone >= 0 && undone <= gave, 'no payer is undone more than he gave', payer, undone, gave)
    const fully = [...bill.gave].filter(([unit]) => bill.paidFor.get(unit)! > 0 && bill.givenBack.get(unit) === bill.paidFor.get(unit))
    law(undone >= total(fully.map(([, by]) => by.get(payer) ?? 0)), 'what is given back whole undoes all that was given for it', payer)
  }
}

/** What a case could be given now: of each line it names the units with most left, then freight, then what belongs to no line. */
function couldGive(bill: Bill, order: NonNullable<OrderState>, lines: readonly { lineId: string; quantity: number }[]) {
  const left = (unit: string) => bill.due.get(unit)! - (bill.givenBack.get(unit) ?? 0)
  const ofLine = (lineId: string) => [...bill.paidFor.keys()].filter((unit) => unit.startsWith(`${lineId} `)).map(left)
  const named = new Map<string, number>()
  for (const { lineId, quantity } of lines) named.set(lineId, (named.get(lineId) ?? 0) + quantity)
  const units =
    lines.length === 0
      ? [...bill.paidFor.keys()].filter((unit) => unit !== 'freight 0').map(left)
      : [...named].flatMap(([lineId, quantity]) =>
          ofLine(lineId)
            .sort((a, b) => b - a)
            .slice(0, quantity),
        )
  const freight = bill.paidFor.has('freight 0') ? left('freight 0') : 0
  const other = order.otherChargesFen + Math.max(0, order.capturedFen - order.dueFen) - bill.otherBack
  return { freight, all: Math.min(order.capturedFen - order.refundedFen, total(units) + freight + other) }
}

const kinds = canonicalAfterSale.shape.kind.options
const discount = fc.record({ amountFen: fc.integer({ min: 0, max: 300 }), bearer: fc.constantFrom(...bearers) })
const discountsOf = (wanted: readonly { amountFen: number; bearer: Discount['bearer'] }[], roomFen: number): Discount[] => {
  let left = roomFen
  return wanted.map(({ amountFen, bearer }) => {
    const taken = Math.min(left, amountFen)
    left -= taken
    return discountOf(taken, bearer)
  })
}
const order = fc
  .record({
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 3 }),
        price: fc.integer({ min: 0, max: 1_000 }),
        own: fc.array(discount, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    ofOrder: fc.array(discount, { maxLength: 3 }),
    freight: fc.record({ amountFen: fc.integer({ min: 0, max: 200 }), own: fc.array(discount, { maxLength: 1 }) }),
    otherChargesFen: fc.constantFrom(0, 0, 50),
  })
  .map(({ lines: asked, ofOrder, freight, otherChargesFen }) => {
    const lines = asked.map(({ quantity, price, own }, place) =>
      lineOf(String(place), quantity, price, { discounts: discountsOf(own, quantity * price) }),
    )
    const room = total(
      lines.map(({ quantity, unitListPriceFen, discounts }) => quantity * unitListPriceFen - total(discounts.map((one) => one.amountFen))),
    )
    const { amountFen, own } = freight
    return channelOrderOf(lines, {
      orderDiscounts: discountsOf(ofOrder, room),
      freight: { amountFen, discounts: discountsOf(own, amountFen) },
      otherChargesFen,
    })
  })

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      id: fc.integer({ min: 1, max: 6 }),
      kind: fc.constantFrom(...kinds),
      status: fc.constantFrom(
        'requested' as const,
        'approved' as const,
        'approved' as const,
        'refused' as const,
        'paid' as const,
        'closed' as const,
      ),
      lines: fc.array(fc.record({ place: fc.nat(3), quantity: fc.integer({ min: 1, max: 3 }) }), { maxLength: 2 }),
      /** Of what the case could be given, in percent; a little more than all of it too. */
      percent: fc.constantFrom(0, 1, 33, 50, 99, 100, 100, 101),
      freightPercent: fc.constantFrom(0, 0, 50, 100),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('name' as const),
      id: fc.integer({ min: 1, max: 6 }),
      lines: fc.uniqueArray(
        fc.record({ place: fc.nat(3), quantity: fc.integer({ min: 1, max: 2 }), unitPriceFen: fc.integer({ min: 1, max: 1_200 }) }),
        {
          minLength: 1,
          maxLength: 2,
          selector: ({ place }) => place,
        },
      ),
      sellerBearsFen: fc.constantFrom(0, 0, 500, 5_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pay' as const), percent: fc.constantFrom(10, 50, 100) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), place: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ship' as const), place: fc.nat(3) }) },
)

test('no sequence of cases gives back more than any unit, the freight or a payer carried, nor than was captured', () => {
  let given = 0
  let priced = 0
  const property = fc.property(order, fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (placed, steps) => {
    let state: OrderState = null
    let bill: Bill | null = null
    const cases = new Map<string, AfterSalesState>()
    let now = placed.modifiedAt
    const askOrder = (command: OrderCommand): boolean => {
      const decision = orderAggregate.decide(state, command)
      if (!decision.accepted) return false
      for (const event of decision.events) {
        if (event.type === 'OrderPlaced') bill = billOf(event.data)
        take(bill!, event, state)
        state = orderAggregate.evolve(state, event)
      }
      check(bill!, state!)
      return true
    }
    const askCase = (id: string, command: Parameters<typeof afterSalesAggregate.decide>[1]): boolean => {
      const known = cases.get(id) ?? null
      const decision = afterSalesAggregate.decide(known, command)
      if (!decision.accepted) return false
      cases.set(
        id,
        decision.events.reduce<AfterSalesState>((before, event) => afterSalesAggregate.evolve(before, event), known),
      )
      return true
    }
    const cancelled = new Set<string>()
    const unpriced = new Set<string>()
    /** Other goods than were bought: what is cheaper goes back and no more, and what is dearer somebody bears, or the case is refused. */
    const checkPriced = (
      id: string,
      units: readonly { lineId: string; quantity: number; carriedFen: number }[],
      before: AfterSalesState,
    ): void => {
      const { exchange, asked, phase } = cases.get(id)!
      for (const { lineId, quantity, carriedFen } of units) {
        const left = [...bill!.paidFor.keys()]
          .filter((unit) => unit.startsWith(`${lineId} `))
          .map((unit) => bill!.due.get(unit)! - (bill!.givenBack.get(unit) ?? 0))
          .sort((a, b) => b - a)
        const carried = Math.min(total(left.slice(0, quantity)), state!.capturedFen - state!.refundedFen)
        law(
          phase === 'paid' || carried === carriedFen,
          'a unit carries what was paid for it and is not given back',
          id,
          carried,
          carriedFen,
        )
      }
      const costs = total(
        units.map(({ lineId, quantity }) => quantity * exchange!.lines.find((line) => line.lineId === lineId)!.unitPriceFen),
      )
      const difference = total(units.map(({ carriedFen }) => carriedFen)) - costs
      if (exchange!.priced === null) {
        law(phase === 'refused' && -difference > exchange!.sellerBearsFen, 'only what nobody bears is refused', id, difference)
        return
      }
      priced += 1
      law(asked.refundFen === Math.max(0, difference), 'the difference goes back', id, difference, before)
      law(exchange!.priced.sellerBearsFen === Math.max(0, -difference), 'or is borne', id, difference)
    }
    const stateOf = (id: string) => {
      const state = processAggregate.initial()
      if (unpriced.has(id))
        state.steps.set('price', { attempt: 0, asks: [], answers: [{ accepted: false, code: 'REFUND_CLOSED', details: {} }] })
      if (cancelled.has(id)) state.steps.set('cancelUnsent', { attempt: 0, asks: [], answers: [] })
      return state
    }
    /** As the process would, until there is nothing to do. */
    const seeThrough = (id: string): void => {
      for (let turn = 0; turn < 10; turn++) {
        const rules = { name: 'after-sales', version: 0, document: policyKinds['after-sales'].builtIn }
        const look: Look = { afterSales: cases.get(id)!, order: state, state: stateOf(id), rules, now }
        const next = priceOf(look, true) ?? commit(look, 1) ?? release(look) ?? cancelUnsent(look)
        if (next === null) return
        if (next.do === 'wait' && next.forWhat === 'exchangePrice') return
        if (next.do !== 'ask') {
          waitsRightly(id, next.do)
          return
        }
        if (next.step === 'cancelUnsent') cancelled.add(id)
        for (const { type, data } of next.asks as readonly (Ask & { data: never })[]) {
          if (type === 'PriceExchange') {
            const before = cases.get(id)!
            if (askCase(id, { type, data } as never)) checkPriced(id, (data as { units: never }).units, before)
            else unpriced.add(id)
          } else if (['ApproveRefund', 'RefuseRefund'].includes(type)) askCase(id, { type, data } as never)
          else {
            const isDone = askOrder({ type, data } as never)
            // A case that names a line twice may want more units cancelled than are left.
            law(isDone || type === 'CancelLine', 'the order does what was looked at just before', type, data)
          }
        }
      }
      throw new Error('a case is never done')
    }
    /** It waits for money only if there is not enough. */
    const waitsRightly = (id: string, what: string): void => {
      const { asked } = cases.get(id)!
      const possible = couldGive(bill!, state!, asked.lines)
      const named = new Map<string, number>()
      for (const { lineId, quantity } of asked.lines) named.set(lineId, (named.get(lineId) ?? 0) + quantity)
      const unknown = [...named].some(([lineId, quantity]) => quantity > (state!.lines.get(lineId)?.quantity ?? 0))
      law(
        unknown || asked.refundFen > possible.all || asked.freightFen > possible.freight,
        `${id} ${what}, though there is enough`,
        asked,
        possible,
      )
    }

    askOrder(record(placed))
    for (const one of steps) {
      now += 1
      if (one.do === 'pay')
        askOrder(ask('CapturePayment', { ...paymentOf(Math.ceil((placed.buyerPaysFen * one.percent) / 100), `p${now}`), stage: 'part' }))
      else if (one.do === 'cancel') askOrder(ask('CancelLine', { lineId: String(one.place), quantity: 1, reason: 'x' }))
      else if (one.do === 'ship') askOrder(ask('RecordShipment', shipmentOf(`s${now}`, [String(one.place), 1])))
      else if (one.do === 'name') {
        const id = `${afterSalesId}-${one.id}`
        const units = one.lines.map(({ place, quantity }) => ({ lineId: String(place), quantity }))
        const named = one.lines.map(({ place, unitPriceFen }) => ({ lineId: String(place), sku: 'other', unitPriceFen }))
        for (const status of ['requested', 'approved'] as const) {
          const said = { afterSalesId: id, orderId, kind: 'exchange' as const, status, lines: units, refundFen: 0, freightFen: 0 }
          askCase(id, { type: 'RecordChannelAfterSale', data: returnOf({ ...said, modifiedAt: now, paidAt: null }) })
          askCase(id, { type: 'NameReplacement', data: { afterSalesId: id, lines: named, sellerBearsFen: one.sellerBearsFen } })
        }
        for (const known of cases.keys()) seeThrough(known)
      } else {
        const id = `${afterSalesId}-${one.id}`
        const lines = one.lines.map(({ place, quantity }) => ({ lineId: String(place), quantity }))
        const { all, freight } = couldGive(
          bill!,
          state!,
          lines.filter(({ lineId }) => state!.lines.has(lineId)),
        )
        const refundFen = Math.ceil((Math.max(0, all) * one.percent) / 100) + (one.percent > 100 ? 1 : 0)
        const freightFen = Math.min(refundFen, Math.floor((freight * one.freightPercent) / 100))
        const { kind, status } = one
        const paidAt = status === 'paid' ? now : null
        askCase(id, {
          type: 'RecordChannelAfterSale',
          data: returnOf({ afterSalesId: id, orderId, kind, status, lines, refundFen, freightFen, modifiedAt: now, paidAt }),
        })
        // A release may make room for who waited.
        for (const known of cases.keys()) seeThrough(known)
      }
      for (const [id, known] of cases) {
        const mine = bill!.live.get(id)
        const { approved } = known!
        if (approved === null) continue
        given += 1
        law(mine !== undefined, 'what is approved is committed', id)
        law(
          [mine!.buyerFen, mine!.freightFen, mine!.otherFen].join() === [approved.buyerFen, approved.freightFen, approved.otherFen].join(),
          'as it was committed',
          id,
        )
      }
    }
    // All of what is left goes back: then every payer is undone exactly what he gave, where all of it was paid for.
    const rest = couldGive(bill!, state!, [])
    if (rest.all === 0) return
    expect(askOrder(ask('CommitRefund', { afterSalesId: 'rest', lines: [], refundFen: rest.all, freightFen: 0, reason: 'rest' }))).toBe(
      true,
    )
    expect(couldGive(bill!, state!, []).all).toBe(0)
  })
  fc.assert(property, { numRuns: runs(1_500) })
  expect(given).toBeGreaterThan(runs(1_000))
  expect(priced).toBeGreaterThan(runs(100))
})
