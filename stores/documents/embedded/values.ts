import type { Fields, Json } from '../port.ts'

/**
 * A scalar as SQLite keeps it in an index column. SQLite orders numbers, text, blobs; MongoDB null, numbers, strings, objects,
 * arrays, booleans. Null is therefore minus infinity, which JSON does not have, and not SQL's NULL: so it equals itself, sorts first,
 * counts in unique indexes, and NULL is left for tombstones, which no comparison ever finds.
 */
export type Value = number | string | Uint8Array

export const NULL: Value = Number.NEGATIVE_INFINITY
export const FALSE: Value = Uint8Array.of(8, 0)
export const TRUE: Value = Uint8Array.of(8, 1)
export const OBJECT: Value = Uint8Array.of(3)
export const ARRAY: Value = Uint8Array.of(4)

export function encode(value: Json | undefined): Value {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : value.toWellFormed()
    case 'number':
      return Number.isFinite(value) ? value : NULL
    case 'boolean':
      return value ? TRUE : FALSE
    case 'object':
      return value === null ? NULL : Array.isArray(value) ? ARRAY : OBJECT
    default:
      return NULL
  }
}

export const partsOf = (field: string): readonly string[] => field.split('.')

/** What a path leads to: one value, or a list as soon as an array lies on the way. */
export function valuesAt(body: Fields, parts: readonly string[]): Value | Value[] {
  let current: Json | undefined = body
  for (let depth = 0; depth < parts.length; depth += 1) {
    if (typeof current !== 'object' || current === null) return NULL
    if (Array.isArray(current)) return throughArray(current, parts.slice(depth))
    const part = parts[depth]!
    current = Object.hasOwn(current, part) ? (current as Fields)[part] : undefined
  }
  return Array.isArray(current) ? current.map(encode) : encode(current)
}

/** As MongoDB: elements that are objects are entered, all others, nested arrays too, are passed over. */
function throughArray(elements: readonly Json[], parts: readonly string[]): Value[] {
  return elements.flatMap((element) =>
    typeof element === 'object' && element !== null && !Array.isArray(element) ? valuesAt(element as Fields, parts) : [],
  )
}

export function compareValues(left: Value, right: Value): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right || (left === right ? 0 : left < right ? -1 : 1)
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
  if (typeof left === 'object' && typeof right === 'object') return Buffer.compare(left, right)
  return typeRank(left) - typeRank(right)
}

export const typeRank = (value: Value): number => (typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2)

/** By code point, as bytes of UTF-8 compare; UTF-16 would put U+FFFD after an emoji. */
function compareText(left: string, right: string): number {
  if (left === right) return 0
  const shorter = Math.min(left.length, right.length)
  for (let index = 0; index < shorter; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return a >= 0xd800 && b >= 0xd800 ? beyondSurrogates(a) - beyondSurrogates(b) : a - b
  }
  return left.length - right.length
}

const beyondSurrogates = (unit: number): number => (unit < 0xe000 ? unit + 0x2000 : unit - 0x800)
