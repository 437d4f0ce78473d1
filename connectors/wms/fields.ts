import type { WmsUnits } from '../../domain/wms/canonical.ts'
import { optionalId, optionalInteger, optionalText } from '../shared/fields.ts'
import { isObject, pathOf, refuse, type Source } from '../shared/source.ts'

/** The elements of a list such as `<items><item/><item/></items>`: one, several or none. */
export function elements(source: Source, list: string, element: string): readonly Source[] {
  const outer = source.fields[list]
  if (outer === undefined || outer === '') return []
  if (!isObject(outer)) {
    refuse(source, list, `a list of ${element}`)
    return []
  }
  const inner = outer[element]
  if (inner === undefined || inner === '') return []
  const path = pathOf(source, `${list}.${element}`)
  return (Array.isArray(inner) ? inner : [inner]).flatMap((fields, place) => {
    if (isObject(fields)) return [{ fields, path: `${path}[${place}]`, problems: source.problems }]
    if (fields !== '') refuse(source, `${list}.${element}[${place}]`, 'an element with elements of its own')
    return []
  })
}

/** The texts of a list such as `<snList><sn>…</sn></snList>`. */
export function textElements(source: Source, list: string, element: string): readonly string[] {
  const outer = source.fields[list]
  if (outer === undefined || outer === '') return []
  const inner = isObject(outer) ? (outer[element] ?? []) : null
  const texts = Array.isArray(inner) ? inner : [inner]
  if (inner === null || !texts.every((each) => typeof each === 'string')) {
    refuse(source, list, `a list of ${element}`)
    return []
  }
  return texts.map((each) => each.trim()).filter((each) => each !== '')
}

/** Units are whole; a system may write them with decimals that are all zero. */
export function units(source: Source, key: string): number {
  const text = optionalText(source, key)?.trim() ?? ''
  const match = /^(-?\d{1,9})(?:\.0*)?$/.exec(text)
  if (match !== null) return Number(match[1]) + 0
  refuse(source, key, 'a whole number of units')
  return 0
}

export function countedUnits(source: Source, key: string): number {
  const value = units(source, key)
  if (value < 0) refuse(source, key, 'a number of units that is not negative')
  return Math.max(0, value)
}

/** Kilograms as grams, what is less than a gram left out; null when there is none, or it makes no sense. */
export function gramsOfKilograms(text: string | null): number | null {
  const match = /^(\d{1,7})(?:\.(\d{1,12}))?$/.exec(text?.trim() ?? '')
  return match === null ? null : Number(match[1]) * 1_000 + Number((match[2] ?? '').slice(0, 3).padEnd(3, '0'))
}

export function unitsOf(source: Source, quantityKey: string): WmsUnits {
  return {
    lineNumber: optionalInteger(source, 'orderLineNo'),
    sku: optionalId(source, 'itemCode') ?? missing(source),
    quantity: countedUnits(source, quantityKey),
    serialNumbers: textElements(source, 'snList', 'sn'),
  }
}

function missing(source: Source): string {
  refuse(source, 'itemCode', 'the code of an item')
  return '-'
}

/** Goods that can be sold as new (正品, ZP); all other kinds cannot. */
export const isSellable = (source: Source): boolean => (optionalText(source, 'inventoryType')?.trim() ?? 'ZP').toUpperCase() === 'ZP'
