import type { EventFilter } from '../port.ts'
import { RECORD_HEAD } from './layout.ts'
import { streamLengthOf, typeLengthOf } from './record.ts'

/** Judges a record by its bytes, before anything of it is decoded. */
export type ByteFilter = (bytes: Buffer, at: number) => boolean

export function compileFilter(filter: EventFilter | undefined): ByteFilter | undefined {
  if (filter?.streamPrefixes === undefined && filter?.types === undefined) return undefined
  const prefixes = (filter.streamPrefixes ?? []).map((prefix) => Buffer.from(prefix))
  const hasType = oneOf(filter.types ?? [])
  return (bytes, at) => {
    const streamLength = streamLengthOf(bytes, at)
    const stream = at + RECORD_HEAD
    return (
      hasType(bytes, stream + streamLength, typeLengthOf(bytes, at)) ||
      prefixes.some((prefix) => prefix.length <= streamLength && holds(bytes, stream, prefix))
    )
  }
}

/** Types share lengths and beginnings, but seldom length and last letters: what is left to compare is mostly the one it is. */
function oneOf(types: readonly string[]): (bytes: Buffer, at: number, length: number) => boolean {
  const byLook = new Map<number, Buffer[]>()
  for (const type of types.map((text) => Buffer.from(text))) {
    const look = lookOf(type, 0, type.length)
    byLook.set(look, [...(byLook.get(look) ?? []), type])
  }
  return (bytes, at, length) => {
    const candidates = byLook.get(lookOf(bytes, at, length))
    if (candidates === undefined) return false
    for (const type of candidates) if (type.length === length && holds(bytes, at, type)) return true
    return false
  }
}

/** A small number: length, first byte, and the sixth from the end. */
const lookOf = (bytes: Buffer, at: number, length: number): number =>
  (length & 0xff) | (bytes[at]! << 8) | ((length < 6 ? 0 : bytes[at + length - 6]!) << 16)

function holds(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let n = wanted.length - 1; n >= 0; n -= 1) if (bytes[at + n] !== wanted[n]) return false
  return true
}
