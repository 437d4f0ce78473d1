/** Before try `attempt` (1 for the second one): a random share of a span that doubles, so that those who met once do not meet again. */
export const backOffMs = (attempt: number, firstMs: number, longestMs: number, random: () => number): number =>
  random() * Math.min(longestMs, firstMs * 2 ** attempt)
