import { expect, test } from 'vitest'
import { deriveSubKeys } from '../../stores/keys/sub-keys.ts'
import { identityHash, identityOf } from './identity.ts'
import { about, hashKeys, party } from './testing/about.ts'

const identities = (parties: Parameters<typeof party>[0][]) => parties.map((overrides) => identityOf(about({ party: party(overrides) })))

test('one phone is one person, on every channel and however it is written', () => {
  const written = [about(), about({ channel: 'jd', party: party({ phone: '+86 138-1234-5678', buyerId: 'pin' }) })]
  expect(new Set(written.map(identityOf)).size).toBe(1)
})

test('without a whole phone the buyer id of the channel identifies, then what the channel made for the recipient', () => {
  expect(
    identities([
      { phone: '138****5678' },
      { phone: null, token: 'oaid' },
      { phone: '17012345678转1234' },
      { phone: '17012345678转1234', buyerId: null, token: 'oaid' },
      { phone: null, buyerId: null, token: 'oaid' },
    ]),
  ).toEqual([
    'buyer:taobao:AAH-9f3',
    'buyer:taobao:AAH-9f3',
    'buyer:taobao:AAH-9f3',
    'lent-phone:taobao:17012345678x1234',
    'token:taobao:oaid',
  ])
})

test('the same buyer id on another channel is another person', () => {
  const masked = { party: party({ phone: null }) }
  expect(identityOf(about(masked))).not.toBe(identityOf(about({ ...masked, channel: 'douyin' })))
})

test('a message that names nobody belongs to its order, and one without an order to itself', () => {
  const nobody = { party: party({ phone: null, buyerId: null }) }
  expect(identityOf(about(nobody))).toBe('order:taobao.s1.1001')
  expect(identityOf(about({ party: null }))).toBe('order:taobao.s1.1001')
  expect(identityOf(about({ party: null, orderKey: null }))).toBe('message:m1')
})

test('hashes need the key, and show nothing of what they hash', () => {
  const hash = identityHash(hashKeys, identityOf(about()))
  expect(hash).toMatch(/^[\w-]{22}$/)
  expect(identityHash(hashKeys, identityOf(about()))).toBe(hash)
  expect(identityHash(deriveSubKeys(Buffer.alloc(32, 8)), identityOf(about()))).not.toBe(hash)
})
