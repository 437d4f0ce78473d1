import { sum } from '../../../domain/shared/money.ts'
import { fen, fenOrZero, optionalFen } from '../../shared/fields.ts'
import { object, type Source } from '../../shared/source.ts'
import type { Equation } from '../../shared/sums.ts'
import { isByProduct, listFen, orderShares, pricesOf, productShares, productsOf, takenOffFen } from './amounts.ts'

const detailOf = (order: Source): Source => object(order, 'order_detail')

/** channels/ec/order/get. */
export const orderEquations: readonly Equation[] = [
  {
    name: 'wechat-shop.goods',
    formula: 'product_price = sum of sale_price × sku_cnt',
    sides: (order) => {
      const prices = pricesOf(detailOf(order))
      return [{ at: prices.path, leftFen: fen(prices, 'product_price'), rightFen: sum(productsOf(detailOf(order)).map(listFen)) }]
    },
  },
  {
    name: 'wechat-shop.payment',
    formula: 'order_price = product_price + freight - discounted_price - deduction_price - change_down_price',
    sides: (order) => {
      const prices = pricesOf(detailOf(order))
      return [
        {
          at: prices.path,
          leftFen: fen(prices, 'order_price'),
          rightFen:
            fen(prices, 'product_price') +
            fenOrZero(prices, 'freight') -
            fenOrZero(prices, 'discounted_price') -
            fenOrZero(prices, 'deduction_price') -
            fenOrZero(prices, 'change_down_price'),
        },
      ]
    },
  },
  {
    name: 'wechat-shop.original',
    formula: 'original_order_price = product_price + freight',
    sides: (order) => {
      const prices = pricesOf(detailOf(order))
      const leftFen = optionalFen(prices, 'original_order_price')
      return leftFen === null ? [] : [{ at: prices.path, leftFen, rightFen: fen(prices, 'product_price') + fenOrZero(prices, 'freight') }]
    },
  },
  {
    name: 'wechat-shop.products',
    formula: 'sum of real_price - deduction_price = order_price - freight',
    sides: (order) => {
      const detail = detailOf(order)
      const prices = pricesOf(detail)
      if (!isByProduct(detail)) return []
      const leftFen = sum(productsOf(detail).map((product) => fen(product, 'real_price'))) - fenOrZero(prices, 'deduction_price')
      return [{ at: prices.path, leftFen, rightFen: fen(prices, 'order_price') - fenOrZero(prices, 'freight') }]
    },
  },
  {
    name: 'wechat-shop.product',
    formula: 'coupons + finder_discounted_price + change of the price + what is left for the merchant = sale_price × sku_cnt - real_price',
    sides: (order) => {
      const detail = detailOf(order)
      if (!isByProduct(detail)) return []
      return productsOf(detail).map((product) => {
        const { coupons, creatorFen, changeFen, restFen } = productShares(product)
        const leftFen = sum(coupons.map(({ amountFen }) => amountFen)) + creatorFen + changeFen + restFen
        return { at: product.path, leftFen, rightFen: takenOffFen(product) }
      })
    },
  },
  {
    name: 'wechat-shop.bearers',
    formula: 'finder_discounted_price + what is left for the merchant = discounted_price',
    sides: (order) => {
      const detail = detailOf(order)
      const { creatorFen, merchantFen } = orderShares(detail)
      return [{ at: pricesOf(detail).path, leftFen: creatorFen + merchantFen, rightFen: fenOrZero(pricesOf(detail), 'discounted_price') }]
    },
  },
]

/** A refund shows one amount and nothing to hold it against. */
export const afterSaleEquations: readonly Equation[] = []
