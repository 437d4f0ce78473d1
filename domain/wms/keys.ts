import { parseStreamKey, streamKey } from '../shared/stream-name.ts'

/**
 * What a warehouse calls work of ours: the id of the fulfilment without its location, which the warehouse is. So a message of the warehouse
 * leads back to the fulfilment by itself.
 */
export const orderCodeOf = (fulfilmentId: string): string => streamKey(parseStreamKey(fulfilmentId).parts)

/** Null when it cannot be a code of ours. */
export function fulfilmentIdOf(orderCode: string, location: string): string | null {
  if (!/^[A-Za-z0-9_%]+(\.[A-Za-z0-9_%]+){3}$/.test(orderCode)) return null
  try {
    return streamKey(parseStreamKey(orderCode).parts, location)
  } catch {
    return null
  }
}

export const wmsMessageKey = (location: string, messageId: string): string => streamKey([location, messageId])
