/** Yuan with two decimals, as channels that count in yuan write them. */
export function yuanText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

/** Down to whole tens of yuan, as prices are set. */
export const round = (fen: number): number => Math.floor(fen / 1_000) * 1_000

/** An amount over weights, each share rounded down, the rest on the heaviest: always sums. */
export function spread(amountFen: number, weights: readonly number[]): number[] {
  const weight = total(weights)
  const shares = weights.map((each) => Math.floor((amountFen * each) / weight))
  const heaviest = weights.indexOf(Math.max(...weights))
  shares[heaviest]! += amountFen - total(shares)
  return shares
}
