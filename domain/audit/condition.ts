import { z } from 'zod'
import { type AuditFacts, auditFacts, type FactName, type FactShape, factsOfShape } from './facts.ts'

/** A small closed set of comparisons over declared facts, and their combinations. */
export type Condition =
  | { readonly test: 'equals'; readonly fact: FactName; readonly value: string | number | boolean }
  | { readonly test: 'in'; readonly fact: FactName; readonly values: readonly string[] }
  | { readonly test: 'contains'; readonly fact: FactName; readonly value: string }
  | { readonly test: 'atLeast'; readonly fact: FactName; readonly value: number }
  | { readonly test: 'atMost'; readonly fact: FactName; readonly value: number }
  | { readonly test: 'between'; readonly fact: FactName; readonly from: number; readonly to: number }
  | { readonly test: 'present'; readonly fact: FactName }
  | { readonly test: 'all'; readonly of: readonly Condition[] }
  | { readonly test: 'any'; readonly of: readonly Condition[] }
  | { readonly test: 'not'; readonly of: Condition }

const factOf = (...shapes: readonly FactShape[]) =>
  z.enum(factsOfShape(...shapes) as [FactName, ...FactName[]]).describe('What is asked of the order: see `facts.ts`')
const anyFact = factOf('text', 'texts', 'number', 'flag')
const text = z.string().min(1).max(200)
const test = <const Name extends Condition['test']>(name: Name, description: string) => z.literal(name).describe(description)

const typeOfValue = { text: 'string', texts: 'string', number: 'number', flag: 'boolean' } as const
const value = z.union([text, z.int(), z.boolean()], 'must be text, a whole number, true or false')

const comparisons = [
  z
    .strictObject({ test: test('equals', 'It is exactly this; of several, one is'), fact: anyFact, value: value.describe('This') })
    .refine(({ fact, value: wanted }) => typeof wanted === typeOfValue[auditFacts[fact].is], {
      path: ['value'],
      error: 'is not what this fact can be',
    }),
  z.strictObject({
    test: test('in', 'It is one of these; of several, one is'),
    fact: factOf('text', 'texts'),
    values: z.array(text).min(1).max(1_000).describe('These'),
  }),
  z.strictObject({
    test: test('contains', 'This text stands in it; of several, in one'),
    fact: factOf('text', 'texts'),
    value: text.describe('This text, letter by letter'),
  }),
  z.strictObject({ test: test('atLeast', 'It is this or more'), fact: factOf('number'), value: z.int().describe('This') }),
  z.strictObject({ test: test('atMost', 'It is this or less'), fact: factOf('number'), value: z.int().describe('This') }),
  z
    .strictObject({
      test: test('between', 'It is neither less than the one nor more than the other'),
      fact: factOf('number'),
      from: z.int().describe('The one'),
      to: z.int().describe('The other'),
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], error: 'is below from' }),
  z.strictObject({ test: test('present', 'It is known, and not empty'), fact: anyFact }),
] as const

/** Bounded, so that no document can be deeper than it can be read, and none is deeper than people can read. */
const deepest = 4

function conditionWithin(depth: number): z.ZodType<Condition> {
  if (depth === 0) return z.discriminatedUnion('test', comparisons) as z.ZodType<Condition>
  const inner = conditionWithin(depth - 1)
  const several = z.array(inner).max(100)
  return z.discriminatedUnion('test', [
    ...comparisons,
    z.strictObject({ test: test('all', 'Every one of these holds'), of: several.describe('These; of none, all hold') }),
    z.strictObject({ test: test('any', 'One of these holds'), of: several.describe('These; of none, none holds') }),
    z.strictObject({ test: test('not', 'It certainly does not hold'), of: inner.describe('It') }),
  ]) as z.ZodType<Condition>
}

export const condition = conditionWithin(deepest)

/** Null: what is known does not tell. */
type Truth = boolean | null

/** Whether it is certain, from what is known, that the condition holds. A fact nobody knows makes nothing certain, nor its opposite. */
export const holds = (of: Condition, facts: Partial<AuditFacts>): boolean => truthOf(of, facts) === true

function truthOf(of: Condition, facts: Partial<AuditFacts>): Truth {
  switch (of.test) {
    case 'all':
      return least(of.of.map((each) => truthOf(each, facts)))
    case 'any':
      return opposite(least(of.of.map((each) => opposite(truthOf(each, facts)))))
    case 'not':
      return opposite(truthOf(of.of, facts))
    case 'present':
      return isPresent(facts[of.fact])
  }
  const value = facts[of.fact] ?? null
  if (value === null) return null
  switch (of.test) {
    case 'equals':
      return typeof value === 'object' ? value.some((each) => each === of.value) : value === of.value
    case 'in':
      return textsOf(value).some((each) => of.values.includes(each))
    case 'contains':
      return textsOf(value).some((each) => each.includes(of.value))
    case 'atLeast':
      return Number(value) >= of.value
    case 'atMost':
      return Number(value) <= of.value
    case 'between':
      return Number(value) >= of.from && Number(value) <= of.to
  }
}

/** True when all are, false when one is for certain. */
function least(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

const opposite = (truth: Truth): Truth => (truth === null ? null : !truth)

type FactValue = AuditFacts[FactName]

const textsOf = (value: NonNullable<FactValue>): readonly string[] => (typeof value === 'object' ? value : [String(value)])

const isPresent = (value: FactValue | undefined): boolean =>
  value !== null && value !== undefined && value !== '' && !(typeof value === 'object' && value.length === 0)

/** Every fact a condition asks about. */
export function factsAskedBy(of: Condition): readonly FactName[] {
  if (of.test === 'all' || of.test === 'any') return of.of.flatMap(factsAskedBy)
  return of.test === 'not' ? factsAskedBy(of.of) : [of.fact]
}
