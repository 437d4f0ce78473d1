/** How patient another system is asked again, as its policy says. */
export interface Patience {
  readonly retryFirstMs: number
  readonly retryLongestMs: number
}

/** When a message is sent again after so many tries: twice as long each time, up to the longest. */
export function retryDelayMs({ retryFirstMs, retryLongestMs }: Patience, attempt: number): number {
  // Beyond thirty doublings any first delay is the longest.
  return Math.min(retryLongestMs, retryFirstMs * 2 ** Math.min(attempt - 1, 30))
}
