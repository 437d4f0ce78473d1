import { multiplyAndDivide } from '../shared/apportion.ts'
import { sum } from '../shared/money.ts'
import type { ParcelRow, Surcharge } from './document.ts'
import type { Rates } from './rates.ts'

/** Some units of one thing, as they are packed. */
export interface Goods {
  readonly category: string
  readonly quantity: number
  readonly weightGrams: number
  /** Length, width, height; null when nobody measured. */
  readonly sizeMillimetres: readonly number[] | null
  /** Value declared for each unit; 0 for none. */
  readonly declaredFen: number
  /** Old units taken away for each unit. */
  readonly oldUnits: number
}

/** What the place and its visits ask for beside carrying. */
export interface Delivery {
  /** Floors to carry up without a lift. */
  readonly floors: number
  readonly redeliveries: number
  readonly storageDays: number
}

export const plainDelivery: Delivery = { floors: 0, redeliveries: 0, storageDays: 0 }

export interface Price {
  readonly parcelFen: number
  readonly bulkyFen: number
  readonly surchargeFen: number
  readonly totalFen: number
  /** What the parcel was charged for; 0 when everything is bulky. */
  readonly chargeableGrams: number
}

/** Whole units of `divisor` that hold `amount`, the last one perhaps not full. */
const begun = (amount: number, divisor: number): number => {
  const rest = amount % divisor
  return (amount - rest) / divisor + (rest === 0 ? 0 : 1)
}

function begunShare(amount: number, part: number, whole: number): number {
  const [shares, rest] = multiplyAndDivide(amount, part, whole)
  return shares + (rest === 0 ? 0 : 1)
}

export const volumeOf = (sizeMillimetres: readonly number[] | null): number =>
  sizeMillimetres === null ? 0 : sizeMillimetres.reduce((product, side) => product * side, 1)

/** The heavier of weight and volume: cubic millimetres over the divisor (cm³ a kilogram) are grams. */
export const chargeable = (grams: number, cubicMillimetres: number, divisor: number | null): number =>
  divisor === null ? grams : Math.max(grams, begun(cubicMillimetres, divisor))

/** First weight, then every step that was begun. */
export const firstAndContinued = ({ firstGrams, firstFen, stepGrams, stepFen }: ParcelRow, grams: number): number =>
  grams <= firstGrams ? firstFen : firstFen + begun(grams - firstGrams, stepGrams) * stepFen

export const isBulky = (rates: Rates, category: string): boolean => rates.bulky(category) !== undefined

/** Price of carrying one bulky piece; null where the card does not take it to. */
export function pieceFen(rates: Rates, { category, sizeMillimetres }: Pick<Goods, 'category' | 'sizeMillimetres'>): number | null {
  const row = rates.bulky(category) ?? null
  if (row === null) return null
  if ('pieceFen' in row) return row.pieceFen
  return Math.max(row.minimumFen, begunShare(volumeOf(sizeMillimetres), row.cubicMetreFen, 1_000_000_000))
}

/** What one unit costs beside its carriage, whatever goes with it. */
export function surchargeFenOfUnit(rates: Rates, goods: Goods, delivery: Delivery): number {
  const bulky = isBulky(rates, goods.category)
  return sum(rates.surcharges.map((surcharge) => ofUnit(surcharge, goods, bulky, delivery)))
}

function ofUnit(surcharge: Surcharge, { declaredFen, oldUnits }: Goods, bulky: boolean, delivery: Delivery): number {
  switch (surcharge.per) {
    case 'bulkyPiece':
      return bulky ? surcharge.fen : 0
    case 'floor':
      return bulky ? Math.max(0, delivery.floors - surcharge.free) * surcharge.fen : 0
    case 'storageDay':
      return bulky ? Math.max(0, delivery.storageDays - surcharge.free) * surcharge.fen : 0
    case 'oldUnit':
      return oldUnits * surcharge.fen
    case 'declaredValue':
      return begunShare(declaredFen, surcharge.fen, 10_000)
    default:
      return 0
  }
}

const surchargesPer = (rates: Rates, per: Surcharge['per']): number =>
  sum(rates.surcharges.filter((surcharge) => surcharge.per === per).map(({ fen }) => fen))

export const surchargeFenOfParcel = (rates: Rates): number => surchargesPer(rates, 'parcel')

/**
 * What all goods of one delivery cost together: what is not bulky as one parcel, bulky pieces each. Null where the card does not take
 * them to. A quote and the check of a carrier's bill both ask here.
 */
export function price(rates: Rates, goods: readonly Goods[], delivery: Delivery): Price | null {
  let [grams, cubicMillimetres, bulkyFen, surchargeFen, light] = [0, 0, 0, delivery.redeliveries * surchargesPer(rates, 'redelivery'), 0]
  for (const each of goods) {
    surchargeFen += each.quantity * surchargeFenOfUnit(rates, each, delivery)
    if (isBulky(rates, each.category)) {
      const fen = pieceFen(rates, each)
      if (fen === null) return null
      bulkyFen += each.quantity * fen
    } else {
      light += each.quantity
      grams += each.quantity * each.weightGrams
      cubicMillimetres += each.quantity * volumeOf(each.sizeMillimetres)
    }
  }
  if (light === 0) return { parcelFen: 0, bulkyFen, surchargeFen, totalFen: bulkyFen + surchargeFen, chargeableGrams: 0 }
  if (rates.parcel === null) return null
  const chargeableGrams = chargeable(grams, cubicMillimetres, rates.volumetricDivisor)
  const parcelFen = firstAndContinued(rates.parcel, chargeableGrams)
  surchargeFen += surchargeFenOfParcel(rates)
  return { parcelFen, bulkyFen, surchargeFen, totalFen: parcelFen + bulkyFen + surchargeFen, chargeableGrams }
}
