import { systemRandomness } from '../../../commands/ports/randomness.ts'
import { openEmbeddedKeyStore } from './embedded-key-store.ts'

/** Run by `durability.slow.test.ts`, to be killed: eight at a time ask for persons, forget every tenth, and say what was acknowledged. */
const [folder = '', masterKey = '', round = ''] = process.argv.slice(2)
const store = await openEmbeddedKeyStore({ folder, masterKey: Buffer.from(masterKey, 'hex'), random: systemRandomness })
let next = 0

async function work(): Promise<never> {
  for (;;) {
    const hash = `${round}.${next++}`
    const [person] = await store.ensure([{ identityHash: hash, searchHashes: [`search ${hash}`] }])
    process.stdout.write(`ensured ${hash} ${person!.personId} ${Buffer.from(person!.key).toString('hex')}\n`)
    if (hash.endsWith('0') && (await store.forget(person!.personId))) process.stdout.write(`forgotten ${hash}\n`)
  }
}

await Promise.all(Array.from({ length: 8 }, work))
