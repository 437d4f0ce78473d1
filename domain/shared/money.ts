/** Money is integer fen. Yuan exist only as text at the edges and are never put through a binary fraction. */

const yuanPattern = /^(-?)(\d{1,13})(?:\.(\d{1,18}))?$/

export interface YuanOptions {
  readonly negative?: boolean
}

/**
 * Exact fen of yuan written as a decimal, such as `200.07`, `11.01`, `44`, `0.0`. Null when it is anything else: an exponent,
 * a third decimal that is not zero, signs or blanks that do not belong there, more than can be counted exactly.
 */
export function fenOfYuan(text: string, { negative = false }: YuanOptions = {}): number | null {
  const match = yuanPattern.exec(text)
  if (match === null) return null
  const [, sign, yuan = '', decimals = ''] = match
  if (sign === '-' && !negative) return null
  if (/[^0]/.test(decimals.slice(2))) return null
  const fen = Number(yuan) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
  return sign === '-' && fen !== 0 ? -fen : fen
}

/** Exact fen of fen written as an integer; null when it is anything else. */
export function fenOfText(text: string, { negative = false }: YuanOptions = {}): number | null {
  if (!/^-?\d{1,15}$/.test(text) || (text.startsWith('-') && !negative)) return null
  return Number(text) + 0
}

/** `20007` as `200.07`, with nothing but digits, point and sign. */
export function yuanOfFen(fen: number): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`${fen} is not an amount in fen`)
  const digits = Math.abs(fen).toString().padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const sum = (amounts: Iterable<number>): number => {
  let total = 0
  for (const amount of amounts) total += amount
  return total
}
