import { expect, test } from 'vitest'
import { projections } from '../../../../projections/index.ts'
import { readModelName } from './read-models.ts'

test('every read model has a name of its own in Chinese and in English', () => {
  const names = projections.map(({ name }) => readModelName(name))
  expect(new Set(names.map(({ zh }) => zh)).size).toBe(projections.length)
  for (const { zh, en } of names) {
    expect(zh).toMatch(/\p{Script=Han}|^SKU$/u)
    expect(en).toMatch(/^[A-Z][A-Za-z ]+$/)
  }
})

test('a read model that the page does not know yet keeps its own name', () => {
  expect(readModelName('claims')).toEqual({ zh: 'claims', en: 'claims' })
  expect(readModelName('constructor').en).toBe('constructor')
})
