import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Leak {
  readonly file: string
  readonly at: number
  readonly text: string
  readonly form: string
}

interface Needle {
  readonly text: string
  readonly form: string
  readonly bytes: Buffer
}

const escaped = (text: string, upper: boolean): string =>
  [...text]
    .map((letter) => {
      const code = letter.charCodeAt(0)
      const hex = code.toString(16).padStart(4, '0')
      return code < 128 ? letter : `\\u${upper ? hex.toUpperCase() : hex}`
    })
    .join('')

/** A text in every form it may lie in clear: UTF-8, UTF-16 either way round, and escaped as JSON may. */
function needlesOf(text: string): readonly Needle[] {
  const littleEndian = Buffer.from(text, 'utf16le')
  const forms: readonly (readonly [string, Buffer])[] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-16LE', littleEndian],
    ['UTF-16BE', Buffer.from(littleEndian).swap16()],
    ['JSON escapes', Buffer.from(escaped(text, false))],
    ['JSON escapes', Buffer.from(escaped(text, true))],
  ]
  const seen = new Set<string>()
  return forms.flatMap(([form, bytes]) => {
    const key = bytes.toString('latin1')
    if (seen.has(key)) return []
    seen.add(key)
    return [{ text, form, bytes }]
  })
}

/** Walks every byte of every file of a folder and tells where one of the texts begins. */
export function* clearTexts(folder: string, texts: Iterable<string>): Generator<Leak> {
  const byStart = new Map<number, Needle[]>()
  const starts = new Uint8Array(1 << 16)
  for (const text of new Set(texts)) {
    for (const needle of needlesOf(text)) {
      const start = needle.bytes.readUInt32BE(0)
      byStart.set(start, [...(byStart.get(start) ?? []), needle])
      starts[start >>> 16] = 1
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = readFileSync(file)
    for (let at = 0; at + 4 <= bytes.length; at++) {
      if (starts[(bytes[at]! << 8) | bytes[at + 1]!] === 0) continue
      for (const { text, form, bytes: wanted } of byStart.get(bytes.readUInt32BE(at)) ?? [])
        if (bytes.compare(wanted, 0, wanted.length, at, Math.min(bytes.length, at + wanted.length)) === 0) yield { file, at, text, form }
    }
  }
}
