import type { WmsSettings } from '../policy/kinds/wms.ts'

/** When a message is sent again after so many tries: twice as long each time, up to the longest. */
export function retryDelayMs(
  { retryFirstMs, retryLongestMs }: Pick<WmsSettings, 'retryFirstMs' | 'retryLongestMs'>,
  attempt: number,
): number {
  // Beyond thirty doublings any first delay is the longest.
  return Math.min(retryLongestMs, retryFirstMs * 2 ** Math.min(attempt - 1, 30))
}
