import type { CommandOf } from '../shared/command.ts'
import { type Decision, type Rejection, reject } from '../shared/decision.ts'
import type { StockCommand } from './commands.ts'
import type { StockChange } from './events.ts'
import { record } from './repeats.ts'
import type { Stock } from './state.ts'

type Data<Type extends StockCommand['type']> = CommandOf<StockCommand, Type>['data']

export const receive = (stock: Readonly<Stock>, data: Data<'ReceiveStock'>): Decision<StockChange> =>
  record(stock, { type: 'StockReceived', data })

export const takeBack = (stock: Readonly<Stock>, data: Data<'ReturnStock'>): Decision<StockChange> =>
  record(stock, { type: 'StockReturned', data })

/**
 * An adjustment is a decision at a desk and may be refused: it never leaves less than what is reserved. A count, or damage, is a
 * fact of the world, the units are not there whatever was promised: it is taken, and what is available turns negative until
 * reservations are moved or released. One rule, then: facts are taken, decisions are checked.
 */
export const adjust = (stock: Readonly<Stock>, data: Data<'AdjustStock'>): Decision<StockChange> =>
  record(stock, { type: 'StockAdjusted', data }, () => (data.difference < 0 ? belowReserved(stock, -data.difference) : null))

export function count(stock: Readonly<Stock>, data: Data<'CountStock'>): Decision<StockChange> {
  return record(stock, { type: 'StockCounted', data: { ...data, difference: data.counted - stock.onHand } })
}

/** A fact, see `adjust`; but only units that are there can be damaged. */
export const damage = (stock: Readonly<Stock>, data: Data<'DamageStock'>): Decision<StockChange> =>
  record(stock, { type: 'StockDamaged', data }, () =>
    data.quantity > stock.onHand ? reject('INSUFFICIENT_STOCK', { onHand: stock.onHand }) : null,
  )

export const scrap = (stock: Readonly<Stock>, data: Data<'ScrapStock'>): Decision<StockChange> =>
  take(stock, { type: 'StockScrapped', data: { ...data, condition: data.condition ?? 'damaged' } })

/** What was put apart may be repaired, or found to be worse. */
export const regrade = (stock: Readonly<Stock>, data: Data<'GradeStock'>): Decision<StockChange> =>
  data.was === data.condition
    ? reject('BAD_REQUEST', { reason: 'units become something else than they are' })
    : take(stock, { type: 'StockGraded', data })

/** Only units that are there, and are what they are said to be. */
const take = (stock: Readonly<Stock>, event: Extract<StockChange, { type: 'StockScrapped' | 'StockGraded' }>): Decision<StockChange> =>
  record(stock, event, () => {
    const is = event.type === 'StockGraded' ? event.data.was : event.data.condition
    const { quantity } = event.data
    return quantity > stock[is] ? reject('INSUFFICIENT_STOCK', { [is]: stock[is] }) : null
  })

/** Taking away so many units would leave less than what is reserved. Safety stock and quotas only bind promises to buyers. */
export function belowReserved(stock: Readonly<Stock>, units: number): Rejection | null {
  const { onHand, reserved } = stock
  return units > onHand - reserved ? reject('STOCK_BELOW_RESERVED', { onHand, reserved, removable: Math.max(0, onHand - reserved) }) : null
}
