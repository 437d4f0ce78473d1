import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Far above what a channel sends; a message beyond it is refused at the door. */
export const maxPayloadBytes = 64 * 1_024 * 1_024

export function packPayload(bytes: Uint8Array): Uint8Array {
  if (bytes.length > maxPayloadBytes) throw new Error(`a payload has at most ${maxPayloadBytes} bytes, not ${bytes.length}`)
  return zstdCompressSync(bytes)
}

export const unpackPayload = (packed: Uint8Array): Uint8Array => zstdDecompressSync(packed, { maxOutputLength: maxPayloadBytes })
