import { sum } from './money.ts'

/**
 * Cuts an amount by weights so that the shares are whole fen and sum to it exactly: everyone gets the whole fen of their part, and
 * the fen left over go one each to the largest remainders, ties to whoever stands first. A share that would exceed its cap
 * is the cap, and the overflow is cut among the others by the same rule. Nobody weighing anything, the caps are the weights.
 * Throws when the amount exceeds all caps together: callers see to that first.
 */
export function apportion(amountFen: number, weights: readonly number[], caps?: readonly number[]): number[] {
  if (!Number.isSafeInteger(amountFen) || amountFen < 0) throw new RangeError(`${amountFen} fen cannot be cut`)
  if (caps === undefined) return largestRemainder(amountFen, sum(weights) > 0 ? weights : weights.map(() => 1))
  if (amountFen > sum(caps)) throw new RangeError(`${amountFen} fen are more than the ${sum(caps)} there is room for`)
  const shares = [...caps]
  let left = amountFen
  let open = caps.map((_, place) => place)
  for (;;) {
    const round = largestRemainder(left, weighing(open, weights, caps))
    const full = open.filter((place, index) => round[index]! > caps[place]!)
    if (full.length === 0) {
      for (const [index, place] of open.entries()) shares[place] = round[index]!
      return shares
    }
    left -= sum(full.map((place) => caps[place]!))
    open = open.filter((_, index) => round[index]! <= caps[open[index]!]!)
  }
}

function weighing(open: readonly number[], weights: readonly number[], caps: readonly number[]): number[] {
  const chosen = open.map((place) => weights[place]!)
  return sum(chosen) > 0 ? chosen : open.map((place) => caps[place]!)
}

function largestRemainder(amountFen: number, weights: readonly number[]): number[] {
  const total = sum(weights)
  if (amountFen === 0 || weights.length === 0) return weights.map(() => 0)
  const remainders: { readonly place: number; readonly remainder: number }[] = []
  const shares = weights.map((weight, place) => {
    const [whole, remainder] = multiplyAndDivide(amountFen, weight, total)
    if (remainder > 0) remainders.push({ place, remainder })
    return whole
  })
  remainders.sort((a, b) => b.remainder - a.remainder || a.place - b.place)
  const left = amountFen - sum(shares)
  for (const { place } of remainders.slice(0, left)) shares[place]! += 1
  return shares
}

/** Whole part and remainder of `a * b / divisor`, exact whatever the size of the product. */
export function multiplyAndDivide(a: number, b: number, divisor: number): readonly [whole: number, remainder: number] {
  const product = a * b
  if (product <= Number.MAX_SAFE_INTEGER) {
    const remainder = product % divisor
    return [(product - remainder) / divisor, remainder]
  }
  const exact = BigInt(a) * BigInt(b)
  return [Number(exact / BigInt(divisor)), Number(exact % BigInt(divisor))]
}
