import { expect, test } from 'vitest'
import { openAll, usingAll } from './open-all.ts'

test('what was opened before something failed is closed, last first, though one of it cannot be; the failure is told', async () => {
  const closed: string[] = []
  const opening = openAll(async (opened) => {
    opened({ close: async () => void closed.push('first') })
    opened({ close: async () => Promise.reject(new Error('cannot be closed')) })
    opened({ close: async () => void closed.push('last') })
    throw new Error('cannot be opened')
  })
  await expect(opening).rejects.toThrow('cannot be opened')
  expect(closed).toEqual(['last', 'first'])
})

test('what work opened is closed after it, and what it found is given', async () => {
  const closed: string[] = []
  const found = await usingAll(async (opened) => {
    opened({ close: async () => void closed.push('first') })
    opened({ close: async () => void closed.push('last') })
    return 'found'
  })
  expect(found).toBe('found')
  expect(closed).toEqual(['last', 'first'])
})
