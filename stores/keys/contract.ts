import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KeyStore, PersonKey, PersonSought } from './port.ts'

/** What an adapter brings to be tested: a store for each test, and what must be released after it. */
export interface KeyStoreUnderTest {
  readonly store: KeyStore
  dispose(): Promise<void>
}

const newHash = (): string => randomBytes(16).toString('base64url')
const someone = (overrides: Partial<PersonSought> = {}): PersonSought => ({ identityHash: newHash(), searchHashes: [], ...overrides })

async function one(store: KeyStore, sought: PersonSought): Promise<PersonKey> {
  const [personKey] = await store.ensure([sought])
  return personKey!
}

/** The promises every key store keeps. A shared server is allowed: tests use hashes of their own. */
export function keyStoreContract(name: string, create: () => Promise<KeyStoreUnderTest>): void {
  describe(`${name} keeps the contract of a key store`, () => {
    let under: KeyStoreUnderTest
    beforeEach(async () => {
      under = await create()
    })
    afterEach(() => under.dispose())
    const subject = () => under.store
    ensuring(subject)
    searching(subject)
    forgetting(subject)
    limits(subject)
  })
}

function ensuring(store: () => KeyStore): void {
  test('an identity hash is one person with one key of 32 bytes', async () => {
    const sought = someone()
    const first = await one(store(), sought)
    expect(first.key).toHaveLength(32)
    expect(await one(store(), sought)).toMatchObject({ personId: first.personId, key: first.key })
  })

  test('two identity hashes are two persons with two keys, answered in the order asked', async () => {
    const [left, right] = [someone(), someone()]
    const [first, second] = await store().ensure([left, right])
    expect(first!.personId).not.toBe(second!.personId)
    expect(Buffer.from(first!.key).equals(second!.key)).toBe(false)
    const found = await store().ensure([right, left, right])
    expect(found.map(({ personId }) => personId)).toEqual([second!.personId, first!.personId, second!.personId])
  })

  test('a hundred who ask at once for one identity agree on one person', async () => {
    const sought = someone()
    const answers = await Promise.all(Array.from({ length: 100 }, () => one(store(), sought)))
    expect(new Set(answers.map(({ personId }) => personId)).size).toBe(1)
    expect(new Set(answers.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(1)
  })

  test('a person id can stand in a sealed text and in the name of a stream', async () => {
    expect((await one(store(), someone())).personId).toMatch(/^[A-Za-z0-9]+$/)
  })

  test('keys are opened by person id in the order asked, null for one never known', async () => {
    const [first, second] = await store().ensure([someone(), someone()])
    const opened = await store().open([second!.personId, 'nobody', first!.personId])
    expect(opened.map((personKey) => personKey && Buffer.from(personKey.key).toString('hex'))).toEqual([
      Buffer.from(second!.key).toString('hex'),
      null,
      Buffer.from(first!.key).toString('hex'),
    ])
  })

  test('an identity hash finds its person and creates nobody', async () => {
    const sought = someone()
    expect(await store().find([sought.identityHash])).toEqual([null])
    const { personId } = await one(store(), sought)
    expect(await store().find([newHash(), sought.identityHash])).toEqual([null, personId])
  })
}

function searching(store: () => KeyStore): void {
  test('persons that share a search hash are found in the order in which they became known', async () => {
    const shared = newHash()
    const people = await store().ensure(Array.from({ length: 5 }, () => someone({ searchHashes: [newHash(), shared] })))
    expect(await store().search(shared)).toEqual(people.map(({ personId }) => personId))
  })

  test('pages follow one another without gap or repeat', async () => {
    const shared = newHash()
    const people = await store().ensure(Array.from({ length: 5 }, () => someone({ searchHashes: [shared] })))
    const first = await store().search(shared, { limit: 2 })
    const second = await store().search(shared, { limit: 2, after: first.at(-1)! })
    const third = await store().search(shared, { limit: 2, after: second.at(-1)! })
    expect([...first, ...second, ...third]).toEqual(people.map(({ personId }) => personId))
    expect(third).toHaveLength(1)
  })

  test('search hashes that come later are added to those known', async () => {
    const sought = someone({ searchHashes: [newHash()] })
    const { personId } = await one(store(), sought)
    const later = newHash()
    await one(store(), { ...sought, searchHashes: [later] })
    await one(store(), { ...sought, searchHashes: [later] })
    expect(await store().search(sought.searchHashes[0]!)).toEqual([personId])
    expect(await store().search(later)).toEqual([personId])
  })

  test('an identity hash is no search hash, and the other way round', async () => {
    const sought = someone({ searchHashes: [newHash()] })
    await one(store(), sought)
    expect(await store().search(sought.identityHash)).toEqual([])
    expect(await store().find(sought.searchHashes)).toEqual([null])
  })
}

function forgetting(store: () => KeyStore): void {
  test('whoever is forgotten is not opened, found or searched any more; others are', async () => {
    const shared = newHash()
    const [leaving, staying] = [someone({ searchHashes: [shared] }), someone({ searchHashes: [shared] })]
    const [gone, left] = await store().ensure([leaving, staying])
    expect(await store().forget(gone!.personId)).toBe(true)
    expect(await store().open([gone!.personId, left!.personId])).toEqual([null, expect.objectContaining({ personId: left!.personId })])
    expect(await store().find([leaving.identityHash, staying.identityHash])).toEqual([null, left!.personId])
    expect(await store().search(shared)).toEqual([left!.personId])
  })

  test('the same identity afterwards is a new person with a new key', async () => {
    const sought = someone()
    const before = await one(store(), sought)
    await store().forget(before.personId)
    const after = await one(store(), sought)
    expect(after.personId).not.toBe(before.personId)
    expect(Buffer.from(after.key).equals(before.key)).toBe(false)
    expect(await store().open([before.personId])).toEqual([null])
  })

  test('forgetting someone twice, or nobody, changes nothing and says so', async () => {
    const { personId } = await one(store(), someone())
    expect(await Promise.all([store().forget(personId), store().forget(personId)])).toEqual([true, false])
    expect(await store().forget('nobody')).toBe(false)
  })

  test('the list of the forgotten goes on from a cursor', async () => {
    const start = await endOfForgotten(store())
    const people = await store().ensure([someone(), someone(), someone()])
    await store().forget(people[1]!.personId)
    const first = await store().forgottenSince(start)
    expect(first.personIds).toEqual([people[1]!.personId])
    await store().forget(people[0]!.personId)
    const second = await store().forgottenSince(first.cursor)
    expect(second.personIds).toEqual([people[0]!.personId])
    expect(await store().forgottenSince(second.cursor)).toEqual({ personIds: [], cursor: second.cursor })
  })
}

async function endOfForgotten(store: KeyStore): Promise<number> {
  let page = await store.forgottenSince(0)
  while (page.personIds.length > 0) page = await store.forgottenSince(page.cursor)
  return page.cursor
}

function limits(store: () => KeyStore): void {
  test('more persons than a call may carry are refused, and nobody is created', async () => {
    const many = Array.from({ length: 10_001 }, () => someone())
    await expect(store().ensure(many)).rejects.toMatchObject({ code: 'TOO_MANY' })
    expect(await store().find([many[0]!.identityHash])).toEqual([null])
  })

  test('a closed store refuses everything and may be closed again', async () => {
    const closed = store()
    await closed.close()
    await closed.close()
    const calls = [
      closed.ensure([someone()]),
      closed.find([]),
      closed.search('x'),
      closed.open([]),
      closed.forget('x'),
      closed.forgottenSince(0),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'CLOSED' })
  })

  test('what was asked before closing is still answered', async () => {
    const asked = store().ensure([someone()])
    await store().close()
    expect(await asked).toHaveLength(1)
  })
}
