const firstMs = 1_000
const mostMs = 30_000

/** How long to wait before a try, the first being 0; `random` is in [0, 1) and keeps many pages from coming back at once. */
export function backOffMs(failures: number, random: number): number {
  const fullMs = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 10))
  return Math.round(fullMs / 2 + (fullMs / 2) * random)
}
