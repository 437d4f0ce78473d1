import { sum } from '../../../domain/shared/money.ts'
import { fen, fenOrZero, integer, optionalFen, signedFenOrZero } from '../../shared/fields.ts'
import { fullList, type Source } from '../../shared/source.ts'
import type { Equation } from '../../shared/sums.ts'
import { bearingOf } from './discounts.ts'
import { phasesOf } from './phases.ts'

const subOrdersOf = (order: Source): readonly Source[] => fullList(order, 'sku_order_list')
const orderAndSubOrders = (order: Source): readonly Source[] => [order, ...subOrdersOf(order)]
const allShown = (source: Source, ...keys: readonly string[]): boolean => keys.every((key) => optionalFen(source, key) !== null)

/** Amounts of the order that its sub-orders share out. */
const shared = [
  'pay_amount',
  'order_amount',
  'post_amount',
  'post_insurance_amount',
  'promotion_amount',
  'promotion_pay_amount',
  'shop_cost_amount',
  'platform_cost_amount',
]

/** order.orderDetail. */
export const orderEquations: readonly Equation[] = [
  {
    name: 'douyin.goods',
    formula: 'sum_amount of the sub-order = origin_amount × item_num',
    sides: (order) =>
      subOrdersOf(order).map((each) => ({
        at: each.path,
        leftFen: fen(each, 'sum_amount'),
        rightFen: fen(each, 'origin_amount') * integer(each, 'item_num'),
      })),
  },
  {
    name: 'douyin.order-amount',
    formula:
      'order_amount = sum_amount + modify_amount + post_amount + post_insurance_amount (of a sub-order; of the order with the sum of all sum_amount)',
    sides: (order) =>
      orderAndSubOrders(order).map((each) => ({
        at: each.path,
        leftFen: fen(each, 'order_amount'),
        rightFen:
          (each === order ? sum(subOrdersOf(order).map((subOrder) => fen(subOrder, 'sum_amount'))) : fen(each, 'sum_amount')) +
          signedFenOrZero(each, 'modify_amount') +
          fenOrZero(each, 'post_amount') +
          fenOrZero(each, 'post_insurance_amount'),
      })),
  },
  {
    name: 'douyin.payment',
    formula: 'pay_amount = order_amount - promotion_amount',
    sides: (order) =>
      orderAndSubOrders(order).map((each) => ({
        at: each.path,
        leftFen: fen(each, 'pay_amount'),
        rightFen: fen(each, 'order_amount') - fenOrZero(each, 'promotion_amount'),
      })),
  },
  {
    name: 'douyin.issuers',
    formula: 'promotion_amount = promotion_shop_amount + promotion_platform_amount + promotion_talent_amount',
    sides: (order) =>
      orderAndSubOrders(order).map((each) => ({
        at: each.path,
        leftFen: fenOrZero(each, 'promotion_amount'),
        rightFen:
          fenOrZero(each, 'promotion_shop_amount') +
          fenOrZero(each, 'promotion_platform_amount') +
          fenOrZero(each, 'promotion_talent_amount'),
      })),
  },
  {
    name: 'douyin.bearers',
    formula: 'promotion_amount = shop_cost_amount + platform_cost_amount',
    sides: (order) =>
      orderAndSubOrders(order).flatMap((each) =>
        allShown(each, 'shop_cost_amount', 'platform_cost_amount')
          ? [
              {
                at: each.path,
                leftFen: fenOrZero(each, 'promotion_amount'),
                rightFen: fen(each, 'shop_cost_amount') + fen(each, 'platform_cost_amount'),
              },
            ]
          : [],
      ),
  },
  {
    name: 'douyin.platform-cost',
    formula: 'platform_cost_amount = only_platform_cost_amount + author_cost_amount',
    sides: (order) =>
      orderAndSubOrders(order).flatMap((each) =>
        allShown(each, 'platform_cost_amount', 'only_platform_cost_amount')
          ? [
              {
                at: each.path,
                leftFen: fen(each, 'platform_cost_amount'),
                rightFen: fen(each, 'only_platform_cost_amount') + fenOrZero(each, 'author_cost_amount'),
              },
            ]
          : [],
      ),
  },
  {
    name: 'douyin.subsidy',
    formula: 'what merchant, platform and creator bear besides the subsidy + the subsidy = promotion_amount of the sub-order',
    sides: (order) =>
      subOrdersOf(order).flatMap((each) => {
        const bearing = bearingOf(each)
        if (bearing === null) return []
        const { merchant, platform, creator } = bearing.costs
        return [
          { at: each.path, leftFen: merchant + platform + creator + bearing.governmentFen, rightFen: fenOrZero(each, 'promotion_amount') },
        ]
      }),
  },
  {
    name: 'douyin.sub-orders',
    formula: `sum over the sub-orders = the order, for ${shared.join(', ')} and modify_amount`,
    sides: (order) => {
      const subOrders = subOrdersOf(order)
      return [
        ...shared.map((key) => ({
          at: `${order.path}.${key}`,
          leftFen: sum(subOrders.map((each) => fenOrZero(each, key))),
          rightFen: fenOrZero(order, key),
        })),
        {
          at: `${order.path}.modify_amount`,
          leftFen: sum(subOrders.map((each) => signedFenOrZero(each, 'modify_amount'))),
          rightFen: signedFenOrZero(order, 'modify_amount'),
        },
      ]
    },
  },
  {
    name: 'douyin.phase',
    formula: 'phase_order_amount = phase_sum_amount + phase_post_amount = phase_pay_amount + phase_promotion_amount',
    sides: (order) =>
      phasesOf(order).flatMap((phase) => {
        const rightFen = fen(phase, 'phase_order_amount')
        return [
          { at: phase.path, leftFen: fenOrZero(phase, 'phase_sum_amount') + fenOrZero(phase, 'phase_post_amount'), rightFen },
          { at: phase.path, leftFen: fen(phase, 'phase_pay_amount') + fenOrZero(phase, 'phase_promotion_amount'), rightFen },
        ]
      }),
  },
  {
    name: 'douyin.phases',
    formula: 'sum of phase_pay_amount of all phases = pay_amount',
    sides: (order) => {
      const phases = phasesOf(order)
      const first = phases[0]
      const isWhole = first !== undefined && phases.length === integer(first, 'total_phase') * subOrdersOf(order).length
      return isWhole
        ? [{ at: order.path, leftFen: sum(phases.map((phase) => fen(phase, 'phase_pay_amount'))), rightFen: fen(order, 'pay_amount') }]
        : []
    },
  },
]

/** A refund of freight is part of the refund, and nothing else is said of how it adds up. */
export const afterSaleEquations: readonly Equation[] = []
