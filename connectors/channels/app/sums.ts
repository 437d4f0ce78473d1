import { sum } from '../../../domain/shared/money.ts'
import type { Equation } from '../../shared/sums.ts'
import type { AppAfterSale, AppOrder } from './form.ts'

type Amounts = readonly { readonly amountFen: number }[]
const total = (amounts: Amounts): number => sum(amounts.map(({ amountFen }) => amountFen))

export const orderEquations: readonly Equation<AppOrder>[] = [
  {
    name: 'app.goods',
    formula: 'totals.goodsFen = sum of unitPriceFen × quantity',
    sides: ({ totals, lines }) => [
      { at: 'totals', leftFen: totals.goodsFen, rightFen: sum(lines.map(({ unitPriceFen, quantity }) => unitPriceFen * quantity)) },
    ],
  },
  {
    name: 'app.discounts',
    formula: 'totals.discountFen = discounts of lines + discounts + freightDiscounts',
    sides: ({ totals, lines, discounts, freightDiscounts }) => [
      {
        at: 'totals',
        leftFen: totals.discountFen,
        rightFen: sum(lines.map((line) => total(line.discounts))) + total(discounts) + total(freightDiscounts),
      },
    ],
  },
  {
    name: 'app.services',
    formula: 'totals.servicesFen = sum of services',
    sides: ({ totals, services }) => [{ at: 'totals', leftFen: totals.servicesFen, rightFen: total(services) }],
  },
  {
    name: 'app.payable',
    formula: 'totals.payableFen = goodsFen - discountFen + freightFen + servicesFen',
    sides: ({ totals, freightFen }) => [
      { at: 'totals', leftFen: totals.payableFen, rightFen: totals.goodsFen - totals.discountFen + freightFen + totals.servicesFen },
    ],
  },
  {
    name: 'app.line',
    formula: 'payableFen of a line = unitPriceFen × quantity - its discounts - apportionedFen',
    sides: ({ lines }) =>
      lines.flatMap((line, index) =>
        line.payableFen === null
          ? []
          : [
              {
                at: `lines[${index}]`,
                leftFen: line.payableFen,
                rightFen: line.unitPriceFen * line.quantity - total(line.discounts) - (line.apportionedFen ?? 0),
              },
            ],
      ),
  },
  {
    name: 'app.apportioned',
    formula: 'sum of apportionedFen = discounts of the order, where every line has it',
    sides: ({ lines, discounts }) =>
      lines.every(({ apportionedFen }) => apportionedFen !== null)
        ? [{ at: 'lines', leftFen: sum(lines.map(({ apportionedFen }) => apportionedFen ?? 0)), rightFen: total(discounts) }]
        : [],
  },
  {
    name: 'app.presale',
    formula: 'depositFen + balanceFen = totals.payableFen',
    sides: ({ presale, totals }) =>
      presale === null ? [] : [{ at: 'presale', leftFen: presale.depositFen + presale.balanceFen, rightFen: totals.payableFen }],
  },
  {
    name: 'app.paid',
    formula: 'sum of payments = totals.payableFen once paidAt is set; = depositFen when only the deposit is paid',
    sides: ({ paidAt, payments, totals, presale }) => {
      if (paidAt !== null) return [{ at: 'payments', leftFen: total(payments), rightFen: totals.payableFen }]
      return presale?.stage === 'depositPaid' ? [{ at: 'payments', leftFen: total(payments), rightFen: presale.depositFen }] : []
    },
  },
]

export const afterSaleEquations: readonly Equation<AppAfterSale>[] = [
  {
    name: 'app.refund',
    formula: 'refundFen = goodsFen + freightFen',
    sides: ({ refundFen, goodsFen, freightFen }) => [{ at: '', leftFen: refundFen, rightFen: goodsFen + freightFen }],
  },
]
