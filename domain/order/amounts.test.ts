import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bearers } from '../shared/fields.ts'
import { sum } from '../shared/money.ts'
import { amountsOf, isBroken, type OrderAmounts } from './amounts.ts'
import type { ChannelOrder } from './channel-order.ts'
import { channelOrderOf, discountOf, lineOf } from './testing/orders.ts'

function amounts(order: ChannelOrder): OrderAmounts {
  const result = amountsOf(order)
  if (isBroken(result)) throw new Error(JSON.stringify(result))
  return result
}

const buyerFenOf = (order: ChannelOrder) => amounts(order).lines.map(({ buyerFen }) => buyerFen)

describe('what each line and unit costs', () => {
  test('a full reduction is cut over the lines by largest remainder', () => {
    const order = channelOrderOf([lineOf('a', 1, 399_900), lineOf('b', 1, 259_900), lineOf('c', 1, 19_900)], {
      orderDiscounts: [discountOf(30_000, 'merchant', 'fullReduction')],
    })
    expect(amounts(order).lines.map(({ discounts }) => discounts[0]?.amountFen)).toEqual([17_651, 11_471, 878])
  })

  test('the odd fen goes to the first line, and in a line to the first unit', () => {
    const order = channelOrderOf([lineOf('a', 1, 500), lineOf('b', 2, 250)], { orderDiscounts: [discountOf(101)] })
    const { lines } = amounts(order)
    expect(lines.map(({ discounts }) => discounts[0]?.unitFen)).toEqual([[51], [25, 25]])
    const three = amounts(channelOrderOf([lineOf('a', 3, 1_000)], { orderDiscounts: [discountOf(100)] }))
    expect(three.lines[0]!.discounts[0]!.unitFen).toEqual([34, 33, 33])
    expect(three.lines[0]!.unitBuyerFen).toEqual([966, 967, 967])
  })

  test('a platform coupon is cut by what full reduction and merchant coupons left', () => {
    const order = channelOrderOf(
      [lineOf('a', 1, 1_000, { discounts: [discountOf(500, 'merchant', 'itemDiscount')] }), lineOf('b', 1, 500)],
      {
        orderDiscounts: [discountOf(100, 'platform'), discountOf(100, 'merchant')],
      },
    )
    expect(amounts(order).lines.map(({ discounts }) => discounts.map(({ bearer, amountFen }) => [bearer, amountFen]))).toEqual([
      [
        ['merchant', 500],
        ['merchant', 50],
        ['platform', 50],
      ],
      [
        ['merchant', 50],
        ['platform', 50],
      ],
    ])
  })

  test('an earlier discount of the order leaves room for a later one of the line', () => {
    const subsidised = lineOf('a', 1, 100, { discounts: [discountOf(90, 'government', 'subsidy')] })
    expect(buyerFenOf(channelOrderOf([subsidised, lineOf('b', 1, 200)], { orderDiscounts: [discountOf(60)] }))).toEqual([0, 150])
  })

  test('what the channel put on a line wins over our own cut', () => {
    const lines = [lineOf('a', 1, 1_000, { apportionedFen: 99 }), lineOf('b', 1, 1_000, { apportionedFen: 1 })]
    const order = channelOrderOf(lines, { orderDiscounts: [discountOf(60), discountOf(40, 'platform')] })
    expect(buyerFenOf(order)).toEqual([901, 999])
    expect(sum(amounts(order).lines.flatMap(({ discounts }) => discounts.map(({ amountFen }) => amountFen)))).toBe(100)
  })

  test('lines of which the channel says nothing share what it left', () => {
    const lines = [lineOf('a', 1, 1_000, { buyerPaysFen: 950 }), lineOf('b', 1, 1_000), lineOf('c', 1, 1_000)]
    expect(buyerFenOf(channelOrderOf(lines, { orderDiscounts: [discountOf(101)] }))).toEqual([950, 974, 975])
  })

  test('a gift costs nothing, keeps its list value, and the merchant bears it', () => {
    const order = channelOrderOf([lineOf('a', 1, 1_000), lineOf('g', 2, 300, { kind: 'gift', giftOf: 'a' })], {
      orderDiscounts: [discountOf(10)],
    })
    const { lines, listFen, receivableFen, buyerFen } = amounts(order)
    expect(lines[1]).toMatchObject({ listFen: 600, buyerFen: 0, receivableFen: 0, unitBuyerFen: [0, 0] })
    expect({ listFen, receivableFen, buyerFen }).toEqual({ listFen: 1_600, receivableFen: 990, buyerFen: 990 })
  })

  test('freight is a line of its own, other charges stay apart', () => {
    const order = channelOrderOf([lineOf('a', 1, 1_000)], {
      freight: { amountFen: 500, discounts: [discountOf(200, 'platform', 'freightCoupon')] },
      otherChargesFen: 70,
    })
    const { lines, buyerFen, otherChargesFen } = amounts(order)
    expect(lines[1]).toMatchObject({ kind: 'freight', listFen: 500, buyerFen: 300, receivableFen: 500, unitBuyerFen: [300] })
    expect([buyerFen, otherChargesFen]).toEqual([1_300, 70])
  })
})

describe('amounts that contradict each other are refused with both sides', () => {
  const refused = (order: ChannelOrder, details: object) =>
    expect(amountsOf(order)).toMatchObject({ accepted: false, code: 'AMOUNTS_BROKEN', details })

  test('the total', () =>
    refused(channelOrderOf([lineOf('a', 1, 1_000)], { buyerPaysFen: 999 }), {
      equation: 'lines + freight + other charges = buyer pays',
      leftFen: 1_000,
      rightFen: 999,
    }))

  test('discounts of a line beyond its price', () =>
    refused(channelOrderOf([lineOf('a', 1, 10, { discounts: [discountOf(11)] })]), { leftFen: 11, rightFen: 10, lineId: 'a' }))

  test('discounts of the order beyond the goods', () =>
    refused(channelOrderOf([lineOf('a', 1, 10), lineOf('s', 1, 10, { kind: 'service' })], { orderDiscounts: [discountOf(11)] }), {
      leftFen: 11,
      rightFen: 10,
    }))

  test('what the channel put on lines against the discounts it names', () =>
    refused(channelOrderOf([lineOf('a', 1, 100, { apportionedFen: 5 })], { orderDiscounts: [discountOf(6)] }), { leftFen: 5, rightFen: 6 }))

  test('what the channel says a line costs against what it takes off', () =>
    refused(channelOrderOf([lineOf('a', 1, 100, { apportionedFen: 5, buyerPaysFen: 94 })], { orderDiscounts: [discountOf(5)] }), {
      leftFen: 95,
      rightFen: 94,
      lineId: 'a',
    }))

  test('a line dearer than its list price', () =>
    refused(channelOrderOf([lineOf('a', 1, 100, { buyerPaysFen: 101 })]), { leftFen: 101, rightFen: 100, lineId: 'a' }))

  test('freight discounts beyond freight', () =>
    refused(channelOrderOf([lineOf('a', 1, 100)], { freight: { amountFen: 5, discounts: [discountOf(6)] } }), { leftFen: 6, rightFen: 5 }))
})

/** A discount as a part of what it is taken off. */
const part = fc.record({ perMille: fc.nat({ max: 249 }), bearer: fc.constantFrom(...bearers) })
const discountsOf = (fullFen: number, parts: readonly { perMille: number; bearer: (typeof bearers)[number] }[]) =>
  parts.map(({ perMille, bearer }) => discountOf(Math.floor((fullFen * perMille) / 1_000), bearer))

const randomLine = fc.record({
  quantity: fc.integer({ min: 1, max: 4 }),
  priceFen: fc.integer({ min: 1, max: 2_000_000 }),
  own: fc.array(part, { maxLength: 3 }),
})

const randomOrder = fc
  .record({ lines: fc.array(randomLine, { minLength: 1, maxLength: 6 }), off: fc.array(part, { maxLength: 4 }), freightFen: fc.nat(2_000) })
  .map(({ lines, off, freightFen }) => {
    const priced = lines.map(({ quantity, priceFen, own }, place) =>
      lineOf(`l${place}`, quantity, priceFen, { discounts: discountsOf(quantity * priceFen, own) }),
    )
    const leftFen = channelOrderOf(priced).buyerPaysFen
    return channelOrderOf(priced, { orderDiscounts: discountsOf(leftFen, off), freight: { amountFen: freightFen, discounts: [] } })
  })

test('units sum to lines, lines to the order, and list price is what buyer and bearers pay', () =>
  fc.assert(
    fc.property(randomOrder, (order) => {
      const { lines, listFen, buyerFen, receivableFen } = amounts(order)
      for (const line of lines) {
        expect(line.unitBuyerFen).toHaveLength(line.quantity)
        expect(sum(line.unitBuyerFen)).toBe(line.buyerFen)
        for (const { amountFen, unitFen } of line.discounts) expect(sum(unitFen)).toBe(amountFen)
        for (let unit = 0; unit < line.quantity; unit++) {
          const off = sum(line.discounts.map(({ unitFen }) => unitFen[unit]!))
          expect(line.unitBuyerFen[unit]! + off).toBe(line.unitListPriceFen)
          expect(line.unitBuyerFen[unit]).toBeGreaterThanOrEqual(0)
        }
        const others = sum(line.discounts.filter(({ bearer }) => bearer !== 'merchant').map(({ amountFen }) => amountFen))
        expect(line.receivableFen).toBe(line.buyerFen + others)
      }
      expect(sum(lines.map((line) => line.listFen))).toBe(listFen)
      expect(sum(lines.map((line) => line.buyerFen))).toBe(buyerFen)
      expect(sum(lines.map((line) => line.receivableFen))).toBe(receivableFen)
      expect(buyerFen).toBe(order.buyerPaysFen)
    }),
  ))
