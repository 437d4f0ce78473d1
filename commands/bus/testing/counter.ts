import { type Aggregate, asAggregate } from '../../../domain/shared/aggregate.ts'
import { accept, acceptNoting, reject } from '../../../domain/shared/decision.ts'
import { streamName } from '../../../domain/shared/stream-name.ts'
import type { StockEvent } from '../../../domain/stock/events.ts'

interface CounterTypes {
  state: { units: number }
  command: { readonly type: 'TakeUnits'; readonly data: { readonly counter: string; readonly units: number; readonly times: number } }
  event: Extract<StockEvent, { type: 'StockScrapped' }>
}

export const CEILING = 200

/**
 * An aggregate without natural keys: only the command id tells a repeat. Takes units, in one event for each time, up to the ceiling.
 * Zero times are accepted and noted; its decider throws on negative units, and events of zero units break their schema.
 */
export const counterRules: Aggregate<CounterTypes> = {
  category: 'counter',
  stateVersion: 3,
  commandTypes: ['TakeUnits'],
  key: ({ data }) => data.counter,
  initial: () => ({ units: 0 }),
  evolve(state, { data }) {
    if (data.quantity > CEILING) throw new Error('no state can hold this')
    state.units += data.quantity
    return state
  },
  decide({ units: taken }, { data: { units, times } }) {
    if (units < 0) throw new Error('the decider is wrong')
    if (times === 0) return acceptNoting('nothing', [])
    if (units <= CEILING && taken + units * times > CEILING) return reject('INSUFFICIENT_STOCK', { available: CEILING - taken })
    return accept(...Array.from({ length: times }, (_, time) => scrapped(units, `${taken}+${time}`)))
  },
  freeze: (state) => ({ ...state }),
  thaw: (frozen) => ({ ...(frozen as CounterTypes['state']) }),
  weigh: () => 64,
}

/** Its keys stand in another order than in the schema, and one of them is not in it. */
function scrapped(quantity: number, documentId: string): CounterTypes['event'] {
  const place = { sku: 'S', location: 'L', regionPath: [], category: 'c', brand: 'b', availableToPromise: { before: 0, after: 0 } }
  const data = { condition: 'damaged' as const, quantity, unheardOf: true, askedAt: 0, ...place, documentId }
  return { type: 'StockScrapped', data }
}

export const counter = asAggregate(counterRules)
export const counterStream = (key: string): string => streamName('counter', key)
export const take = (counterKey: string, units: number, times = 1) => ({ type: 'TakeUnits', data: { counter: counterKey, units, times } })
