import { describe, expect, test } from 'vitest'
import type { Subject } from './support.ts'
import { document, idsOf, index, scanned } from './support.ts'

const LARGEST = 2n ** 63n - 1n

export function writeContract({ store, reopen }: Subject): void {
  const things = () => store().collection({ name: 'things', indexes: [index('colour', 'size'), index('tags', 'size')] })
  const coded = () => store().collection({ name: 'coded', indexes: [index('colour'), { fields: ['code'], unique: true }] })

  describe('guarded writes', () => {
    test('an upsert replaces the whole body where the stored position is lower', async () => {
      const collection = await things()
      expect(await collection.write([document('a', { colour: 'red', size: 1 }, 5n)])).toEqual({ written: 1, skipped: 0 })
      expect(await collection.write([document('a', { size: 2 }, 6n)])).toEqual({ written: 1, skipped: 0 })
      expect(await collection.get(['a'])).toEqual([document('a', { size: 2 }, 6n)])
      expect(await collection.find({ where: { colour: 'red' } })).toEqual([])
    })

    test('an upsert at the same or a lower position is skipped and counted, the rest of the batch is written', async () => {
      const collection = await things()
      await collection.write([document('a', { size: 1 }, 5n), document('b', { size: 1 }, 5n), document('c', null, 5n)])
      const again = [document('a', { size: 2 }, 5n), document('b', { size: 2 }, 4n), document('c', { size: 2 }, 5n), document('d', {}, 0n)]
      expect(await collection.write(again)).toEqual({ written: 1, skipped: 3 })
      expect((await collection.get(['a', 'b', 'c', 'd'])).map(({ body }) => body)).toEqual([{ size: 1 }, { size: 1 }, null, {}])
    })

    test('repeating a batch changes nothing', async () => {
      const collection = await things()
      const batch = Array.from({ length: 500 }, (_, at) => document(`d${at}`, { size: at, tags: ['x', at] }, BigInt(at)))
      expect(await collection.write(batch)).toEqual({ written: 500, skipped: 0 })
      expect(await collection.write(batch)).toEqual({ written: 0, skipped: 500 })
      expect(await collection.count()).toBe(500)
    })

    test('the latest position wins when one batch holds a document twice', async () => {
      const collection = await things()
      await collection.write([document('a', { size: 2 }, 2n), document('a', { size: 1 }, 1n)])
      await collection.write([document('b', { size: 1 }, 1n), document('b', { size: 2 }, 2n)])
      expect((await collection.get(['a', 'b'])).map(({ body }) => body)).toEqual([{ size: 2 }, { size: 2 }])
    })

    test('an empty batch is no trouble', async () => {
      expect(await (await things()).write([])).toEqual({ written: 0, skipped: 0 })
    })

    test('positions are exact beyond 2^53', async () => {
      const collection = await things()
      const edge = 2n ** 53n
      await collection.write([document('a', {}, edge + 1n), document('b', {}, LARGEST)])
      expect((await collection.get(['a', 'b'])).map(({ position }) => position)).toEqual([edge + 1n, LARGEST])
      expect(await collection.write([document('a', { size: 1 }, edge)])).toEqual({ written: 0, skipped: 1 })
      expect(await collection.write([document('a', { size: 1 }, edge + 2n)])).toEqual({ written: 1, skipped: 0 })
      expect((await collection.find({ where: { size: 1 } }))[0]!.position).toBe(edge + 2n)
      expect(await collection.write([document('b', {}, LARGEST)])).toEqual({ written: 0, skipped: 1 })
    })

    test('bodies come back as they were, to the last digit and character', async () => {
      const collection = await things()
      const body = {
        text: 'naïve 空调 🧊 \u0000 "\\ \u2028',
        large: Number.MAX_SAFE_INTEGER,
        small: 5e-324,
        share: 0.1,
        minus: -273,
        flag: false,
        nothing: null,
        nested: { list: [[1, [2]], {}, []], 空: { '': 1 } },
      }
      await collection.write([document('订单-🧊', body)])
      expect(await collection.get(['订单-🧊'])).toEqual([document('订单-🧊', body)])
    })

    test('a thousand documents of twenty kilobytes are no trouble', async () => {
      const collection = await things()
      const long = 'x'.repeat(20_000)
      await collection.write(Array.from({ length: 1_000 }, (_, at) => document(`d${at}`, { size: at, long })))
      expect((await collection.find({ where: { size: 999 } }))[0]!.body).toEqual({ size: 999, long })
    })
  })

  describe('tombstones', () => {
    test('a tombstone keeps its position and is shown by get and scan only', async () => {
      const collection = await things()
      await collection.write([document('a', { colour: 'red' }, 1n), document('b', { colour: 'red' }, 1n)])
      await collection.write([document('a', null, 2n)])
      expect(await collection.get(['a'])).toEqual([document('a', null, 2n)])
      expect(idsOf(await scanned(collection))).toEqual(['a', 'b'])
      expect(idsOf(await collection.find({}))).toEqual(['b'])
      expect(idsOf(await collection.find({ where: { colour: 'red' } }))).toEqual(['b'])
      expect(await collection.find({ where: { size: null }, sort: [{ field: 'colour', direction: 'ascending' }] })).toHaveLength(1)
      expect([await collection.count(), await collection.count({ colour: 'red' }), await collection.count({ none: null })]).toEqual([
        1, 1, 1,
      ])
    })

    test('only a later position brings a removed document back', async () => {
      const collection = await things()
      await collection.write([document('a', null, 5n)])
      expect(await collection.write([document('a', { size: 1 }, 5n)])).toEqual({ written: 0, skipped: 1 })
      expect(await collection.write([document('a', { size: 1 }, 6n)])).toEqual({ written: 1, skipped: 0 })
      expect(idsOf(await collection.find({ where: { size: 1 } }))).toEqual(['a'])
    })

    test('tombstones are exempt from unique indexes', async () => {
      const collection = await coded()
      await collection.write([document('a', { code: 'x' }, 1n)])
      await collection.write([document('a', null, 2n), document('b', null, 2n)])
      expect(await collection.write([document('c', { code: 'x' })])).toEqual({ written: 1, skipped: 0 })
    })
  })

  describe('reading by id', () => {
    test('get answers in the order asked, leaving out what is missing', async () => {
      const collection = await things()
      await collection.write([document('a', { code: 1 }), document('b', { code: 2 })])
      expect(idsOf(await collection.get(['b', 'missing', 'a']))).toEqual(['b', 'a'])
      expect(await collection.get([])).toEqual([])
    })

    test('scan gives every document once, by ascending id', async () => {
      const collection = await things()
      const ids = Array.from({ length: 1_203 }, (_, at) => `${(at * 7_919) % 1_203}`)
      await collection.write(ids.map((id) => document(id, { code: id })))
      expect(idsOf(await scanned(collection))).toEqual(ids.toSorted())
    })
  })

  test('what was flushed is there after closing and opening', async () => {
    const collection = await coded()
    await collection.write([document('a', { code: 'x', colour: '红' }, LARGEST), document('b', null, 7n)])
    await store().flush()
    await reopen()
    const again = await coded()
    expect(await scanned(again)).toEqual([document('a', { code: 'x', colour: '红' }, LARGEST), document('b', null, 7n)])
    expect(idsOf(await again.find({ where: { colour: '红' } }))).toEqual(['a'])
    expect(await again.insert(document('c', { code: 'x' }))).toBe(false)
  })
}
