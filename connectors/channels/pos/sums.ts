import { sum } from '../../../domain/shared/money.ts'
import type { Equation } from '../../shared/sums.ts'
import { lineFen, moneyFen, tenderedFen } from './amounts.ts'
import type { Ticket } from './form.ts'

const tenders: Equation<Ticket> = {
  name: 'pos.tenders',
  formula: 'sum of (dealPrice × qty - lineDiscount) + freight - roundOff = sum of tenders + dueLater',
  sides: (ticket) => [
    {
      at: 'tenders',
      leftFen: sum(ticket.lines.map(lineFen)) + ticket.freight - ticket.roundOff,
      rightFen: tenderedFen(ticket) + ticket.dueLater,
    },
  ],
}

/** Amounts below zero belong to a return, and to nothing else. */
const direction = (name: string, formula: string, sign: 1 | -1): Equation<Ticket> => ({
  name,
  formula,
  sides: (ticket) => {
    const wrong = (at: string, amount: number) => (amount * sign < 0 ? [{ at, leftFen: amount, rightFen: 0 }] : [])
    return [
      ...ticket.lines.flatMap((line, index) => [
        ...wrong(`lines[${index}].qty`, line.qty),
        ...wrong(`lines[${index}].lineDiscount`, line.lineDiscount),
        ...(line.dealPrice > line.tagPrice || line.dealPrice < 0
          ? [{ at: `lines[${index}].dealPrice`, leftFen: line.dealPrice, rightFen: line.tagPrice }]
          : []),
      ]),
      ...ticket.tenders.flatMap((tender, index) => wrong(`tenders[${index}].amount`, tender.amount)),
      ...wrong('freight', ticket.freight),
      ...wrong('roundOff', ticket.roundOff),
      ...wrong('dueLater', ticket.dueLater),
    ]
  },
})

export const orderEquations: readonly Equation<Ticket>[] = [
  direction('pos.sale', 'quantities and amounts of a sale are not below zero, and 0 ≤ dealPrice ≤ tagPrice', 1),
  tenders,
  {
    name: 'pos.due-later',
    formula: 'dueLater = 0 on any ticket but a deposit',
    sides: ({ type, dueLater }) => (type === 'deposit' ? [] : [{ at: 'dueLater', leftFen: dueLater, rightFen: 0 }]),
  },
]

export const returnEquations: readonly Equation<Ticket>[] = [
  direction('pos.return', 'quantities and amounts of a return are not above zero, and 0 ≤ dealPrice ≤ tagPrice', -1),
  tenders,
]

export const refundedFen = (ticket: Ticket): number => Math.max(0, -moneyFen(ticket))
