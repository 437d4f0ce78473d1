import { describe, expect, test } from 'vitest'
import type { Json, Query } from '../port.ts'
import type { Subject } from './support.ts'
import { document, down, foundIds, holding, idsOf, index } from './support.ts'

const nasty = ["'); DROP TABLE things; --", '"', '`', '%_*?', '\\', '$where', '{"$gt":""}', '[object Object]', 'ⅷ\u0000x', ' ', '__proto__']

export function hostileContract(subject: Subject): void {
  describe('hostile input', () => {
    test('values are only ever values', async () => {
      const things = await holding(subject, [index('v', 'n')], [])
      await things.write(nasty.map((v, n) => document(`id ${v}`, { v, n })))
      for (const v of nasty) {
        expect(idsOf(await things.find({ where: { v }, sort: down('n') }))).toEqual([`id ${v}`])
        expect(idsOf(await things.get([`id ${v}`]))).toEqual([`id ${v}`])
        expect(idsOf(await things.find({ where: { id: `id ${v}` } }))).toEqual([`id ${v}`])
      }
    })

    test('an object is no value, however it came through', async () => {
      const things = await holding(subject, [index('v')], [{ v: 'secret' }])
      for (const value of [
        { $gt: '' },
        { $ne: null },
        { in: { $gt: '' } },
        { in: [{ $gt: '' }] },
        { gte: { $gt: '' } },
        {},
        [],
        ['secret'],
      ])
        await expect(things.find({ where: { v: value } as unknown as Query['where'] & {} })).rejects.toMatchObject({ code: 'INVALID' })
      for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n])
        await expect(things.find({ where: { v: value } as unknown as Query['where'] & {} })).rejects.toMatchObject({ code: 'INVALID' })
    })

    test('field names are only ever field names', async () => {
      const names = nasty.filter((name) => !/\$|\0|__proto__/.test(name))
      const things = await holding(
        subject,
        names.map((name) => index(name, 'n')),
        [],
      )
      await things.write([document('a', Object.fromEntries(names.map((name) => [name, 'x'])) as { [field: string]: Json })])
      for (const name of names) {
        expect(await foundIds(things, { where: { [name]: 'x' }, sort: down('n') })).toBe('a')
        expect(await foundIds(things, { where: { [name]: 'y' } })).toBe('')
        expect(await foundIds(things, { sort: down(name) })).toBe('a')
      }
    })

    test('names of what every object inherits are fields like others', async () => {
      const things = await holding(subject, [index('toString')], [{ v: 1 }, { toString: 'x' }])
      expect(await foundIds(things, { where: { toString: 'x' } })).toBe('b')
      expect(await foundIds(things, { where: { toString: null } })).toBe('a')
      expect(await foundIds(things, { where: { 'constructor.name': null } })).toBe('ab')
    })

    test('a dot in a query reaches inside; a field whose own name has a dot is kept, and not confused with it', async () => {
      const things = await holding(subject, [index('a.b')], [{ a: { b: 1 } }, { nested: { 'a.b': 1, $c: 2 } }])
      expect(await foundIds(things, { where: { 'a.b': 1 } })).toBe('a')
      expect(await foundIds(things, { where: { 'nested.a.b': 1 } })).toBe('')
      expect((await things.get(['b']))[0]!.body).toEqual({ nested: { 'a.b': 1, $c: 2 } })
    })

    test('field names that no store can tell are refused', async () => {
      const things = await holding(subject, [], [])
      for (const field of ['', '.', 'a.', '.a', 'a..b', '$where', 'a.$b', 'x\0'])
        await expect(things.find({ where: { [field]: 1 } }), field).rejects.toMatchObject({ code: 'INVALID' })
      await expect(things.find({ sort: down('$natural') })).rejects.toMatchObject({ code: 'INVALID' })
    })

    test('collection names and definitions that no store can keep are refused', async () => {
      for (const name of ['', 'a b', 'a"b', 'a;b', "a'b", '../a', 'a/b', 'a.', 'a..b', '$cmd', 'system.users', 'x'.repeat(121)])
        await expect(subject.store().collection({ name, indexes: [] }), name).rejects.toMatchObject({ code: 'INVALID' })
      for (const fields of [[], ['a', 'a'], ['id'], ['a', ''], ['$a']])
        await expect(subject.store().collection({ name: 'things', indexes: [{ fields }] })).rejects.toMatchObject({ code: 'INVALID' })
    })

    test('documents that no store can keep are left out and named, the others written', async () => {
      const things = await holding(subject, [], [])
      const wrong = [
        document('', {}),
        document('\ud800', {}),
        document('x'.repeat(1_001), {}),
        document('n', {}, -1n),
        document('l', {}, 2n ** 63n),
      ]
      for (const each of wrong) await expect(things.write([each])).rejects.toMatchObject({ code: 'INVALID' })
      await expect(things.write([document('a', {}), wrong[3]!, document('b', {})])).rejects.toMatchObject({
        code: 'INVALID',
        details: { ids: ['n'] },
      })
      expect(await foundIds(things, {})).toBe('ab')
    })
  })
}
