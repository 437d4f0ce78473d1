import { expect, test } from 'vitest'
import { seededRandomness, systemRandomness } from '../ports/randomness.ts'
import { newAccessKey, parseToken, secretMatches } from './secret.ts'

test('a token opens what its own hash guards, and no other', async () => {
  const [left, right] = [await newAccessKey(systemRandomness), await newAccessKey(systemRandomness)]
  const token = parseToken(left.token)!
  expect(token.keyId).toBe(left.keyId)
  expect(await secretMatches(token.secret, left.secretHash)).toBe(true)
  expect(await secretMatches(token.secret, right.secretHash)).toBe(false)
  expect(await secretMatches(`${token.secret.slice(0, -1)}_`, left.secretHash)).toBe(false)
})

test('the stored hash shows no part of the secret', async () => {
  const { token, secretHash } = await newAccessKey(systemRandomness)
  expect(secretHash).not.toContain(parseToken(token)!.secret)
  expect(secretHash).toMatch(/^scrypt:16384:8:1:[\w-]{22}:[\w-]{43}$/)
})

test('the same seed and purpose give the same key; another purpose another', async () => {
  const random = seededRandomness('1')
  expect(await newAccessKey(random, { purpose: 'demo' })).toEqual(await newAccessKey(random, { purpose: 'demo' }))
  expect((await newAccessKey(random, { purpose: 'other' })).token).not.toBe((await newAccessKey(random, { purpose: 'demo' })).token)
})

test.each(['', '.', 'abc.def', `${'0'.repeat(16)}.`, `${'0'.repeat(16)}.${'a'.repeat(42)}`, `${'G'.repeat(16)}.${'a'.repeat(43)}`])(
  '%j is no token',
  (text) => {
    expect(parseToken(text)).toBeNull()
  },
)

test('a stored hash of another form is an error, not a refusal', async () => {
  await expect(secretMatches('secret', 'md5:xyz')).rejects.toThrow('another form')
})
