import { expect, test } from 'vitest'
import { systemRandomness } from '../ports/randomness.ts'
import { newAccessKey, parseToken } from './secret.ts'
import { createSecretVerifier } from './verifier.ts'

const issue = async () => {
  const { token, secretHash } = await newAccessKey(systemRandomness)
  return { secret: parseToken(token)!.secret, secretHash }
}

test('a secret is valid the first time and every time, a wrong one never', async () => {
  const [left, right] = [await issue(), await issue()]
  const verify = createSecretVerifier()
  expect(await verify(left.secret, left.secretHash)).toBe('valid')
  expect(await verify(left.secret, left.secretHash)).toBe('valid')
  expect(await verify(right.secret, left.secretHash)).toBe('invalid')
  expect(await verify(right.secret, left.secretHash)).toBe('invalid')
})

test('a remembered secret says nothing about another hash', async () => {
  const [left, right] = [await issue(), await issue()]
  const verify = createSecretVerifier()
  await verify(left.secret, left.secretHash)
  expect(await verify(left.secret, right.secretHash)).toBe('invalid')
})

test('a thousand requests with one secret wait for one hash', async () => {
  const { secret, secretHash } = await issue()
  const verify = createSecretVerifier({ running: 1, waiting: 0 })
  const verdicts = await Promise.all(Array.from({ length: 1_000 }, () => verify(secret, secretHash)))
  expect(new Set(verdicts)).toEqual(new Set(['valid']))
})

test('a flood of guesses is turned away, while known secrets go through', async () => {
  const { secret, secretHash } = await issue()
  const verify = createSecretVerifier({ running: 1, waiting: 2, remembered: 10 })
  expect(await verify(secret, secretHash)).toBe('valid')
  const guesses = Array.from({ length: 20 }, (_, n) => verify(`guess ${n}`, secretHash))
  expect(await verify(secret, secretHash)).toBe('valid')
  const verdicts = await Promise.all(guesses)
  expect(verdicts.filter((verdict) => verdict === 'busy')).toHaveLength(17)
  expect(verdicts.filter((verdict) => verdict === 'invalid')).toHaveLength(3)
})

test('what fails is asked again, not remembered', async () => {
  const { secret } = await issue()
  const verify = createSecretVerifier()
  await expect(verify(secret, 'broken')).rejects.toThrow()
  await expect(verify(secret, 'broken')).rejects.toThrow()
})
