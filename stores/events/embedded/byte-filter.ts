import type { EventFilter } from '../port.ts'
import { RECORD_HEAD } from './layout.ts'
import { streamLengthOf, typeLengthOf } from './record.ts'

/** Judges a record by its bytes, before anything of it is decoded. */
export type ByteFilter = (bytes: Buffer, at: number) => boolean

export function compileFilter(filter: EventFilter | undefined): ByteFilter | undefined {
  if (filter?.streamPrefixes === undefined && filter?.types === undefined) return undefined
  const prefixes = (filter.streamPrefixes ?? []).map((prefix) => Buffer.from(prefix))
  const types = (filter.types ?? []).map((type) => Buffer.from(type))
  return (bytes, at) => {
    const streamLength = streamLengthOf(bytes, at)
    const stream = at + RECORD_HEAD
    const typeLength = typeLengthOf(bytes, at)
    return (
      types.some((type) => type.length === typeLength && holds(bytes, stream + streamLength, type)) ||
      prefixes.some((prefix) => prefix.length <= streamLength && holds(bytes, stream, prefix))
    )
  }
}

function holds(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let n = wanted.length - 1; n >= 0; n -= 1) if (bytes[at + n] !== wanted[n]) return false
  return true
}
