import type { Found } from './found.ts'
import type { Answers } from './run.ts'
import type { Truth } from './truth.ts'

/** A count that is not what it should be. */
export interface Difference {
  readonly count: string
  readonly expected: number
  readonly found: number
}

type Counts = { readonly [key: string]: number | Counts }

/** Every count of the truth against what was found, by its name. */
export function differences(truth: Truth, found: Found, { outcomes }: Answers): readonly Difference[] {
  const { mishaps: _, ...expected } = truth
  return [...compare('', expected as unknown as Counts, { ...found, outcomes } as unknown as Counts)]
}

function* compare(path: string, expected: Counts, found: Counts): Generator<Difference> {
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const count = path === '' ? key : `${path}.${key}`
    const [left, right] = [expected[key] ?? 0, found[key] ?? 0]
    if (typeof left === 'object' || typeof right === 'object')
      yield* compare(count, typeof left === 'object' ? left : {}, typeof right === 'object' ? right : {})
    else if (left !== right) yield { count, expected: left, found: right }
  }
}
