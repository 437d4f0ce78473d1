import type { Uuid } from './messages.ts'

/** The id in text; undefined when none was sent, or it is none. */
export function uuidText({ string, structured }: Uuid): string | undefined {
  if (structured === undefined) return isUuid(string ?? '') ? string!.toLowerCase() : undefined
  const hex = wideHex(structured.mostSignificantBits ?? 0) + wideHex(structured.leastSignificantBits ?? 0)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** As two signed numbers of 64 bits. */
export function structuredUuid(text: string): Uuid {
  const hex = text.replaceAll('-', '')
  return { structured: { mostSignificantBits: wide(hex.slice(0, 16)), leastSignificantBits: wide(hex.slice(16)) } }
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)
const wideHex = (value: string | number): string => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0')
const wide = (hex: string): string => String(BigInt.asIntN(64, BigInt(`0x${hex || '0'}`)))
