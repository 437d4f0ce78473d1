import type { CanonicalOrder, Discount } from '../../domain/channel/canonical.ts'
import { sum } from '../../domain/shared/money.ts'
import type { Source } from './source.ts'

/** Both sides of an equation at one place of a payload. */
export interface Sides {
  readonly at: string
  readonly leftFen: number
  readonly rightFen: number
}

/** What must hold between the amounts of a payload, by the channel's own account of them. */
export interface Equation<Subject = Source> {
  readonly name: string
  /** In words of the channel's fields, for people. */
  readonly formula: string
  /** Every place it holds for; none where the channel leaves out an amount it needs. */
  sides(subject: Subject): readonly Sides[]
}

export interface BrokenSum extends Sides {
  readonly name: string
  readonly formula: string
}

/** The first equation that does not hold; sides too large to be exact never do. */
export function firstBroken<Subject>(equations: readonly Equation<Subject>[], subject: Subject): BrokenSum | null {
  for (const { name, formula, sides } of equations)
    for (const side of sides(subject))
      if (side.leftFen !== side.rightFen || !Number.isSafeInteger(side.leftFen)) return { name, formula, ...side }
  return null
}

const discountsFen = (discounts: readonly Discount[]): number => sum(discounts.map(({ amountFen }) => amountFen))

const listFen = (order: CanonicalOrder): number => sum(order.lines.map(({ unitListPriceFen, quantity }) => unitListPriceFen * quantity))
const overList = (at: string, discountFen: number, list: number): readonly Sides[] =>
  discountFen <= list ? [] : [{ at, leftFen: discountFen, rightFen: list }]

/** What holds for the canonical order of every channel. */
export const canonicalEquations: readonly Equation<CanonicalOrder>[] = [
  {
    name: 'order.total',
    formula: 'list prices - discounts of lines - discounts of the order + freight - its discounts + other charges = buyer pays',
    sides: (order) => [
      {
        at: 'order',
        leftFen:
          listFen(order) -
          sum(order.lines.map(({ discounts }) => discountsFen(discounts))) -
          discountsFen(order.orderDiscounts) +
          order.freight.amountFen -
          discountsFen(order.freight.discounts) +
          order.otherChargesFen,
        rightFen: order.buyerPaysFen,
      },
    ],
  },
  {
    name: 'order.discounts-within-list',
    formula: 'discounts of a line, of the freight, and of all goods are at most their list price',
    sides: ({ lines, freight, orderDiscounts, ...order }) => [
      ...lines.flatMap((line, index) => overList(`lines[${index}]`, discountsFen(line.discounts), line.unitListPriceFen * line.quantity)),
      ...overList('freight', discountsFen(freight.discounts), freight.amountFen),
      ...overList(
        'order',
        discountsFen(orderDiscounts) + sum(lines.map(({ discounts }) => discountsFen(discounts))),
        listFen({ lines, freight, orderDiscounts, ...order }),
      ),
    ],
  },
]
