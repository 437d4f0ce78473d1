import { expect, test } from 'vitest'
import { createSharedAnswers } from './shared-answers.ts'

test('the same question is worked out once, and again once the read model has gone on', async () => {
  const shared = createSharedAnswers<{ worked: number }>()
  let worked = 0
  const workOut = async () => {
    worked += 1
    return { worked }
  }
  expect(await Promise.all([shared('a', 1n, workOut), shared('a', 1n, workOut)])).toEqual([{ worked: 1 }, { worked: 1 }])
  expect(await shared('b', 1n, workOut)).toEqual({ worked: 2 })
  expect(await shared('a', 2n, workOut)).toEqual({ worked: 3 })
  expect(await shared('a', 2n, workOut)).toEqual({ worked: 3 })
})

test('a failure is nobody else’s', async () => {
  const shared = createSharedAnswers<object>()
  await expect(shared('a', 1n, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await shared('a', 1n, async () => ({}))).toEqual({})
})
