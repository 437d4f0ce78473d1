import type { Discount } from '../channel/canonical.ts'
import type { Promotion } from '../policy/kinds/promotion.ts'
import { apportion } from '../shared/apportion.ts'
import { sum } from '../shared/money.ts'
import type { Basket, BasketLine, Finding } from './basket.ts'

/** A line while it is priced. */
export interface WorkingLine {
  readonly line: BasketLine
  leftFen: number
  readonly own: Discount[]
}

export const startWorking = (line: BasketLine): WorkingLine => ({ line, leftFen: line.quantity * line.unitListPriceFen, own: [] })

/** Whether a promotion is to be looked at at all, for this basket at this instant. */
export const isOn = ({ from, until, channels, shops }: Promotion, { at, channel, shop }: Basket): boolean =>
  (from === null || from <= at) &&
  (until === null || at < until) &&
  (channels.length === 0 || channels.includes(channel)) &&
  (shops.length === 0 || shops.includes(shop))

const names = (words: readonly string[], word: string): boolean => words.length === 0 || words.includes(word)

export const isAbout = ({ skus, categories, brands }: Promotion, { sku, category, brand }: BasketLine): boolean =>
  names(skus, sku) && names(categories, category) && names(brands, brand)

export const finding = (promotion: Promotion, reason: Finding['reason'], more: Partial<Finding> = {}): Finding => ({
  ...{ promotion: promotion.id, kind: promotion.kind, applied: reason === 'applied', reason, lineIds: [], basisFen: 0, offFen: 0 },
  ...{ missingFen: 0, missingUnits: 0 },
  ...more,
})

/** Takes so much off these lines, each payer's part by itself, by what is left of each line; nothing gets cheaper than nothing. */
export function takeOffLines(
  promotion: Promotion,
  instrument: Discount['instrument'],
  lines: readonly WorkingLine[],
  offFen: number,
  shares: readonly { readonly bearer: Discount['bearer']; readonly percent: number }[] = promotion.bearers,
): number {
  const takenFen = Math.min(offFen, sum(lines.map(({ leftFen }) => leftFen)))
  const parts = apportion(
    takenFen,
    shares.map(({ percent }) => percent),
  )
  for (const [place, { bearer }] of shares.entries()) {
    const left = lines.map(({ leftFen }) => leftFen)
    for (const [at, amountFen] of apportion(parts[place]!, left, left).entries()) {
      if (amountFen === 0) continue
      lines[at]!.leftFen -= amountFen
      lines[at]!.own.push({ bearer, instrument, amountFen, source: 'channel', reference: promotion.id })
    }
  }
  return takenFen
}
