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

/**
 * What a warehouse calls units that are to come back to it: the after-sales case, and from the second time on how often it was told of some of them.
 */
export const returnCodeOf = (afterSalesId: string, round: number): string =>
  round === 1 ? afterSalesId : streamKey([...parseStreamKey(afterSalesId).parts, String(round)])

/** The case a warehouse means; of a code that cannot be ours the code itself. */
export function afterSalesIdOf(returnCode: string): string {
  if (!/^[A-Za-z0-9_%]+(\.[A-Za-z0-9_%]+){3}$/.test(returnCode)) return returnCode
  return returnCode.slice(0, returnCode.lastIndexOf('.'))
}

export const wmsReturnKey = (returnCode: string, location: string): string => `${returnCode}${streamKey([], location)}`

export const wmsMessageKey = (location: string, messageId: string): string => streamKey([location, messageId])
