import { sum } from '../../../domain/shared/money.ts'
import { integer, optionalYuan, yuan, yuanOrZero } from '../../shared/fields.ts'
import { fullList, type Source } from '../../shared/source.ts'
import type { Equation } from '../../shared/sums.ts'
import { deductionsOf, othersDiscountFen, ownMoneyFen, subsidyAmount } from './amounts.ts'

const at = (order: Source, leftFen: number, rightFen: number) => [{ at: order.path, leftFen, rightFen }]

/** jingdong.pop.order.get. */
export const orderEquations: readonly Equation[] = [
  {
    name: 'jd.goods',
    formula: 'orderTotalPrice = sum of jdPrice × itemTotal',
    sides: (order) =>
      at(
        order,
        yuan(order, 'orderTotalPrice'),
        sum(fullList(order, 'itemInfoList').map((item) => yuan(item, 'jdPrice') * integer(item, 'itemTotal'))),
      ),
  },
  {
    name: 'jd.seller-price',
    formula: 'orderSellerPrice = orderTotalPrice - sellerDiscount',
    sides: (order) => {
      const shown = optionalYuan(order, 'orderSellerPrice')
      return shown === null ? [] : at(order, shown, yuan(order, 'orderTotalPrice') - yuanOrZero(order, 'sellerDiscount'))
    },
  },
  {
    name: 'jd.payment',
    formula:
      "orderPayment = orderTotalPrice - sellerDiscount - coupons and amountExpands of other payers - balanceUsed and other money of the buyer's own + freightPrice + serviceFee",
    sides: (order) =>
      at(
        order,
        yuan(order, 'orderPayment'),
        yuan(order, 'orderTotalPrice') -
          yuanOrZero(order, 'sellerDiscount') -
          othersDiscountFen(order) -
          ownMoneyFen(order) +
          yuanOrZero(order, 'freightPrice') +
          yuanOrZero(order, 'serviceFee'),
      ),
  },
  {
    name: 'jd.bearers',
    formula: 'sum of bearAmount of an amount = the amount',
    sides: (order) =>
      deductionsOf(order).flatMap((each) =>
        each.shown.length === 0 ? [] : at(each.at, sum(each.shown.map(({ amountFen }) => amountFen)), each.amountFen),
      ),
  },
  {
    name: 'jd.subsidy',
    formula: 'sum of amountExpands of type 244 = govSubsidyAmount',
    sides: (order) => {
      const shown = subsidyAmount(order)
      const listed = deductionsOf(order).filter(({ reference }) => reference === '244')
      return shown === null || listed.length === 0 ? [] : at(order, sum(listed.map(({ amountFen }) => amountFen)), shown)
    },
  },
]

/** A refund shows one amount and nothing to hold it against. */
export const afterSaleEquations: readonly Equation[] = []
