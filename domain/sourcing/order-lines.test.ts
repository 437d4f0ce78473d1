import { describe, expect, test } from 'vitest'
import { auditedOrder } from '../audit/order-facts.ts'
import type { OrderEvent } from '../order/events.ts'
import { orderAggregate } from '../order/order.ts'
import { channelOrderOf, discountOf, lineOf, placedAt } from '../order/testing/orders.ts'
import { askedLinesOf, promisedDaysOf, subsidyRegionOf } from './order-lines.ts'
import { type CostRules, sourcingRules } from './rules.ts'

const rulesOf = (more: object = {}) => sourcingRules.parse({ by: 'cost', ...more }) as CostRules
const placed = (...[lines, more]: Parameters<typeof channelOrderOf>) => {
  const decision = orderAggregate.decide(null, { type: 'RecordChannelOrder', data: channelOrderOf(lines, more) })
  if (!decision.accepted) throw new Error(decision.code)
  return auditedOrder(decision.events as OrderEvent[])!
}
const demand = (lineId: string, sku = `sku ${lineId}`) => ({ lineId, sku, quantity: 1, appointedLocation: null })
const part = (sku: string, serialNumberRequired = false) => ({
  sku,
  category: sku,
  brand: 'b',
  quantityPerUnit: 1,
  serialNumberRequired,
  maker: null,
})
const set = lineOf('a', 1, 1_000, { stock: [part('indoor'), part('outdoor')] })
const together = (order: ReturnType<typeof placed>, demands: ReturnType<typeof demand>[], rules: object = {}) =>
  askedLinesOf(order, demands, rulesOf(rules), new Map()).map(({ shipTogether }) => shipTogether)

describe('what is asked about a line', () => {
  test('is what its way to the buyer takes', () => {
    const ways = (['ship', 'install', 'storePickup', 'carryOut'] as const).map((delivery, place) =>
      lineOf(String(place), 1, 1_000, { delivery, stock: [part(`sku ${place}`)] }),
    )
    const asked = askedLinesOf(
      placed(ways),
      ways.map(({ lineId }) => demand(lineId)),
      rulesOf(),
      new Map(),
    )
    expect(asked.map(({ needs, needsSlot, handedOver }) => [needs, needsSlot, handedOver])).toEqual([
      [['ship'], false, false],
      [['install'], true, false],
      [['storePickup'], false, true],
      [['carryOut'], false, true],
    ])
  })

  test('is that its serial numbers are scanned, and what it weighs and is worth', () => {
    const order = placed([lineOf('a', 1, 1_000, { stock: [part('tv', true)] })])
    const carried = new Map([['tv', { weightGrams: 9_000, sizeMillimetres: [1, 2, 3], listPriceFen: 500 }]])
    expect(askedLinesOf(order, [demand('a', 'tv')], rulesOf(), carried)).toMatchObject([
      { needs: ['ship', 'scanSerial'], weightGrams: 9_000, sizeMillimetres: [1, 2, 3], declaredFen: 500, category: 'tv' },
    ])
  })

  test('is whether an old unit is taken away for it', () => {
    const service = { serviceId: 's', kind: 'oldUnitPickup' as const, lineId: 'b', title: null, amountFen: 0 }
    const order = placed([lineOf('a', 1, 1_000), lineOf('b', 1, 1_000)], { services: [service] })
    expect(askedLinesOf(order, [demand('a'), demand('b')], rulesOf(), new Map()).map(({ oldUnits }) => oldUnits)).toEqual([0, 1])
  })
})

describe('lines that leave together', () => {
  test('are the parts of a set, unless the rules say otherwise', () => {
    const parts = [demand('a', 'indoor'), demand('a', 'outdoor')]
    expect(together(placed([set]), parts)).toEqual(['a', 'a'])
    expect(together(placed([set]), parts, { setsTogether: false })).toEqual([null, null])
  })

  test('are gifts and what they came with, unless the rules say otherwise', () => {
    const order = placed([lineOf('a', 1, 1_000), lineOf('g', 1, 10, { kind: 'gift', giftOf: 'a' }), lineOf('b', 1, 1_000)])
    const demands = [demand('a'), demand('g'), demand('b')]
    expect(together(order, demands)).toEqual(['a', 'a', null])
    expect(together(order, demands, { giftsTogether: false })).toEqual([null, null, null])
  })

  test('are not what is left of them alone: its units may be split then', () => {
    expect(together(placed([set]), [demand('a', 'outdoor')])).toEqual([null])
  })
})

describe('a subsidy', () => {
  const subsidy = {
    ...{ amountFen: 10, mode: 'order' as const, regionCode: '320000', category: null, merchantFunded: false },
    ...{ serialNumbersRequired: 0, imeisRequired: 0, verifyNumbers: false },
  }
  const asked = (order: ReturnType<typeof placed>) => askedLinesOf(order, [demand('a')], rulesOf(), new Map())[0]!.subsidised

  test('is paid by the region the channel names, else by the province it goes to', () => {
    const named = placed([lineOf('a', 1, 1_000, { subsidy })])
    expect([subsidyRegionOf(named), asked(named)]).toEqual(['320000', true])
    const unnamed = placed([lineOf('a', 1, 1_000, { subsidy: { ...subsidy, regionCode: 'JS-01' } })])
    expect(subsidyRegionOf(unnamed)).toBe('310000')
  })

  test('that the merchant pays is none', () => {
    const own = placed([lineOf('a', 1, 1_000, { subsidy: { ...subsidy, merchantFunded: true } })])
    expect([subsidyRegionOf(own), asked(own)]).toEqual([null, false])
  })

  test('of the order is one of the lines the government pays a part of', () => {
    const ofOrder = {
      ...{ amountFen: 10, mode: 'order' as const, regionCode: null, severalRegions: false, severalEntities: false },
      ...{ supplierModel: null, merchantFunded: false },
    }
    const lines = [lineOf('a', 1, 1_000, { discounts: [discountOf(10, 'government')] }), lineOf('b', 1, 1_000)]
    const order = placed(lines, { subsidy: ofOrder })
    expect(askedLinesOf(order, [demand('a'), demand('b')], rulesOf(), new Map()).map(({ subsidised }) => subsidised)).toEqual([true, false])
  })
})

test('the promised days are those left until the channel said, never less than none', () => {
  const until = (deliverBy: number | null) =>
    placed([lineOf('a', 1, 1_000)], { promised: { shipBy: null, deliverFrom: null, deliverBy, slot: null } })
  const dayMs = 86_400_000
  expect(promisedDaysOf(until(placedAt + 2 * dayMs + 1), rulesOf(), placedAt)).toBe(2)
  expect(promisedDaysOf(until(placedAt - 1), rulesOf(), placedAt)).toBe(0)
  expect(promisedDaysOf(until(null), rulesOf({ promisedDays: 7 }), placedAt)).toBe(7)
})
