import { parseStreamKey, streamKey } from '../shared/stream-name.ts'

/**
 * The id of a fulfilment: the order's own parts, which try it is (sourcing again makes another), and the location. The same order,
 * location and try always give the same id, so that asking again is a repeat.
 */
export const fulfilmentKey = (orderId: string, location: string, attempt: number): string =>
  streamKey([...parseStreamKey(orderId).parts, String(attempt)], location)
