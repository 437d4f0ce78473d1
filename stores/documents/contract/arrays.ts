import { describe, expect, test } from 'vitest'
import type { Fields, IndexDefinition } from '../port.ts'
import type { Subject } from './support.ts'
import { document, down, foundIds, holding, idsOf, index } from './support.ts'

const bodies: readonly Fields[] = [
  { skus: ['p', 'q', 'p'], at: 1, lines: [{ sku: 'p', tags: ['x', 'y'] }, { sku: 'q' }] },
  { skus: ['q'], at: 2, lines: [{ sku: 'q', tags: 'x' }] },
  { skus: [], at: 3, lines: [] },
  { skus: 'q', at: 4, lines: { sku: 'q' } },
  { skus: null, at: 5 },
  { skus: [null, 5, true], at: 6, lines: ['q', ['q'], {}] },
  { skus: [['q']], at: 7, lines: [[{ sku: 'q' }]] },
  { skus: [1, 9], at: 8 },
]

const layouts: readonly (readonly [string, readonly IndexDefinition[]])[] = [
  ['without an index', []],
  ['with an index', [index('skus', 'at'), index('lines.sku', 'at'), index('lines.tags')]],
  ['with the array second in an index', [index('at', 'skus'), index('at', 'lines.sku')]],
]

export function arrayContract(subject: Subject): void {
  describe.each(layouts)('arrays %s', (_, indexes) => {
    test('an array matches when it contains the value, once', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { skus: 'q' }, sort: down('at') })).toBe('dba')
      expect(await foundIds(things, { where: { skus: 'p' } })).toBe('a')
      expect(await foundIds(things, { where: { skus: { in: ['p', 'q'] } }, sort: down('at') })).toBe('dba')
      expect(await foundIds(things, { where: { skus: null } })).toBe('ef')
      expect(await foundIds(things, { where: { skus: true } })).toBe('f')
      expect(await things.count({ skus: { in: ['p', 'q'] } })).toBe(3)
      expect(await foundIds(things, { where: { skus: 'q', at: { gte: 2 } }, sort: down('at') })).toBe('db')
    })

    test('each bound of a range may be met by another element', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { skus: { gt: 4, lt: 2 } } })).toBe('h')
      expect(await foundIds(things, { where: { skus: { gte: 5 } } })).toBe('fh')
      expect(await foundIds(things, { where: { skus: { gt: 'p' } } })).toBe('abd')
    })

    test('dots reach through arrays of objects, one level', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { 'lines.sku': 'q' }, sort: down('at') })).toBe('dba')
      expect(await foundIds(things, { where: { 'lines.sku': null } })).toBe('efh')
      expect(await foundIds(things, { where: { 'lines.tags': 'x' } })).toBe('ab')
      expect(await foundIds(things, { where: { 'lines.tags': 'y', 'lines.sku': 'q' } })).toBe('a')
    })

    test('changed, removed and returning documents are found by what they hold now', async () => {
      const things = await holding(subject, indexes, bodies)
      await things.write([document('a', { skus: ['z', 'q'], at: 9 }, 2n), document('b', null, 2n)])
      expect(await foundIds(things, { where: { skus: 'p' } })).toBe('')
      expect(await foundIds(things, { where: { skus: 'q' }, sort: down('at') })).toBe('ad')
      await things.compareAndSet('a', { at: 9 }, { skus: ['z'], at: 10 })
      await things.write([document('b', { skus: ['z'], at: 2 }, 3n)])
      await things.remove('d')
      expect(await foundIds(things, { where: { skus: 'q' } })).toBe('')
      expect(await foundIds(things, { where: { skus: 'z' }, sort: down('at') })).toBe('ab')
    })
  })

  test('the first array may come late, after a thousand documents without', async () => {
    const things = await subject.store().collection({ name: 'things', indexes: [index('shop', 'skus', 'at'), index('at')] })
    await things.write(Array.from({ length: 1_200 }, (_, at) => document(`d${at}`, { shop: at % 3, skus: `s${at % 5}`, at })))
    await things.write([document('late', { shop: 1, skus: ['s1', 's2'], at: 5_000 })])
    expect(idsOf(await things.find({ where: { shop: 1, skus: 's2' }, sort: down('at'), limit: 2 }))).toEqual(['late', 'd1192'])
    expect(await things.count({ shop: 1, skus: 's1' })).toBe(81)
  })

  test('a document with arrays in two fields of one index is left out and named', async () => {
    const things = await subject.store().collection({ name: 'things', indexes: [index('a', 'b')] })
    const batch = [document('x', { a: [1], b: 1 }), document('y', { a: [1], b: [1] }), document('z', { a: 1, b: [1] })]
    await expect(things.write(batch)).rejects.toMatchObject({ code: 'INVALID', details: { ids: ['y'] } })
    expect(await foundIds(things, { where: { a: 1, b: 1 } })).toBe('xz')
  })
}
