/** Numbers that follow from a seed alone: two of the same seed give the same numbers, whoever else draws. */
export interface Random {
  /** From 0 up to 1. */
  next(): number
  /** A whole number, both ends included. */
  whole(from: number, to: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item
  /** So many digits, the first of them not 0. */
  digits(length: number): string
}

/** Of the seed and what the numbers are for, so that one order's numbers do not depend on how many another one drew. */
export function randomFor(...purpose: readonly (string | number)[]): Random {
  const next = generator(purpose.join('/'))
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick: (items) => items[whole(0, items.length - 1)]!,
    weighted(items) {
      let left = next() * items.reduce((total, [, weight]) => total + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return items.at(-1)![0]
    },
    digits: (length) => Array.from({ length }, (_, place) => whole(place === 0 ? 1 : 0, 9)).join(''),
  }
}

/** sfc32 over a state mixed from the text. */
function generator(text: string): () => number {
  let [a, b, c, d] = mixed(text)
  const draw = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 12; round++) draw()
  return draw
}

function mixed(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    for (let word = 0; word < 4; word++)
      words[word] = Math.imul(words[word]! ^ (code + word * 131), 2_654_435_761 - word * 12_346) ^ (words[word]! >>> 13)
  }
  return words
}
