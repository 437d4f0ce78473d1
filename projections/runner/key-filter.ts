/** Remembers keys in a fixed number of bytes: never forgets one, now and then takes a stranger for known (a Bloom filter). */
export interface KeyFilter {
  add(key: string): void
  mayHave(key: string): boolean
}

/** 2^26 bits: 8 MiB, one stranger in 3,000 taken for known at 4 million keys, one in 20 at 16 million. */
const BITS = 26
const MASK = (1 << BITS) - 1
const HASHES = 4

export function createKeyFilter(): KeyFilter {
  const words = new Uint32Array(2 ** (BITS - 5))
  return {
    add(key) {
      let bit = hash(key, 0x811c9dc5)
      const step = hash(key, 0x9e3779b9) | 1
      for (let count = 0; count < HASHES; count += 1, bit = (bit + step) | 0) {
        const at = bit & MASK
        words[at >>> 5]! |= 1 << (at & 31)
      }
    },
    mayHave(key) {
      let bit = hash(key, 0x811c9dc5)
      const step = hash(key, 0x9e3779b9) | 1
      for (let count = 0; count < HASHES; count += 1, bit = (bit + step) | 0) {
        const at = bit & MASK
        if ((words[at >>> 5]! & (1 << (at & 31))) === 0) return false
      }
      return true
    },
  }
}

/** Where anything may have been written before. */
export const everyKey: KeyFilter = { add: () => undefined, mayHave: () => true }

function hash(text: string, seed: number): number {
  let value = seed
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return value ^ (value >>> 13)
}
