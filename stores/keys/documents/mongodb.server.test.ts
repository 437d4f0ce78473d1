import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemRandomness } from '../../../commands/ports/randomness.ts'
import { withMongoDb } from '../../documents/mongodb/testing/server.ts'
import { keyStoreContract } from '../contract.ts'
import { openDocumentKeyStore } from './document-key-store.ts'

const NAME = 'the key store in MongoDB'
const masterKey = randomBytes(32)

withMongoDb(NAME, (create) => {
  keyStoreContract(NAME, async () => {
    const database = create()
    const store = await openDocumentKeyStore({ documents: await database.open(), masterKey, random: systemRandomness })
    const dispose = async () => {
      await store.close()
      await database.drop()
    }
    return { store, dispose }
  })

  test(`${NAME} gives processes that ask at once one person for one identity`, async () => {
    const database = create()
    const open = async () => openDocumentKeyStore({ documents: await database.open(), masterKey, random: systemRandomness })
    const stores = await Promise.all(Array.from({ length: 4 }, open))
    const people = Array.from({ length: 100 }, (_, at) => ({ identityHash: `h${at}`, searchHashes: ['shared', `s${at}`] }))
    const answers = await Promise.all(stores.map((store) => store.ensure(people)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await stores[1]!.search('shared')).toSorted()).toEqual(answers[0]!.map(({ personId }) => personId).toSorted())
    const forgotten = answers[0]!.slice(0, 8).map(({ personId }) => personId)
    await Promise.all(forgotten.map((personId, at) => stores[at % 4]!.forget(personId)))
    expect((await stores[3]!.forgottenSince(0)).personIds.toSorted()).toEqual(forgotten.toSorted())
    for (const store of stores) await store.close()
    await database.drop()
  })
})
