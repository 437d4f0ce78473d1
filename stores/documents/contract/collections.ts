import { describe, expect, test } from 'vitest'
import type { Subject } from './support.ts'
import { document, down, foundIds, idsOf, index } from './support.ts'

export function collectionContract({ store, reopen }: Subject): void {
  describe('collections', () => {
    test('are named, apart from each other, and gone when dropped', async () => {
      const one = await store().collection({ name: 'one', indexes: [index('v'), index('tags')] })
      const two = await store().collection({ name: 'two.v2', indexes: [] })
      await one.write(Array.from({ length: 50 }, (_, at) => document(`d${at}`, { v: at, tags: [at] })))
      await two.write([document('d1', { v: 'two' })])
      expect([...(await store().names())].sort()).toEqual(['one', 'two.v2'])
      await store().drop('one')
      await store().drop('never-there')
      expect(await store().names()).toEqual(['two.v2'])
      expect(await two.find({})).toHaveLength(1)
      const again = await store().collection({ name: 'one', indexes: [index('v')] })
      expect([await again.count(), await again.find({ where: { v: 1 } }), await again.get(['d1'])]).toEqual([0, [], []])
    })

    test('may gain indexes, which take in what is already there', async () => {
      const before = await store().collection({ name: 'things', indexes: [index('shop')] })
      await before.write(Array.from({ length: 1_500 }, (_, at) => document(`d${at}`, { shop: at % 2, at, tags: [`t${at % 3}`], code: at })))
      await before.write([document('d7', null, 2n)])
      const definition = {
        name: 'things',
        indexes: [index('shop'), index('shop', 'at'), index('tags', 'at'), { fields: ['code'], unique: true }],
      }
      const after = await store().collection(definition)
      for (const collection of [before, after]) {
        expect(idsOf(await collection.find({ where: { shop: 1 }, sort: down('at'), limit: 2 }))).toEqual(['d1499', 'd1497'])
        expect(idsOf(await collection.find({ where: { tags: 't1' }, sort: down('at'), limit: 2 }))).toEqual(['d1498', 'd1495'])
        expect(await collection.insert(document('new', { code: 5 }))).toBe(false)
        expect(await collection.count({ tags: 't1' })).toBe(499)
      }
      await reopen()
      const reopened = await store().collection({ name: 'things', indexes: [] })
      expect(idsOf(await reopened.find({ where: { tags: 't1' }, sort: down('at'), limit: 1 }))).toEqual(['d1498'])
      expect(await reopened.insert(document('new', { code: 5 }))).toBe(false)
    })

    test('told that much is coming, build their indexes when asked for again, whatever came', async () => {
      const indexes = [index('shop', 'at'), index('tags', 'at'), { fields: ['code'], unique: true }]
      const loading = await store().collection({ name: 'things', indexes, loading: true })
      const bodyOf = (at: number) => ({ shop: at % 2, at, tags: [`t${at % 3}`, `t${at % 7}`], code: at })
      await loading.write(Array.from({ length: 3_000 }, (_, at) => document(`d${at}`, bodyOf(at))))
      await loading.write([document('d2999', null, 2n), document('d2998', { shop: 1, at: 9_000, tags: [], code: 'x' }, 2n)])
      expect(idsOf(await loading.find({ where: { shop: 1 }, sort: down('at'), limit: 2 }))).toEqual(['d2998', 'd2997'])
      await reopen()
      const things = await store().collection({ name: 'things', indexes })
      expect(idsOf(await things.find({ where: { shop: 1 }, sort: down('at'), limit: 2 }))).toEqual(['d2998', 'd2997'])
      expect(idsOf(await things.find({ where: { tags: 't6' }, sort: down('at'), limit: 2 }))).toEqual(['d2995', 'd2988'])
      expect([await things.count(), await things.count({ tags: 't0' })]).toEqual([2_999, 1_286])
      expect(await things.insert(document('new', { code: 'x' }))).toBe(false)
      expect(await things.insert(document('new', { code: 2_998, tags: ['t6'], at: 3_000 }))).toBe(true)
      expect(idsOf(await things.find({ where: { tags: 't6' }, sort: down('at'), limit: 1 }))).toEqual(['new'])
    })

    test('refuse a unique index that what is there already breaks, and go on without it', async () => {
      const things = await store().collection({ name: 'things', indexes: [] })
      await things.write([document('a', { code: 1 }), document('b', { code: 1 })])
      await expect(store().collection({ name: 'things', indexes: [{ fields: ['code'], unique: true }] })).rejects.toMatchObject({
        code: 'INVALID',
      })
      const again = await store().collection({ name: 'things', indexes: [index('size')] })
      expect(await foundIds(again, { where: { code: 1 } })).toBe('ab')
    })

    test('are the same when asked for twice at once', async () => {
      const both = await Promise.all([1, 2].map(() => store().collection({ name: 'things', indexes: [index('v')] })))
      await both[0]!.write([document('a', { v: 1 })])
      expect(await foundIds(both[1]!, { where: { v: 1 } })).toBe('a')
    })

    test('a closed store refuses everything, and closing twice is no trouble', async () => {
      const closed = store()
      const things = await closed.collection({ name: 'things', indexes: [] })
      await closed.close()
      await closed.close()
      await expect(things.find({})).rejects.toMatchObject({ code: 'CLOSED' })
      await expect(things.write([document('a', {})])).rejects.toMatchObject({ code: 'CLOSED' })
      await expect(closed.flush()).rejects.toMatchObject({ code: 'CLOSED' })
      await expect(closed.collection({ name: 'more', indexes: [] })).rejects.toMatchObject({ code: 'CLOSED' })
      await reopen()
    })
  })
}
