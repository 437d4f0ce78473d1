import { sum } from '../../../domain/shared/money.ts'
import { integer, optionalYuan, signedYuanOrZero, yuan, yuanOrZero } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'
import type { Equation } from '../../shared/sums.ts'
import { orderShares } from './discounts.ts'
import { linesOf, servicesOf } from './trade.ts'

const goodsFen = (line: Source): number => yuan(line, 'price') * integer(line, 'num')
const afterLineDiscountFen = (line: Source): number =>
  goodsFen(line) + signedYuanOrZero(line, 'adjust_fee') - yuanOrZero(line, 'discount_fee')

/** A shown amount of a line against what it must be. */
const shown = (line: Source, key: string, rightFen: number) => {
  const leftFen = optionalYuan(line, key)
  return leftFen === null ? [] : [{ at: line.path, leftFen, rightFen }]
}

/** `total_fee` of the trade is before any discount, `total_fee` of a line after the line's own: taobao.trade.fullinfo.get. */
export const orderEquations: readonly Equation[] = [
  {
    name: 'taobao.line-total',
    formula: 'total_fee of the line = price × num + adjust_fee - discount_fee',
    sides: (trade) => linesOf(trade).flatMap((line) => shown(line, 'total_fee', afterLineDiscountFen(line))),
  },
  {
    name: 'taobao.goods',
    formula: 'total_fee of the trade = sum of price × num',
    sides: (trade) => shown(trade, 'total_fee', sum(linesOf(trade).map(goodsFen))),
  },
  {
    name: 'taobao.payment',
    formula: 'payment = sum of the lines after their discounts - discount_fee + post_fee + payment of service_orders',
    sides: (trade) =>
      shown(
        trade,
        'payment',
        sum(linesOf(trade).map(afterLineDiscountFen)) -
          yuanOrZero(trade, 'discount_fee') +
          yuanOrZero(trade, 'post_fee') +
          sum(servicesOf(trade).map((service) => yuanOrZero(service, 'payment'))),
      ),
  },
  {
    name: 'taobao.line-payment',
    formula: 'payment of the only line = payment of the trade; of one line among several = price × num + adjust_fee - discount_fee',
    sides: (trade) => {
      const lines = linesOf(trade)
      return lines.flatMap((line) => shown(line, 'payment', lines.length === 1 ? yuan(trade, 'payment') : afterLineDiscountFen(line)))
    },
  },
  {
    name: 'taobao.apportioned',
    formula: 'sum of part_mjz_discount = discount_fee of the trade',
    sides: (trade) => {
      const parts = linesOf(trade).map((line) => optionalYuan(line, 'part_mjz_discount'))
      if (parts.length === 0 || parts.includes(null)) return []
      return [{ at: trade.path, leftFen: sum(parts.map((part) => part ?? 0)), rightFen: yuanOrZero(trade, 'discount_fee') }]
    },
  },
  {
    name: 'taobao.line-divided',
    formula: 'divide_order_fee = price × num + adjust_fee - discount_fee - part_mjz_discount',
    sides: (trade) =>
      linesOf(trade).flatMap((line) => shown(line, 'divide_order_fee', afterLineDiscountFen(line) - yuanOrZero(line, 'part_mjz_discount'))),
  },
  {
    name: 'taobao.bearers',
    formula: 'platform_subsidy_fee + gov_subsidy_amount_new + what is left for the merchant = discount_fee of the trade',
    sides: (trade) => {
      const { platformFen, governmentFen, merchantFen } = orderShares(trade)
      return [{ at: trade.path, leftFen: platformFen + governmentFen + merchantFen, rightFen: yuanOrZero(trade, 'discount_fee') }]
    },
  },
]

export const refundEquations: readonly Equation[] = [
  {
    name: 'taobao.refund',
    formula: 'refund_fee to the buyer + payment to the seller = total_fee',
    sides: (refund) => {
      const [payment, total] = [optionalYuan(refund, 'payment'), optionalYuan(refund, 'total_fee')]
      return payment === null || total === null ? [] : [{ at: refund.path, leftFen: yuan(refund, 'refund_fee') + payment, rightFen: total }]
    },
  },
]
