import type { EventOfType } from '../../domain/events.ts'
import { projection } from '../projection.ts'

type Received = EventOfType<'StockReceived'>['data']

/** There after one receipt, gone after the next: what comes and goes between two flushes. */
export const flicker = projection<{ count: number }>({
  name: 'flicker',
  version: 1,
  indexes: [],
  handles: ['StockReceived'],
  keys: (event) => [(event.data as Received).sku],
  evolve: (document) => (document === undefined ? { count: 1 } : undefined),
})
