import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { type AuditRule, auditKind } from '../policy/kinds/audit.ts'
import { readDocument } from '../policy/kinds.ts'
import { audit } from './audit.ts'
import { type Condition, factsAskedBy, holds } from './condition.ts'
import { type AuditFacts, auditFacts, type FactName, factNames } from './facts.ts'
import { flagsIn } from './flags.ts'
import { auditOutcomes } from './outcomes.ts'

type Facts = Partial<AuditFacts>
const always: Condition = { test: 'all', of: [] }
const never: Condition = { test: 'any', of: [] }
const outcomes = {
  pass: { do: 'pass' },
  hold: { do: 'hold', reason: 'look at it', forMs: 60_000 },
  cancel: { do: 'cancel', reason: 'we do not sell this' },
  merge: { do: 'merge' },
} as const satisfies Record<string, AuditRule['outcome']>
const rule = (id: string, outcome: keyof typeof outcomes, when: Condition = always): AuditRule => ({ id, when, outcome: outcomes[outcome] })
const audited = (...rules: readonly AuditRule[]) => audit({ rules: [...rules] }, {})

describe('a comparison', () => {
  const facts: Facts = { channel: 'jd', region: ['330000', '330100'], buyerFen: 500, presale: false, campaign: '', brands: [] }
  test.each<[boolean, Condition]>([
    [true, { test: 'equals', fact: 'channel', value: 'jd' }],
    [false, { test: 'equals', fact: 'channel', value: 'j' }],
    [true, { test: 'equals', fact: 'region', value: '330100' }],
    [false, { test: 'equals', fact: 'region', value: '3301' }],
    [true, { test: 'equals', fact: 'presale', value: false }],
    [true, { test: 'equals', fact: 'buyerFen', value: 500 }],
    [true, { test: 'in', fact: 'channel', values: ['pdd', 'jd'] }],
    [false, { test: 'in', fact: 'channel', values: ['pdd'] }],
    [true, { test: 'in', fact: 'region', values: ['330000', 'x'] }],
    [true, { test: 'contains', fact: 'region', value: '3301' }],
    [false, { test: 'contains', fact: 'channel', value: 'jdx' }],
    [true, { test: 'atLeast', fact: 'buyerFen', value: 500 }],
    [false, { test: 'atLeast', fact: 'buyerFen', value: 501 }],
    [true, { test: 'atMost', fact: 'buyerFen', value: 500 }],
    [false, { test: 'atMost', fact: 'buyerFen', value: 499 }],
    [true, { test: 'between', fact: 'buyerFen', from: 500, to: 500 }],
    [false, { test: 'between', fact: 'buyerFen', from: 501, to: 900 }],
    [false, { test: 'between', fact: 'buyerFen', from: 100, to: 499 }],
    [true, { test: 'present', fact: 'presale' }],
    [false, { test: 'present', fact: 'campaign' }],
    [false, { test: 'present', fact: 'brands' }],
    [false, { test: 'present', fact: 'shop' }],
    [true, { test: 'not', of: { test: 'present', fact: 'shop' } }],
    [true, { test: 'any', of: [never, always] }],
    [false, { test: 'any', of: [] }],
    [false, { test: 'all', of: [always, never] }],
    [true, { test: 'not', of: never }],
  ])('is %s for %j', (expected, condition) => {
    expect(holds(condition, facts)).toBe(expected)
  })

  test.each<[boolean, Condition]>([
    [false, { test: 'equals', fact: 'shop', value: 's' }],
    [false, { test: 'not', of: { test: 'equals', fact: 'shop', value: 's' } }],
    [false, { test: 'not', of: { test: 'atLeast', fact: 'weightGrams', value: 1 } }],
    [true, { test: 'any', of: [{ test: 'equals', fact: 'shop', value: 's' }, always] }],
    [false, { test: 'all', of: [{ test: 'equals', fact: 'shop', value: 's' }, always] }],
    [true, { test: 'not', of: { test: 'all', of: [{ test: 'equals', fact: 'shop', value: 's' }, never] } }],
  ])('with a fact nobody knows, is certain only where the fact makes no difference: %s for %j', (expected, condition) => {
    expect(holds(condition, facts)).toBe(expected)
  })
})

describe('of the rules that match', () => {
  test('none lets the order pass', () => {
    expect(audited(rule('a', 'cancel', never))).toEqual({ outcome: 'pass', matched: [], reasons: [] })
    expect(audit(auditKind.builtIn, {})).toEqual({ outcome: 'pass', matched: [], reasons: [] })
  })

  test('all holds hold, each for its own reason', () => {
    const reason = { reason: 'look at it', forMs: 60_000 }
    expect(audited(rule('a', 'hold'), rule('b', 'merge'), rule('c', 'hold'))).toEqual({
      outcome: 'hold',
      matched: ['a', 'b', 'c'],
      reasons: [
        { rule: 'a', ...reason },
        { rule: 'c', ...reason },
      ],
    })
  })

  test('the first cancellation says why, whatever holds', () => {
    expect(audited(rule('a', 'hold'), rule('b', 'cancel'), rule('c', 'cancel'))).toEqual({
      outcome: 'cancel',
      matched: ['a', 'b', 'c'],
      reasons: [{ rule: 'b', reason: 'we do not sell this', forMs: null }],
    })
  })

  test('a merge is less than a hold and more than a pass', () => {
    expect(audited(rule('a', 'merge'), rule('b', 'pass'))).toEqual({ outcome: 'merge', matched: ['a', 'b'], reasons: [] })
  })

  test('one that says pass ends the looking', () => {
    expect(audited(rule('a', 'pass'), rule('b', 'cancel'))).toEqual({ outcome: 'pass', matched: ['a'], reasons: [] })
    expect(audited(rule('a', 'pass', never), rule('b', 'cancel'))).toMatchObject({ outcome: 'cancel', matched: ['b'] })
  })
})

describe('a document', () => {
  const pathOf = (...rules: readonly object[]) => {
    const read = readDocument('audit', { rules })
    return read.ok ? null : read.fault.path
  }
  const with_ = (when: object) => pathOf({ ...rule('a', 'pass'), when })
  let deep: object = { test: 'present', fact: 'shop' }
  for (let depth = 0; depth < 5; depth += 1) deep = { test: 'not', of: deep }

  test.each<[string, string | null, string | null]>([
    ['a good one', null, pathOf(rule('a', 'hold'), rule('b', 'merge'))],
    ['two rules of one id', 'rules.1.id', pathOf(rule('a', 'pass'), rule('a', 'pass'))],
    ['an unknown fact', 'rules.0.when.fact', with_({ test: 'present', fact: 'weather' })],
    ['an unknown comparison', 'rules.0.when.test', with_({ test: 'resembles', fact: 'shop', value: 's' })],
    ['an amount compared with text', 'rules.0.when.value', with_({ test: 'equals', fact: 'buyerFen', value: '500' })],
    ['text compared as an amount', 'rules.0.when.fact', with_({ test: 'atLeast', fact: 'shop', value: 5 })],
    ['an amount searched as text', 'rules.0.when.fact', with_({ test: 'contains', fact: 'buyerFen', value: '5' })],
    ['a range from high to low', 'rules.0.when.to', with_({ test: 'between', fact: 'buyerFen', from: 2, to: 1 })],
    ['a fault deep inside', 'rules.0.when.of.0.of.fact', with_({ test: 'any', of: [{ test: 'not', of: { test: 'present', fact: 'x' } }] })],
    ['more depth than anybody reads', 'rules.0.when.of.of.of.of.test', with_(deep)],
    ['a hold without a reason', 'rules.0.outcome.reason', pathOf({ id: 'a', when: always, outcome: { do: 'hold' } })],
    ['a hold of no time', 'rules.0.outcome.forMs', pathOf({ id: 'a', when: always, outcome: { do: 'hold', reason: 'x', forMs: 0 } })],
  ])('with %s has its fault at %s', (_, expected, path) => {
    expect(path).toBe(expected)
  })
})

const word = fc.constantFrom('a', 'b', 'ab')
const number = fc.integer({ min: 0, max: 3 })
const known = (name: FactName): fc.Arbitrary<unknown> => {
  const { is } = auditFacts[name]
  if (is === 'text') return word
  if (is === 'texts') return fc.array(word, { maxLength: 2 })
  return is === 'number' ? number : fc.boolean()
}
const asked = ['shop', 'brands', 'unitCount', 'presale'] as const
const facts = (lacking: number): fc.Arbitrary<Facts> =>
  fc
    .tuple(
      ...asked.map((name) =>
        fc
          .oneof({ weight: 4 - lacking, arbitrary: known(name) }, { weight: lacking, arbitrary: fc.constant(null) })
          .map((value) => [name, value]),
      ),
    )
    .map((entries) => Object.fromEntries(entries))

const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ test: fc.constant('equals' as const), fact: fc.constantFrom('shop' as const, 'brands' as const), value: word }),
  fc.record({
    test: fc.constant('in' as const),
    fact: fc.constant('shop' as const),
    values: fc.array(word, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ test: fc.constant('contains' as const), fact: fc.constant('brands' as const), value: word }),
  fc.record({ test: fc.constantFrom('atLeast' as const, 'atMost' as const), fact: fc.constant('unitCount' as const), value: number }),
  fc.record({ test: fc.constant('equals' as const), fact: fc.constant('presale' as const), value: fc.boolean() }),
)
const presence: fc.Arbitrary<Condition> = fc.record({ test: fc.constant('present' as const), fact: fc.constantFrom(...asked) })
const combined = (leaf: fc.Arbitrary<Condition>, depth = 2): fc.Arbitrary<Condition> =>
  depth === 0
    ? leaf
    : fc.oneof(
        leaf,
        fc.record({ test: fc.constantFrom('all' as const, 'any' as const), of: fc.array(combined(leaf, depth - 1), { maxLength: 3 }) }),
        fc.record({ test: fc.constant('not' as const), of: combined(leaf, depth - 1) }),
      )
const rulesOf = (kinds: readonly (keyof typeof outcomes)[], leaf = fc.oneof(comparison, presence)): fc.Arbitrary<readonly AuditRule[]> =>
  fc
    .array(fc.record({ when: combined(leaf), outcome: fc.constantFrom(...kinds) }), { maxLength: 6 })
    .map((rules) => rules.map(({ when, outcome }, place) => rule(`r${place}`, outcome, when)))

describe('an audit', () => {
  test('answers every document its kind reads, whatever is known', () => {
    fc.assert(
      fc.property(rulesOf(auditOutcomes), facts(2), (rules, known) => {
        const read = readDocument('audit', { rules })
        expect(read).toEqual({ ok: true, document: { rules } })
        const { outcome, matched, reasons } = audit({ rules: [...rules] }, known)
        expect(auditOutcomes).toContain(outcome)
        expect(rules.map(({ id }) => id).filter((id) => matched.includes(id))).toEqual(matched)
        expect(reasons.length > 0).toBe(outcome === 'hold' || outcome === 'cancel')
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('does not depend on the order of rules of which none says pass, but for the order of its words', () => {
    const shuffled = rulesOf(['hold', 'merge']).chain((rules) =>
      fc.tuple(fc.constant(rules), fc.shuffledSubarray([...rules], { minLength: rules.length })),
    )
    fc.assert(
      fc.property(shuffled, facts(1), ([rules, other], known) => {
        const [one, two] = [audit({ rules: [...rules] }, known), audit({ rules: other }, known)]
        expect(two.outcome).toBe(one.outcome)
        expect(two.matched.toSorted()).toEqual(one.matched.toSorted())
        expect(two.reasons.map((each) => each.rule).toSorted()).toEqual(one.reasons.map((each) => each.rule).toSorted())
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('never takes back for a fact that becomes known what it was certain of, presence apart', () => {
    const learning = fc.tuple(facts(2), facts(0)).map(([known, all]) => {
      const learnt = Object.fromEntries(asked.map((name) => [name, known[name] ?? all[name] ?? null]))
      return [known, learnt as Facts] as const
    })
    fc.assert(
      fc.property(combined(comparison, 3), learning, (condition, [before, after]) => {
        for (const each of [condition, { test: 'not', of: condition } as const])
          if (holds(each, before)) expect(holds(each, after)).toBe(true)
        expect(holds(condition, before) && holds({ test: 'not', of: condition }, before)).toBe(false)
      }),
      { numRuns: runs(5_000) },
    )
  })

  test('says of everything known either yes or no', () => {
    fc.assert(
      fc.property(combined(fc.oneof(comparison, presence), 3), facts(0), (condition, known) => {
        expect(holds(condition, known)).not.toBe(holds({ test: 'not', of: condition }, known))
        expect(asked).toEqual(expect.arrayContaining([...factsAskedBy(condition)]))
      }),
      { numRuns: runs(2_000) },
    )
  })
})

test('a flag is found where one of its words stands in one of the texts', () => {
  const keywords = [
    { flag: 'village', words: ['村', '组'] },
    { flag: 'school', words: ['学校'] },
  ]
  expect(flagsIn(keywords, [null, '某学校 东村'])).toEqual(['village', 'school'])
  expect(flagsIn(keywords, ['学', '校'])).toEqual([])
  expect(flagsIn(keywords, [null])).toEqual([])
})

test('every fact says what it is', () => {
  expect(factNames.filter((name) => auditFacts[name].description === '')).toEqual([])
  expect(
    factNames.filter((name) => /(Fen|Ms|Grams)$/.test(name) !== / (fen|milliseconds|grams)/.test(auditFacts[name].description)),
  ).toEqual([])
})
