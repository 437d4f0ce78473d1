import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../tests/seed/runs.ts'
import type { Collection, Condition, IndexDefinition, Query, Scalar, StoredDocument } from '../port.ts'
import { naiveFind, naiveMatches } from './naive.ts'
import type { Subject } from './support.ts'
import { index, scanned } from './support.ts'

const scalar: fc.Arbitrary<Scalar> = fc.constantFrom<Scalar>(null, -1, 0, 1, 1.5, 2, '', 'a', 'b', '￿', '🧊', false, true)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 4 })

const body = fc
  .record({
    a: maybe(scalar),
    b: maybe(scalar),
    at: maybe(fc.integer({ min: 0, max: 3 })),
    n: maybe(fc.record({ x: scalar })),
    tags: maybe(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }))),
    lines: maybe(fc.array(fc.record({ s: scalar }), { maxLength: 3 })),
  })
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))

const stored: fc.Arbitrary<StoredDocument> = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((at) => `d${at}`),
  position: fc.bigInt({ min: 0n, max: 40n }),
  body: fc.oneof({ weight: 9, arbitrary: body }, { weight: 1, arbitrary: fc.constant(null) }),
}) as fc.Arbitrary<StoredDocument>

const range = fc
  .record({ lower: maybe(fc.tuple(fc.constantFrom('gt', 'gte'), scalar)), upper: maybe(fc.tuple(fc.constantFrom('lt', 'lte'), scalar)) })
  .map(({ lower, upper }) => Object.fromEntries([lower, upper].filter((bound) => bound !== undefined)))
  .filter((bounds) => Object.keys(bounds).length > 0)
const condition = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }).map((values) => ({ in: values })),
  range,
) as fc.Arbitrary<Condition>

const fields = ['a', 'b', 'at', 'n.x', 'tags', 'lines.s']
const where = fc.dictionary(fc.constantFrom(...fields), condition, { maxKeys: 3, noNullPrototype: true })
const sort = fc.uniqueArray(
  fc.record({ field: fc.constantFrom('a', 'b', 'at', 'n.x'), direction: fc.constantFrom('ascending' as const, 'descending' as const) }),
  { maxLength: 3, selector: ({ field }) => field },
)
const query = fc.record({ where, sort, limit: fc.integer({ min: 1, max: 12 }) })

const layout: fc.Arbitrary<readonly IndexDefinition[]> = fc
  .uniqueArray(
    fc.constantFrom(
      ...[
        ['a'],
        ['a', 'at'],
        ['b', 'a', 'at'],
        ['at'],
        ['tags', 'at'],
        ['a', 'tags', 'at'],
        ['lines.s', 'b'],
        ['n.x', 'at'],
        ['at', 'tags'],
      ],
    ),
    { maxLength: 5, selector: String },
  )
  .map((all) => all.map((each) => index(...each)))

const history = fc.record({
  early: layout,
  late: layout,
  first: fc.array(stored, { maxLength: 40 }),
  second: fc.array(stored, { maxLength: 20 }),
  queries: fc.array(query, { minLength: 2, maxLength: 4 }),
})

/** The guard, on a map. */
function keep(model: Map<string, StoredDocument>, batch: readonly StoredDocument[]): void {
  for (const each of batch) {
    const before = model.get(each.id)
    if (!before || before.position < each.position) model.set(each.id, each)
  }
}

async function everyPage(collection: Collection, asked: Query, sortFields: readonly string[]): Promise<readonly StoredDocument[]> {
  const all: StoredDocument[] = []
  for (let after: readonly Scalar[] | undefined; ; ) {
    const page = await collection.find(after ? { ...asked, after } : asked)
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < asked.limit!) return all
    const at = (field: string): Scalar =>
      field.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | null | undefined)?.[part], last.body) as Scalar
    after = [...sortFields.map((field) => at(field) ?? null), last.id]
  }
}

export function modelContract({ store }: Subject, numRuns: number): void {
  describe('random histories', () => {
    test('find, count, pages and scan agree with filtering and sorting in memory', { timeout: 600_000 }, async () => {
      let run = 0
      const property = fc.asyncProperty(history, async ({ early, late, first, second, queries }) => {
        run += 1
        const name = `model-${run}`
        const model = new Map<string, StoredDocument>()
        const collection = await store().collection({ name, indexes: early })
        await collection.write(first)
        keep(model, first)
        await store().collection({
          name,
          indexes: [...early, ...late.filter((each) => !early.some((one) => `${one.fields}` === `${each.fields}`))],
        })
        await collection.write(second)
        keep(model, second)
        const documents = [...model.values()]
        for (const asked of queries) {
          expect(await collection.find(asked)).toEqual(naiveFind(documents, asked))
          const sortFields = asked.sort.map(({ field }) => field)
          expect(await everyPage(collection, asked, sortFields)).toEqual(naiveFind(documents, { ...asked, limit: 1_000 }))
          expect(await collection.count(asked.where)).toBe(documents.filter((each) => each.body && naiveMatches(each, asked.where)).length)
        }
        const byId = documents.toSorted((left, right) => (left.id < right.id ? -1 : 1))
        expect(await scanned(collection)).toEqual(byId)
        await store().drop(name)
      })
      await fc.assert(property, { numRuns: runs(numRuns), verbose: 1 })
    })
  })
}
