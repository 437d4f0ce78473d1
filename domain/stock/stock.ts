import type { Aggregate } from '../shared/aggregate.ts'
import type { Decision } from '../shared/decision.ts'
import { stockKey } from '../shared/stream-name.ts'
import { withAvailability } from './available.ts'
import { type StockCommand, stockCommands } from './commands.ts'
import type { StockChange, StockEvent } from './events.ts'
import { adjust, count, damage, receive, regrade, scrap, takeBack } from './movements.ts'
import { issue, release, reserve } from './reservations.ts'
import { setChannelQuota, setSafetyStock } from './settings.ts'
import { freeze, thaw, weigh } from './snapshot.ts'
import { evolve, initial, type Stock } from './state.ts'
import { arrive, dispatch, expect, lose } from './transfers.ts'

export { available } from './available.ts'
export type { Stock } from './state.ts'

export interface StockTypes {
  state: Stock
  command: StockCommand
  event: StockEvent
}

/**
 * Commands whose repeats the stock itself knows: these a process may tell it. They are remembered by their ids as well, as everything that others
 * ask of stock.
 */
export const keyedOfStock = ['IssueStock'] as const satisfies readonly StockCommand['type'][]

/** Units of one SKU at one location: stream `stock-<sku>@<location>`. */
export const stockAggregate = stockAggregateRemembering(10_000)

/** @param limit How many closed reservations, and how many documents, are remembered; what may repeat an older one is refused. */
export function stockAggregateRemembering(limit: number): Aggregate<StockTypes> {
  return {
    category: 'stock',
    stateVersion: 2,
    commandTypes: Object.keys(stockCommands) as StockCommand['type'][],
    key: ({ data }) => stockKey(data.sku, data.location),
    initial: () => initial(limit),
    evolve,
    decide,
    freeze,
    thaw: (frozen) => thaw(frozen as Parameters<typeof thaw>[0], limit),
    weigh,
  }
}

function decide(stock: Readonly<Stock>, command: StockCommand): Decision<StockEvent> {
  const decision = judge(stock, command)
  if (!decision.accepted) return decision
  const { onHand, reserved, safety } = stock
  return { ...decision, events: withAvailability({ onHand, reserved, safetyStock: safety.units }, decision.events) }
}

function judge(stock: Readonly<Stock>, { type, data }: StockCommand): Decision<StockChange> {
  switch (type) {
    case 'ReceiveStock':
      return receive(stock, data)
    case 'ReserveStock':
      return reserve(stock, data)
    case 'ReleaseReservation':
      return release(stock, data)
    case 'IssueStock':
      return issue(stock, data)
    case 'ReturnStock':
      return takeBack(stock, data)
    case 'AdjustStock':
      return adjust(stock, data)
    case 'CountStock':
      return count(stock, data)
    case 'DamageStock':
      return damage(stock, data)
    case 'ScrapStock':
      return scrap(stock, data)
    case 'GradeStock':
      return regrade(stock, data)
    case 'DispatchTransfer':
      return dispatch(stock, data)
    case 'ExpectTransfer':
      return expect(stock, data)
    case 'ReceiveTransfer':
      return arrive(stock, data)
    case 'LoseTransfer':
      return lose(stock, data)
    case 'SetSafetyStock':
      return setSafetyStock(stock, data)
    case 'SetChannelQuota':
      return setChannelQuota(stock, data)
  }
}
