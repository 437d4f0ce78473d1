import type { ApiLimits } from '../limits.ts'
import { Problem } from '../problem.ts'

/** A line that is longer than a message may be; it was read over, not kept. */
export const tooLong = Symbol('too long')

type Limits = Pick<ApiLimits, 'messageBytes' | 'messagesBytes'>

/** The whole body as one message, byte for byte. None when it is empty. Throws a `Problem` when it is too large. */
export async function* wholeOf(body: AsyncIterable<Uint8Array>, { messageBytes }: Limits): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > messageBytes) throw new Problem('TOO_LARGE', undefined, { limitBytes: messageBytes })
    chunks.push(chunk)
  }
  if (bytes > 0) yield Buffer.concat(chunks)
}

const lineFeed = 10
const carriageReturn = 13

/** Messages of NDJSON without their line ends, as the body comes in; blank lines are none. Never holds more than one line. */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  { messageBytes, messagesBytes }: Limits,
): AsyncGenerator<Uint8Array | typeof tooLong> {
  let parts: Uint8Array[] = []
  let length = 0
  let total = 0
  const add = (part: Uint8Array): void => {
    length += part.length
    if (length <= messageBytes + 1) parts.push(part)
    else parts = []
  }
  const end = (): Uint8Array | typeof tooLong => {
    const line = length > messageBytes + 1 ? null : trimmed(Buffer.concat(parts))
    parts = []
    length = 0
    return line === null || line.length > messageBytes ? tooLong : line
  }
  for await (const chunk of body) {
    total += chunk.length
    if (total > messagesBytes) throw new Problem('TOO_LARGE', undefined, { limitBytes: messagesBytes })
    let from = 0
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      add(chunk.subarray(from, at))
      from = at + 1
      const line = end()
      if (line === tooLong || !isBlank(line)) yield line
    }
    add(chunk.subarray(from))
  }
  const last = end()
  if (last === tooLong || !isBlank(last)) yield last
}

const trimmed = (line: Uint8Array): Uint8Array => (line.at(-1) === carriageReturn ? line.subarray(0, -1) : line)
const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 32 || byte === 9 || byte === carriageReturn)
