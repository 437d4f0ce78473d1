import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealedPattern } from '../../domain/shared/personal.ts'
import { open, parseSealed, seal } from './seal.ts'

const key = randomBytes(32)
const plain = Buffer.from('文三路 123 号')
const sealed = (): string => seal(key, 'p1', 'text', plain, randomBytes(12))

test('what is sealed opens with the same key, for the same person, as the same kind', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/), (bytes, personId) => {
      const text = seal(key, personId, 'payload', bytes, randomBytes(12))
      expect(text).toMatch(sealedPattern)
      expect(parseSealed(text)!.personId).toBe(personId)
      expect(Buffer.from(open(key, parseSealed(text)!, 'payload')!)).toEqual(Buffer.from(bytes))
    }),
  )
})

test('another key, another person or another kind does not open it', () => {
  const one = parseSealed(sealed())!
  expect(open(randomBytes(32), one, 'text')).toBeNull()
  expect(open(key, { ...one, personId: 'p2' }, 'text')).toBeNull()
  expect(open(key, one, 'payload')).toBeNull()
})

test('a change of any one bit is noticed', () => {
  const one = parseSealed(sealed())!
  for (let bit = 0; bit < one.bytes.length * 8; bit++) {
    const bytes = Buffer.from(one.bytes)
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    expect(open(key, { ...one, bytes }, 'text')).toBeNull()
  }
})

test('a piece of it does not open', () => {
  const one = parseSealed(sealed())!
  for (let length = 0; length < one.bytes.length; length++)
    expect(open(key, { ...one, bytes: one.bytes.subarray(0, length) }, 'text')).toBeNull()
})

test.each(['', 'sealed:', 'sealed:p1', 'sealed:p1:', 'sealed:p 1:AAAA', 'Sealed:p1:AAAA', 'sealed:p1:AAAA\n', '王小明'])(
  '%j is not sealed',
  (text) => {
    expect(parseSealed(text)).toBeNull()
  },
)
