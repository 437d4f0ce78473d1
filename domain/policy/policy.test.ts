import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { agrees, equal, law, type Verdict } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { PolicyCommand } from './commands.ts'
import { kindOfPolicy, policyKindNames, policyKinds, readDocument } from './kinds.ts'
import { policyAggregate, versionAt } from './policy.ts'

const scenario = scenariosOf(policyAggregate)
const rules = (...ids: readonly string[]) => ({
  rules: ids.map((id) => ({ id, when: { test: 'all', of: [] }, outcome: { do: 'cancel', reason: id } })),
})
const publish = (change: Partial<PolicyCommand['data']> = {}): PolicyCommand => ({
  type: 'PublishPolicy',
  data: { name: 'audit', kind: 'audit', effectiveFrom: 10, document: rules('a'), note: 'first', publishedAt: 10, ...change },
})
const next = (change: Partial<PolicyCommand['data']> = {}): PolicyCommand => publish({ effectiveFrom: 20, publishedAt: 20, ...change })

test('a stream is one policy', () => {
  expect(policyAggregate.key(publish())).toBe('audit')
  expect(policyAggregate.key(publish({ name: 'audit.big-shops' }))).toBe('audit.big%2Dshops')
})

scenario('a first version is published')
  .when(publish())
  .yieldsLike({ type: 'PolicyPublished', data: { name: 'audit', kind: 'audit', version: 1, effectiveFrom: 10, note: 'first' } })
scenario('versions are counted')
  .after(publish())
  .when(next())
  .yieldsLike({ type: 'PolicyPublished', data: { version: 2 } })
scenario('a version may begin later')
  .when(publish({ effectiveFrom: 99 }))
  .yieldsLike({ type: 'PolicyPublished' })
scenario('a version may not begin before it is published: another one decided then')
  .when(publish({ effectiveFrom: 9 }))
  .rejects('POLICY_BACKDATED', { earliest: 10 })
scenario('a version may begin before one that is still to begin')
  .after(publish({ effectiveFrom: 99 }))
  .when(next())
  .yieldsLike({ type: 'PolicyPublished', data: { version: 2, effectiveFrom: 20 } })
scenario('publishing the same twice is once').after(publish()).when(publish()).yieldsNothing()
scenario('other rules of the same instant are refused')
  .after(publish())
  .when(publish({ document: rules('b') }))
  .rejects('COMMAND_DIFFERS')
scenario('another beginning of the same instant is refused')
  .after(publish())
  .when(publish({ effectiveFrom: 11 }))
  .rejects('COMMAND_DIFFERS')
scenario('another note of the same instant is refused')
  .after(publish())
  .when(publish({ note: 'second' }))
  .rejects('COMMAND_DIFFERS')
scenario('what was published before the last version comes too late').after(next()).when(publish()).rejects('COMMAND_TOO_OLD')
scenario('an unknown kind is refused')
  .when(publish({ kind: 'weather' }))
  .rejects('POLICY_KIND_UNKNOWN', { kinds: policyKindNames })
scenario('a name of another kind is refused')
  .when(publish({ name: 'weather' }))
  .rejects('POLICY_MISNAMED')
scenario('several policies of a kind have a name each')
  .when(publish({ name: 'audit.shop1' }))
  .yieldsLike({ type: 'PolicyPublished' })
scenario('a document its kind does not understand is refused with the place of the fault')
  .when(publish({ document: { rules: [...rules('a').rules, { id: 'b', when: { test: 'atLeast', fact: 'shop', value: 1 } }] } }))
  .rejects('POLICY_DOCUMENT_REFUSED', { path: 'rules.1.when.fact' })
scenario('what a document leaves out is written down as it decides')
  .when(publish({ document: { rules: [{ id: 'a', when: { test: 'all', of: [] }, outcome: { do: 'hold', reason: 'look' } }] } }))
  .yieldsLike({ type: 'PolicyPublished', data: { document: { rules: [{ outcome: { do: 'hold', reason: 'look', forMs: null } }] } } })

describe('kinds', () => {
  test.each(policyKindNames)('%s understands what it has built in', (kind) => {
    const { builtIn } = policyKinds[kind]
    expect(readDocument(kind, builtIn)).toEqual({ ok: true, document: builtIn })
    expect(JSON.parse(JSON.stringify(builtIn))).toEqual(builtIn)
  })

  test.each(policyKindNames)('%s refuses a field it does not know', (kind) => {
    expect(readDocument(kind, { ...(policyKinds[kind].builtIn as object), weather: 'fine' })).toMatchObject({ ok: false })
  })

  test.each(policyKindNames)('%s describes every field of its documents', (kind) => {
    const undescribed: string[] = []
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return
      const { properties = {} } = schema as { properties?: Record<string, { description?: string }> }
      for (const [name, field] of Object.entries(properties)) if (!field.description) undescribed.push(`${path}.${name}`)
      for (const [name, inner] of Object.entries(schema)) walk(inner, `${path}/${name}`)
    }
    walk(z.toJSONSchema(policyKinds[kind].document, { io: 'input', unrepresentable: 'any' }), kind)
    expect(undescribed).toEqual([])
  })

  test('are found by the name of a policy', () => {
    expect(['audit', 'audit.x', 'auditor', 'toString', ''].map(kindOfPolicy)).toEqual(['audit', 'audit', null, null, null])
  })
})

test('which version decides at any instant is settled once that instant is past', () => {
  const last = 420
  const command = fc
    .record({
      publishedAt: fc.integer({ min: 1, max: 400 }),
      delay: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 20 }) }, { weight: 1, arbitrary: fc.integer({ min: -5, max: -1 }) }),
      document: fc.constantFrom(rules(), rules('a'), rules('a', 'b'), rules('a', 'a')),
      kind: fc.oneof({ weight: 20, arbitrary: fc.constant('audit') }, { weight: 1, arbitrary: fc.constant('weather') }),
    })
    .map(({ publishedAt, delay, document, kind }) => publish({ publishedAt, effectiveFrom: publishedAt + delay, document, kind }))
  agrees({
    aggregate: policyAggregate,
    command,
    alter: (asked, by) => publish({ ...asked.data, note: `note ${by}` }),
    model() {
      let now = 0
      let said = ''
      let count = 0
      const calendar: number[] = Array.from({ length: last }, () => 0)
      let settled: readonly number[] = []
      const judge = ({ data }: PolicyCommand): Verdict => {
        if (data.kind !== 'audit') return 'POLICY_KIND_UNKNOWN'
        if (JSON.stringify(data.document) === JSON.stringify(rules('a', 'a'))) return 'POLICY_DOCUMENT_REFUSED'
        if (data.publishedAt < now) return 'COMMAND_TOO_OLD'
        if (data.publishedAt === now) return said === JSON.stringify(data) ? 'repeat' : 'COMMAND_DIFFERS'
        if (data.effectiveFrom < data.publishedAt) return 'POLICY_BACKDATED'
        settled = calendar.slice(0, data.publishedAt)
        now = data.publishedAt
        said = JSON.stringify(data)
        count += 1
        calendar.fill(count, data.effectiveFrom)
        return 'happens'
      }
      return {
        judge,
        check(state, events) {
          equal([state.versions.length, state.last?.publishedAt ?? 0], [count, now], 'what was published')
          if (events.length === 0) return
          const decides = calendar.map((_, at) => versionAt(state, at)?.version ?? 0)
          equal(decides, calendar, 'which version decides')
          equal(decides.slice(0, settled.length), settled, 'what decided in the past')
          law(state.bytes === state.versions.reduce((sum, { document }) => sum + JSON.stringify(document).length, 0), 'the weight is known')
        },
      }
    },
  })
})
