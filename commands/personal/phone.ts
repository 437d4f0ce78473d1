/** A phone number as written by people and channels, read. */
export interface Phone {
  /** Digits without the country's prefix; abroad with it. */
  readonly number: string
  /** A number with an extension is lent by the channel for one order: it rings, but does not say who. */
  readonly extension: string | null
}

const mobile = /^1[3-9]\d{9}$/
const separators = /[\s\-‐‑–—().·]/g
const extensionMark = /(?:转|ext\.?|x|#|,)(\d{1,6})$/i
/** How channels write it besides: 11 digits, a dash, and an extension that is too long to be part of the number. */
const dashedExtension = /^(1[3-9]\d{9})-(\d{3,6})$/

/** Null when it is not a whole number: masked, encrypted by the channel, or no phone at all. */
export function readPhone(text: string): Phone | null {
  const plain = text.normalize('NFKC').trim()
  const dashed = dashedExtension.exec(plain.replace(/\s/g, ''))
  if (dashed !== null) return { number: dashed[1]!, extension: dashed[2]! }
  const packed = plain.replace(separators, '')
  const extension = extensionMark.exec(packed)?.[1] ?? null
  const number = withoutCountry(packed.replace(extensionMark, ''))
  return /^\d{7,15}$/.test(number) ? { number, extension } : null
}

function withoutCountry(packed: string): string {
  const international = /^(?:\+|00)(\d+)$/.exec(packed)?.[1]
  if (international === undefined) return mobile.test(packed.replace(/^86/, '')) ? packed.replace(/^86/, '') : packed
  if (!international.startsWith('86')) return international
  const national = international.slice(2)
  return mobile.test(national) || national.startsWith('0') ? national : `0${national}`
}

/** Shown even by masked numbers, as in 138****1234; null when the text does not end in four digits. */
export function lastFourOf(text: string): string | null {
  const phone = readPhone(text)
  return phone === null ? (/\*(\d{4})$/.exec(text.normalize('NFKC').trim())?.[1] ?? null) : phone.number.slice(-4)
}

export const phoneText = ({ number, extension }: Phone): string => (extension === null ? number : `${number}x${extension}`)
