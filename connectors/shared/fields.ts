import { fenOfText, fenOfYuan } from '../../domain/shared/money.ts'
import { refuse, type Source } from './source.ts'
import { instantOfIso, instantOfLocalTime } from './time.ts'

/** Leaf readers. A number is taken for its text, so channels may write either; an empty text is no text. */

/** Verbatim, or null when absent or blank. */
export function optionalText(source: Source, key: string): string | null {
  const value = source.fields[key]
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (typeof value === 'number') return String(value)
  refuse(source, key, 'a text')
  return null
}

/** Makes a reader of an optional field one of a field that has to be there. */
const required =
  <Value>(read: (source: Source, key: string) => Value | null, expected: string, stand: Value) =>
  (source: Source, key: string): Value => {
    const before = source.problems.length
    const value = read(source, key)
    if (value === null && source.problems.length === before) refuse(source, key, expected)
    return value ?? stand
  }

export const text = required(optionalText, 'a text', '')

/** Trimmed, at most 200 characters; null when absent, blank or 0, by which channels mean none. */
export function optionalId(source: Source, key: string): string | null {
  const value = optionalText(source, key)?.trim() ?? null
  if (value === null || value === '0') return null
  if (value.length <= 200) return value
  refuse(source, key, 'an id of at most 200 characters')
  return null
}

export const id = required(optionalId, 'an id', '-')

const integerPattern = /^-?\d{1,16}$/

export function optionalInteger(source: Source, key: string): number | null {
  const value = optionalText(source, key)?.trim() ?? null
  if (value === null) return null
  const integer = Number(value)
  if (integerPattern.test(value) && Number.isSafeInteger(integer)) return integer === 0 ? 0 : integer
  refuse(source, key, 'an integer')
  return null
}

export const integer = required(optionalInteger, 'an integer', 0)

const largestQuantity = 1_000_000

export function quantity(source: Source, key: string): number {
  const before = source.problems.length
  const value = integer(source, key)
  if (value >= 1 && value <= largestQuantity) return value
  if (source.problems.length === before) refuse(source, key, `a number of units from 1 to ${largestQuantity}`)
  return 1
}

/** True for true, "true" and any integer but 0. */
export function flag(source: Source, key: string): boolean {
  const value = source.fields[key]
  if (typeof value === 'boolean') return value
  const word = optionalText(source, key)?.trim().toLowerCase() ?? 'false'
  if (word === 'true' || word === 'false') return word === 'true'
  if (integerPattern.test(word)) return Number(word) !== 0
  refuse(source, key, 'true or false')
  return false
}

/** A word of a table; the whole table is named when it is another one. */
export function oneOf<Value>(source: Source, key: string, table: Readonly<Record<string, Value>>, stand: Value): Value {
  const word = optionalText(source, key)?.trim()
  if (word !== undefined && Object.hasOwn(table, word)) return table[word] as Value
  refuse(source, key, `one of ${Object.keys(table).join(', ')}`)
  return stand
}

/** Amounts: exact fen, from yuan with at most two decimals or from fen as an integer. */
const amount = (parse: (value: string) => number | null, expected: string) => (source: Source, key: string) => {
  const value = optionalText(source, key)?.trim() ?? null
  if (value === null) return null
  const fen = parse(value)
  if (fen === null) refuse(source, key, expected)
  return fen
}
const signed = { negative: true }
export const optionalYuan = amount(fenOfYuan, 'an amount in yuan with at most two decimals, not negative')
export const optionalSignedYuan = amount((value) => fenOfYuan(value, signed), 'an amount in yuan with at most two decimals')
export const optionalFen = amount(fenOfText, 'an amount in fen, an integer that is not negative')
export const optionalSignedFen = amount((value) => fenOfText(value, signed), 'an amount in fen, an integer')

export const yuan = required(optionalYuan, 'an amount in yuan', 0)
export const fen = required(optionalFen, 'an amount in fen', 0)
export const yuanOrZero = (source: Source, key: string): number => optionalYuan(source, key) ?? 0
export const fenOrZero = (source: Source, key: string): number => optionalFen(source, key) ?? 0
export const signedYuanOrZero = (source: Source, key: string): number => optionalSignedYuan(source, key) ?? 0
export const signedFenOrZero = (source: Source, key: string): number => optionalSignedFen(source, key) ?? 0

/** JD's and others' way to write no time at all. */
const emptyTimes = new Set(['0001-01-01 00:00:00', '1970-01-01 00:00:00', '0000-00-00 00:00:00'])

const time = (parse: (value: string) => number | null, expected: string) => (source: Source, key: string) => {
  const value = optionalText(source, key)?.trim() ?? null
  if (value === null || emptyTimes.has(value)) return null
  const instant = parse(value)
  if (instant === null) refuse(source, key, expected)
  return instant
}
const latestEpochSeconds = 99_999_999_999
const instantOfEpochSeconds = (value: string): number | null => {
  const seconds = Number(value)
  return integerPattern.test(value) && seconds >= 0 && seconds <= latestEpochSeconds ? seconds * 1000 : null
}
export const optionalLocalTime = time(instantOfLocalTime, 'a time like 2026-11-11 20:00:00, in China')
export const optionalIsoTime = time(instantOfIso, 'a time like 2026-11-11T20:00:00+08:00')
const anyEpochSeconds = time(instantOfEpochSeconds, 'a time in epoch seconds')
/** 0 is no time. */
export const optionalEpochSeconds = (source: Source, key: string): number | null => anyEpochSeconds(source, key) || null

export const localTime = required(optionalLocalTime, 'a time like 2026-11-11 20:00:00, in China', 0)
export const isoTime = required(optionalIsoTime, 'a time like 2026-11-11T20:00:00+08:00', 0)
export const epochSeconds = required(optionalEpochSeconds, 'a time in epoch seconds', 0)
