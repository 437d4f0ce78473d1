/** Two sets of events are the same when their tallies are, whatever the order they were added in. */
export interface Tally {
  add(stream: string, revision: number, position: number): void
  equals(other: Tally): boolean
  readonly sums: readonly [number, number, number]
}

export function createTally(): Tally {
  const sums: [number, number, number] = [0, 0, 0]
  return {
    sums,
    add: (stream, revision, position) => {
      let a = 0x811c9dc5
      let b = 0x9747b28c
      for (let n = 0; n < stream.length; n += 1) {
        a = Math.imul(a ^ stream.charCodeAt(n), 0x01000193)
        b = Math.imul(b ^ stream.charCodeAt(n), 0x5bd1e995)
      }
      for (const word of [revision, position >>> 0, Math.floor(position / 0x1_0000_0000)]) {
        a = mix(a ^ word)
        b = mix(b + word)
      }
      sums[0] = (sums[0] + a) >>> 0
      sums[1] = (sums[1] + b) >>> 0
      sums[2] += 1
    },
    equals: (other) => sums.every((sum, n) => sum === other.sums[n]),
  }
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}
