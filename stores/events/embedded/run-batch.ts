/*
 * Runs of many streams as bytes, so that they cross to another thread without being cloned. For each: name length u16, name, first
 * revision u32, number of positions u32, positions of 6 bytes, all little-endian.
 */
export const POSITION_BYTES = 6

export interface PackedRun {
  readonly stream: string
  readonly first: number
  readonly positions: Uint8Array
}

type Runs = ReadonlyMap<string, { readonly first: number; readonly positions: readonly number[] }>

export function encodeRuns(runs: Runs): Uint8Array<ArrayBuffer> {
  let size = 0
  for (const [stream, { positions }] of runs) size += 10 + stream.length * 3 + positions.length * POSITION_BYTES
  const into = Buffer.from(new ArrayBuffer(size))
  let at = 0
  for (const [stream, { first, positions }] of runs) {
    const length = into.write(stream, at + 2)
    into.writeUInt16LE(length, at)
    at += 2 + length
    into.writeUInt32LE(first, at)
    into.writeUInt32LE(positions.length, at + 4)
    at += 8
    for (const position of positions) {
      into.writeUIntLE(position, at, POSITION_BYTES)
      at += POSITION_BYTES
    }
  }
  return into.subarray(0, at)
}

export function decodeRuns(batch: Uint8Array): PackedRun[] {
  const bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength)
  const runs: PackedRun[] = []
  let at = 0
  while (at < bytes.length) {
    const name = at + 2
    const length = bytes.readUInt16LE(at)
    const head = name + length
    const start = head + 8
    at = start + bytes.readUInt32LE(head + 4) * POSITION_BYTES
    runs.push({ stream: bytes.toString('utf8', name, head), first: bytes.readUInt32LE(head), positions: bytes.subarray(start, at) })
  }
  return runs
}
