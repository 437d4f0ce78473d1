import { sum } from '../../../domain/shared/money.ts'
import { integer, yuan, yuanOrZero } from '../../shared/fields.ts'
import { fullList, type Source } from '../../shared/source.ts'
import type { Equation } from '../../shared/sums.ts'
import { orderShares, priceChangeFen, serviceFeesFen } from './amounts.ts'

const at = (order: Source, leftFen: number, rightFen: number) => [{ at: order.path, leftFen, rightFen }]

/** pdd.order.information.get. */
export const orderEquations: readonly Equation[] = [
  {
    name: 'pdd.goods',
    formula: 'goods_amount = sum of goods_price × goods_count - order_change_amount',
    sides: (order) =>
      at(
        order,
        yuan(order, 'goods_amount'),
        sum(fullList(order, 'item_list').map((item) => yuan(item, 'goods_price') * integer(item, 'goods_count'))) - priceChangeFen(order),
      ),
  },
  {
    name: 'pdd.discount',
    formula: 'discount_amount = platform_discount + seller_discount + capital_free_discount',
    sides: (order) =>
      at(
        order,
        yuanOrZero(order, 'discount_amount'),
        yuanOrZero(order, 'platform_discount') + yuanOrZero(order, 'seller_discount') + yuanOrZero(order, 'capital_free_discount'),
      ),
  },
  {
    name: 'pdd.payment',
    formula: 'pay_amount = goods_amount - discount_amount + postage + sum of service_fee',
    sides: (order) =>
      at(
        order,
        yuan(order, 'pay_amount'),
        yuan(order, 'goods_amount') - yuanOrZero(order, 'discount_amount') + yuanOrZero(order, 'postage') + serviceFeesFen(order),
      ),
  },
  {
    name: 'pdd.subsidy',
    formula: 'trade_in_national_subsidy_amount of a reduction when ordering + what is left for the platform = platform_discount',
    sides: (order) => {
      const { governmentFen, platformFen } = orderShares(order)
      return at(order, governmentFen + platformFen, yuanOrZero(order, 'platform_discount'))
    },
  },
]

/** A refund shows the order's amounts as they were, and one amount of its own. */
export const afterSaleEquations: readonly Equation[] = []
