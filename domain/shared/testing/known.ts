interface Dated {
  readonly at: number
}

/**
 * What is still known of a pile where only so many are remembered: the last `limit`, and of those before them the `limit` latest
 * dated. All that was forgotten is dated at or before `upTo`.
 */
export function known<Paper extends Dated>(all: readonly Paper[], limit: number, name: (paper: Paper) => string) {
  const before = all.slice(0, Math.max(0, all.length - limit)).toSorted((a, b) => b.at - a.at || (name(a) < name(b) ? 1 : -1))
  const forgotten = before.slice(limit)
  return { items: [...all.slice(-limit), ...before.slice(0, limit)], upTo: Math.max(-Infinity, ...forgotten.map(({ at }) => at)) }
}
