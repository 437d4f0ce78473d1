import { expect, test } from 'vitest'
import { shared } from './shared-question.ts'

/** A question that is answered when it is let, with how many were put by then. */
function asking() {
  const put: string[] = []
  const answers: ((failure?: Error) => void)[] = []
  const ask = shared((key: string) => {
    put.push(key)
    const number = put.length
    return new Promise<number>((answer, fail) => answers.push((failure) => (failure === undefined ? answer(number) : fail(failure))))
  })
  const until = async (count: number) => expect.poll(() => put.length).toBe(count)
  return { ask, put, until, answer: (failure?: Error) => answers.shift()!(failure) }
}

test('who ask the same at once share one question, and others ask their own', async () => {
  const { ask, put, until, answer } = asking()
  const asked = [ask('fridge'), ask('oven'), ask('fridge'), ask('fridge')]
  await until(2)
  answer()
  answer()
  expect(await Promise.all(asked)).toEqual([1, 2, 1, 1])
  expect(put).toEqual(['fridge', 'oven'])
})

test('who asks later is never given an answer to a question put before, and waits till that is answered', async () => {
  const { ask, put, until, answer } = asking()
  const early = ask('fridge')
  await until(1)
  const late = [ask('fridge'), ask('fridge')]
  expect(put).toEqual(['fridge'])
  answer()
  await until(2)
  answer()
  expect([await early, ...(await Promise.all(late))]).toEqual([1, 2, 2])
})

test('a question that fails fails whoever shares it, and nobody after', async () => {
  const { ask, until, answer } = asking()
  const failing = ask('fridge')
  await until(1)
  const next = ask('fridge')
  answer(new Error('behind'))
  await expect(failing).rejects.toThrow('behind')
  await until(2)
  answer()
  expect(await next).toBe(2)
})
