import { sum } from '../../../domain/shared/money.ts'
import type { Equation } from '../../shared/sums.ts'
import { lineFen, tenderedFen } from './amounts.ts'
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

export const orderEquations: readonly Equation<Ticket>[] = [
  tenders,
  {
    name: 'pos.due-later',
    formula: 'dueLater = 0 on any ticket but a deposit',
    sides: ({ type, dueLater }) => (type === 'deposit' ? [] : [{ at: 'dueLater', leftFen: dueLater, rightFen: 0 }]),
  },
]

export const returnEquations: readonly Equation<Ticket>[] = [tenders]
