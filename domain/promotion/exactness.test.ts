import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { amountsOf } from '../order/amounts.ts'
import { orderAggregate } from '../order/order.ts'
import type { OrderState } from '../order/state.ts'
import { ask, channelOrderOf, lineOf, paymentOf, record } from '../order/testing/orders.ts'
import { bearers } from '../shared/fields.ts'
import type { Basket, Quote } from './basket.ts'
import { quote } from './quote.ts'
import { basketLine, basketOf, documentOf } from './testing/baskets.ts'

vi.setConfig({ testTimeout: 300_000 })

const total = (amounts: Iterable<number>): number => [...amounts].reduce((sum, amount) => sum + amount, 0)
const shares = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...bearers), { minLength: 1, maxLength: 3 }),
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: 0, max: 100 }),
  )
  .map(([who, first, second]) => {
    const cuts = [first, Math.min(second, 100 - first)]
    const percents = who.length === 1 ? [100] : who.length === 2 ? [first, 100 - first] : [...cuts, 100 - total(cuts)]
    return who.map((bearer, place) => ({ bearer, percent: percents[place]! }))
  })
const skus = ['sku-0', 'sku-1', 'sku-2']
const about = fc.constantFrom({}, {}, { skus: ['sku-0'] }, { skus: ['sku-1', 'sku-2'] })
const fen = (max: number) => fc.integer({ min: 0, max })
const promotion = fc.oneof(
  fc.record({ kind: fc.constant('itemDiscount'), percentOff: fc.integer({ min: 0, max: 100 }), unitOffFen: fen(50) }),
  fc.record({
    kind: fc.constant('bundle'),
    parts: fc.uniqueArray(fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ sku }) => sku,
    }),
    priceFen: fen(800),
  }),
  fc.record({
    kind: fc.constant('fullReduction'),
    steps: fc.array(fc.record({ fromFen: fc.integer({ min: 1, max: 3_000 }), offFen: fc.integer({ min: 1, max: 900 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    repeats: fc.boolean(),
    mostOffFen: fc.option(fen(1_000)),
  }),
  fc.record({
    kind: fc.constant('gift'),
    forQuantity: fc.integer({ min: 1, max: 2 }),
    gifts: fc.constant([{ sku: 'pan', quantity: 1 }]),
    most: fc.constantFrom(null, 1),
  }),
  fc.record({ kind: fc.constant('gift'), forFen: fc.integer({ min: 1, max: 2_000 }), gifts: fc.constant([{ sku: 'pan', quantity: 2 }]) }),
  fc.record({ kind: fc.constant('tradeIn'), bonusFen: fen(300) }),
  fc.record({
    kind: fc.constant('presale'),
    depositPercent: fc.integer({ min: 1, max: 99 }),
    worthPercent: fc.integer({ min: 100, max: 300 }),
    balanceWithinMs: fc.constant(1),
  }),
)
const document = fc
  .array(fc.tuple(promotion, about, shares), { maxLength: 6 })
  .map((all) => documentOf(...all.map(([one, scope, payers], place) => ({ ...one, ...scope, bearers: payers, id: `p${place}` }))))
const basket: fc.Arbitrary<Basket> = fc
  .record({
    lines: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 4 }), price: fen(1_500), bundled: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
    available: fc.integer({ min: 0, max: 5 }),
    isPresale: fc.boolean(),
    assessedFen: fc.option(fen(700)),
    freightFen: fc.constantFrom(0, 0, 37),
  })
  .map(({ lines, available, isPresale, assessedFen, freightFen }) => {
    const components = [
      { sku: 'x', quantity: 1, priceShare: 2 },
      { sku: 'y', quantity: 3, priceShare: 5 },
    ]
    return basketOf(
      lines.map(({ quantity, price, bundled }, place) => basketLine(String(place), quantity, price, bundled ? { components } : {})),
      {
        ...{ isPresale, freightFen, gifts: new Map([['pan', { category: 'kitchen', brand: 'Snow', listPriceFen: 91, available }]]) },
        tradeIn: assessedFen === null ? null : { category: 'fridge', assessedFen, pickupFrom: null, pickupTo: null },
      },
    )
  })

/** The order somebody places with what was quoted. */
const orderOf = ({ lines, freightFen, payableFen }: Quote) =>
  channelOrderOf(
    lines.map(({ lineId, quantity, unitListPriceFen, own, kind, giftOf }) =>
      lineOf(lineId, quantity, unitListPriceFen, { discounts: [...own], kind, giftOf }),
    ),
    { freight: { amountFen: freightFen, discounts: [] }, buyerPaysFen: payableFen },
  )

test('a quote adds up: every unit is paid for by all who pay for it, to the fen', () => {
  fc.assert(
    fc.property(document, basket, (rules, wanted) => {
      const of = quote(rules, wanted)
      for (const line of of.lines) {
        for (const [unit, buyerFen] of line.unitBuyerFen.entries()) {
          const given = total(line.discounts.map(({ unitFen }) => unitFen[unit]!))
          if (buyerFen < 0 || buyerFen + given !== line.unitListPriceFen) throw new Error(`unit ${unit} of ${JSON.stringify(line)}`)
          if (line.parts.length > 0 && total(line.parts.map(({ unitFen }) => unitFen[unit]!)) !== buyerFen)
            throw new Error('parts of a unit')
        }
        if (line.kind === 'gift' && line.buyerFen !== 0) throw new Error('a gift costs nothing')
      }
      expect(of.payableFen).toBe(total(of.lines.map(({ buyerFen }) => buyerFen)) + of.freightFen)
      expect(of.listFen - of.discountFen + of.freightFen).toBe(of.payableFen)
      expect(total(of.bearers.map(({ amountFen }) => amountFen))).toBe(of.discountFen)
      expect(total(of.findings.map(({ offFen }) => offFen))).toBe(of.discountFen)
      const given = total(of.lines.filter(({ kind }) => kind === 'gift').map(({ quantity }) => quantity))
      expect(given).toBeLessThanOrEqual(wanted.gifts.get('pan')!.available)
      if (of.presale !== null) {
        expect(of.presale.depositFen + of.presale.balanceFen).toBe(of.payableFen)
        expect(Math.min(of.presale.depositFen, of.presale.balanceFen)).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: runs(3_000) },
  )
})

test('the order that is placed with a quote is cut to the same fen', () => {
  fc.assert(
    fc.property(document, basket, (rules, wanted) => {
      const of = quote(rules, wanted)
      const amounts = amountsOf(orderOf(of))
      if ('accepted' in amounts) throw new Error(JSON.stringify(amounts))
      const goods = amounts.lines.filter(({ kind }) => kind !== 'freight')
      expect(goods.map(({ unitBuyerFen, receivableFen, discounts }) => ({ unitBuyerFen, receivableFen, discounts }))).toEqual(
        of.lines.map(({ unitBuyerFen, receivableFen, discounts }) => ({ unitBuyerFen, receivableFen, discounts })),
      )
    }),
    { numRuns: runs(2_000) },
  )
})

test('and any unit of it is given back for exactly what it carried, all of them for all that was paid', () => {
  fc.assert(
    fc.property(document, basket, fc.infiniteStream(fc.nat()), (rules, wanted, chance) => {
      const of = quote(rules, wanted)
      let state: OrderState = null
      const does = (command: Parameters<typeof orderAggregate.decide>[1]) => {
        const decision = orderAggregate.decide(state, command)
        if (!decision.accepted) throw new Error(JSON.stringify([command, decision]))
        for (const event of decision.events) state = orderAggregate.evolve(state, event)
      }
      does(record(orderOf(of)))
      does(ask('CapturePayment', paymentOf(of.payableFen)))
      const units = of.lines.flatMap(({ lineId, unitBuyerFen }) => unitBuyerFen.map((refundFen) => ({ lineId, refundFen })))
      // In any order of lines; of one line the order gives the dearest unit first.
      const open = units.toSorted((a, b) => b.refundFen - a.refundFen)
      for (let turn = 0; open.length > 0; turn++) {
        const lineId = open[chance.next().value % open.length]!.lineId
        const [next] = open.splice(
          open.findIndex((one) => one.lineId === lineId),
          1,
        )
        does(
          ask('CommitRefund', {
            afterSalesId: `r${turn}`,
            lines: [{ lineId, quantity: 1 }],
            refundFen: next!.refundFen,
            freightFen: 0,
            reason: 'back',
          }),
        )
      }
      expect(state!.refundedFen).toBe(of.payableFen - of.freightFen)
      const undone = new Map<string, number>()
      for (const { bearers: payers } of state!.refunds.values())
        for (const { bearer, amountFen } of payers) undone.set(bearer, (undone.get(bearer) ?? 0) + amountFen)
      expect([...undone].toSorted()).toEqual(of.bearers.map(({ bearer, amountFen }) => [bearer, amountFen]).toSorted())
    }),
    { numRuns: runs(1_000) },
  )
})
