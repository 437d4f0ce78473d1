import { describe, expect, test } from 'vitest'
import { DocumentStoreError } from '../port.ts'
import type { Subject } from './support.ts'
import { document, idsOf } from './support.ts'

export function raceContract({ store }: Subject): void {
  const things = () => store().collection({ name: 'things', indexes: [{ fields: ['code', 'shop'], unique: true }, { fields: ['owner'] }] })
  const times = <Result>(count: number, work: (at: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, at) => work(at)))

  describe('insert', () => {
    test('of fifty at once for one id, one succeeds', async () => {
      const collection = await things()
      const outcomes = await times(50, (at) => collection.insert(document('a', { code: at })))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect((await collection.get(['a']))[0]!.body).toEqual({ code: outcomes.indexOf(true) })
    })

    test('of fifty at once for one unique value, one succeeds', async () => {
      const collection = await things()
      const outcomes = await times(50, (at) => collection.insert(document(`d${at}`, { code: 'x', shop: 1 })))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect(idsOf(await collection.find({ where: { code: 'x' } }))).toEqual([`d${outcomes.indexOf(true)}`])
    })

    test('a unique index counts null and missing as one value', async () => {
      const collection = await things()
      expect(await collection.insert(document('a', { code: 'x' }))).toBe(true)
      expect(await collection.insert(document('b', { code: 'x', shop: null }))).toBe(false)
      expect(await collection.insert(document('c', { code: 'x', shop: 1 }))).toBe(true)
    })

    test('values of different types are different', async () => {
      const collection = await things()
      for (const [at, code] of [1, '1', true, 'true'].entries()) expect(await collection.insert(document(`d${at}`, { code }))).toBe(true)
    })

    test('an id held by a tombstone is taken, a removed one is free', async () => {
      const collection = await things()
      await collection.write([document('a', null), document('b', { code: 1 })])
      expect(await collection.insert(document('a', { code: 'x' }))).toBe(false)
      await collection.remove('a')
      await collection.remove('b')
      await collection.remove('never there')
      expect(await collection.get(['a', 'b'])).toEqual([])
      expect(await collection.insert(document('a', { code: 'x' }))).toBe(true)
      expect(await collection.insert(document('c', { code: 1 }))).toBe(true)
    })
  })

  describe('compareAndSet', () => {
    test('of fifty at once, one takes the lease', async () => {
      const collection = await things()
      await collection.insert(document('lease', { owner: null }, 9n))
      const outcomes = await times(50, (at) => collection.compareAndSet('lease', { owner: null }, { owner: at }))
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect(await collection.get(['lease'])).toEqual([document('lease', { owner: outcomes.indexOf(true) }, 9n)])
      expect(idsOf(await collection.find({ where: { owner: outcomes.indexOf(true) } }))).toEqual(['lease'])
    })

    test('every named field must agree; a missing one equals null; dots reach inside', async () => {
      const collection = await things()
      await collection.insert(document('a', { owner: 'x', until: 5, at: { node: 1 } }))
      expect(await collection.compareAndSet('a', { owner: 'x', until: 6 }, {})).toBe(false)
      expect(await collection.compareAndSet('a', { owner: 'X' }, {})).toBe(false)
      expect(await collection.compareAndSet('a', { owner: 'x', until: 5, none: null, 'at.node': 1 }, { owner: 'y' })).toBe(true)
      expect((await collection.get(['a']))[0]!.body).toEqual({ owner: 'y' })
    })

    test('neither a missing document nor a tombstone is set', async () => {
      const collection = await things()
      await collection.write([document('gone', null)])
      expect(await collection.compareAndSet('gone', {}, {})).toBe(false)
      expect(await collection.compareAndSet('missing', {}, {})).toBe(false)
      expect(await collection.count()).toBe(0)
    })
  })

  test('a batch that breaks a unique index writes all others, then says which it left out', async () => {
    const collection = await things()
    await collection.write([document('a', { code: 'x' })])
    const batch = [document('b', { code: 'y' }), document('c', { code: 'x' }), document('d', { code: 'z' })]
    const failure = await collection.write(batch).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(DocumentStoreError)
    expect(failure).toMatchObject({ code: 'DUPLICATE_KEY', details: { ids: ['c'] } })
    expect(idsOf(await collection.find({}))).toEqual(['a', 'b', 'd'])
  })

  test('batches written at once all arrive, and the guard holds among them', async () => {
    const collection = await store().collection({ name: 'things', indexes: [{ fields: ['tags', 'size'] }] })
    await times(20, (at) =>
      collection.write(Array.from({ length: 100 }, (_, n) => document(`d${n}`, { size: at, tags: [at, n] }, BigInt(at)))),
    )
    expect(await collection.count({ size: 19 })).toBe(100)
    expect(await collection.count({ tags: 19, size: 19 })).toBe(100)
    expect(await collection.count({ size: { lt: 19 } })).toBe(0)
  })
}
