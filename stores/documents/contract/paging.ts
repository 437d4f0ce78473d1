import { describe, expect, test } from 'vitest'
import type { Collection, Query, Scalar, StoredDocument } from '../port.ts'
import type { Subject } from './support.ts'
import { document, down, idsOf, index, up } from './support.ts'

const COUNT = 300

/** The sort values of the last document, as a screen would hand them back. */
function afterOf(page: readonly StoredDocument[], sort: NonNullable<Query['sort']>): readonly Scalar[] {
  const { id, body } = page.at(-1)!
  const values = sort.map(({ field }) => (field === 'id' ? id : ((body![field] ?? null) as Scalar)))
  return sort.at(-1)?.field === 'id' ? values : [...values, id]
}

async function pages(collection: Collection, query: Query, between: () => Promise<unknown> = async () => {}): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: readonly Scalar[] | undefined; ; ) {
    const page = await collection.find(after ? { ...query, after } : query)
    if (page.length === 0) return ids
    ids.push(...idsOf(page))
    after = afterOf(page, query.sort ?? [])
    await between()
  }
}

export function pagingContract({ store }: Subject): void {
  async function orders(): Promise<Collection> {
    const indexes = [index('shop', 'at'), index('status', 'at'), index('skus', 'at'), index('at')]
    const collection = await store().collection({ name: 'orders', indexes })
    const bodyOf = (at: number) => ({
      shop: at % 2,
      status: ['paid', 'sent', 'done'][at % 3]!,
      at: at % 10 === 0 ? null : at % 7,
      skus: [at % 4, at % 5],
    })
    await collection.write(Array.from({ length: COUNT }, (_, at) => document(`order-${at}`, bodyOf(at))))
    return collection
  }

  const queries: readonly (readonly [string, Query])[] = [
    ['by id alone', {}],
    ['with many equal sort values', { sort: down('at') }],
    ['upwards, nulls first', { sort: up('at') }],
    ['filtered by an indexed field', { where: { shop: 1 }, sort: down('at') }],
    ['filtered by one of several', { where: { status: { in: ['paid', 'done'] } }, sort: down('at') }],
    ['filtered by a sort field', { where: { status: 'paid' }, sort: down('status', 'at') }],
    ['filtered by an array', { where: { skus: { in: [1, 2] } }, sort: down('at') }],
    ['filtered by a range on the sort field', { where: { shop: 0, at: { gte: 2, lt: 6 } }, sort: down('at') }],
    ['in mixed directions', { sort: [...down('at'), ...up('shop')] }],
    ['with an id that runs against the sort', { sort: [...down('at'), ...up('id')] }],
    ['sorted by what no index has', { where: { shop: 1 }, sort: up('status') }],
  ]

  describe('keyset pages', () => {
    test.each(queries)('%s, give every document once, in the order of one large page', async (_, query) => {
      const collection = await orders()
      const whole = idsOf(await collection.find({ ...query, limit: 1_000 }))
      expect(whole.length).toBeGreaterThan(10)
      expect(new Set(whole).size).toBe(whole.length)
      for (const limit of [1, 7, whole.length]) expect(await pages(collection, { ...query, limit })).toEqual(whole)
    })

    test('are not disturbed by documents that come, go and change elsewhere', async () => {
      const collection = await orders()
      const query: Query = { where: { shop: 1 }, sort: down('at'), limit: 10 }
      const whole = idsOf(await collection.find({ ...query, limit: 1_000 }))
      let round = 0
      const disturb = async () => {
        round += 1
        await collection.write([document(`new-${round}`, { shop: 1, at: 100 + round }), document(`other-${round}`, { shop: 0, at: 3 })])
      }
      expect(await pages(collection, query, disturb)).toEqual(whole)
    })

    test('after a place that no document has any more go on behind it', async () => {
      const collection = await orders()
      const sort = down('at')
      const [first, second] = await collection.find({ sort, limit: 2 })
      await collection.remove(first!.id)
      expect(idsOf(await collection.find({ sort, limit: 1, after: afterOf([first!], sort) }))).toEqual([second!.id])
      expect(await collection.find({ where: { status: 'paid' }, sort: down('status'), after: ['done', 'x'] })).toEqual([])
      expect(await collection.count({ status: 'done' })).toBe(
        (await collection.find({ where: { status: 'done' }, sort: down('status'), after: ['paid', 'x'], limit: 1_000 })).length,
      )
    })

    test('need one value per sort field, and the id', async () => {
      const collection = await orders()
      for (const after of [[], [1], [1, 2], [1, 'a', 'b']])
        await expect(collection.find({ sort: down('at'), after })).rejects.toMatchObject({ code: 'INVALID' })
    })
  })
}
