import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealedParty } from '../../domain/shared/personal.ts'
import { createMemoryKeyStore } from '../../stores/keys/memory/memory-key-store.ts'
import { runs } from '../../tests/seed/runs.ts'
import { seededRandomness, systemRandomness } from '../ports/randomness.ts'
import { openPayload } from './reveal.ts'
import { open, parseSealed } from './seal.ts'
import { createSealer } from './sealer.ts'
import { about, hashKeys, party } from './testing/about.ts'

function create(random = systemRandomness) {
  const keyStore = createMemoryKeyStore(random)
  return { keyStore, sealer: createSealer({ keyStore, hashKeys }) }
}

test('a party is sealed field by field, and what says nothing stays null', async () => {
  const { keyStore, sealer } = create()
  const person = await sealer.personOf(about())
  const sealed = person.sealParty(party())
  expect(sealedParty.parse(sealed)).toEqual(sealed)
  expect(sealed).toMatchObject({ personId: person.personId, buyerId: 'AAH-9f3', identityNumber: null })
  const [found] = await keyStore.open([person.personId])
  const opened = [sealed.name, sealed.phone, sealed.address].map((text) =>
    Buffer.from(open(found!.key, parseSealed(text!)!, 'text')!).toString(),
  )
  expect(opened).toEqual(['王小明', '13812345678', '文三路 123 号 4 幢 501'])
})

test('the same text in the same field is the same ciphertext; in another field, or of another person, it is another', async () => {
  const { sealer } = create()
  const person = await sealer.personOf(about())
  const again = await sealer.personOf(about({ messageId: 'm2', party: party({ address: 'elsewhere' }) }))
  const other = await sealer.personOf(about({ party: party({ phone: '13900000000' }) }))
  expect(again.sealText('name', '王小明')).toBe(person.sealText('name', '王小明'))
  expect(person.sealText('address', '王小明')).not.toBe(person.sealText('name', '王小明'))
  expect(other.sealText('name', '王小明').split(':')[2]).not.toBe(person.sealText('name', '王小明').split(':')[2])
})

test('no nonce serves two texts', async () => {
  const { sealer } = create()
  const person = await sealer.personOf(about())
  const nonces = new Map<string, string>()
  const field = fc.constantFrom('name', 'phone', 'address')
  fc.assert(
    fc.property(field, fc.string(), (name, text) => {
      const sealed = person.sealText(name, text)
      const nonce = Buffer.from(parseSealed(sealed)!.bytes.subarray(0, 12)).toString('hex')
      expect(nonces.get(nonce) ?? sealed).toBe(sealed)
      nonces.set(nonce, sealed)
    }),
    { numRuns: runs(2_000) },
  )
})

test('a payload comes back byte for byte, compressed in between', async () => {
  const { keyStore, sealer } = create()
  const person = await sealer.personOf(about())
  const bytes = Buffer.concat([Buffer.from('{"tid":"1"}'.repeat(500)), randomBytes(20)])
  const sealed = person.sealPayload(bytes)
  expect(sealed.length).toBeLessThan(bytes.length / 4)
  expect(await openPayload(keyStore, sealed)).toEqual(bytes)
  await keyStore.forget(person.personId)
  expect(await openPayload(keyStore, sealed)).toEqual({ withheld: 'forgotten' })
})

test('the same seed seals the same bytes in whatever order messages come', async () => {
  const messages = Array.from({ length: 20 }, (_, n) => about({ messageId: `m${n}`, party: party({ phone: `1380000${1000 + n}` }) }))
  const run = async (ordered: typeof messages) => {
    const { sealer } = create(seededRandomness('1'))
    const sealed = await Promise.all(ordered.map(async (one) => (await sealer.personOf(one)).sealParty(one.party!)))
    return sealed.map((one) => JSON.stringify(one)).toSorted()
  }
  expect(await run(messages.toReversed())).toEqual(await run(messages))
})

test('a message id follows from the bytes and the key', () => {
  const { sealer } = create()
  expect(sealer.messageId(Buffer.from('a'))).toMatch(/^[0-9a-f]{32}$/)
  expect(sealer.messageId(Buffer.from('a'))).toBe(sealer.messageId(Buffer.from('a')))
  expect(sealer.messageId(Buffer.from('b'))).not.toBe(sealer.messageId(Buffer.from('a')))
})

test.each(['13812345678', 'jd_13812345678', 'vip-王小明', '+8613812345678', '110101199003077512'])(
  'a buyer id made of personal data, as %s, does not stand in clear',
  async (buyerId) => {
    const { sealer } = create()
    expect((await sealer.personOf(about())).sealParty(party({ buyerId })).buyerId).toBeNull()
  },
)

test('a person known by id can be sealed for until forgotten', async () => {
  const { keyStore, sealer } = create()
  const person = await sealer.personOf(about())
  expect((await sealer.personById(person.personId))!.sealText('name', 'x')).toBe(person.sealText('name', 'x'))
  await keyStore.forget(person.personId)
  expect(await sealer.personById(person.personId)).toBeNull()
})
