import { createHmac, randomBytes } from 'node:crypto'

/**
 * Where ids, keys and salts come from. `purpose` says what the bytes are for, uniquely: `person:<identity hash>`, `key:<person id>`.
 * Because bytes belong to a purpose and never to the order of calls, a seeded source gives the same bytes under any scheduling.
 */
export interface Randomness {
  bytes(purpose: string, length: number): Uint8Array
}

/** For production: the operating system's generator; the purpose is ignored. */
export const systemRandomness: Randomness = { bytes: (_purpose, length) => randomBytes(length) }

const blockBytes = 32

/** For demonstrations and tests alone: whoever knows the seed knows every key. HMAC-SHA256 in counter mode. */
export function seededRandomness(seed: string): Randomness {
  return {
    bytes(purpose, length) {
      const blocks = Array.from({ length: Math.ceil(length / blockBytes) }, (_, block) =>
        createHmac('sha256', seed).update(`${block}:${purpose}`).digest(),
      )
      return Buffer.concat(blocks, length)
    },
  }
}
