import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ErrorDefinition, errorCodes } from '../domain/shared/error-codes.ts'
import { errorsDocument } from './document-errors.ts'

describe('the table of errors', () => {
  test('in docs/errors.md is current: run `node replay/document-errors.ts`', () => {
    expect(readFileSync('docs/errors.md', 'utf8') === errorsDocument()).toBe(true)
  })

  test('has a row of four cells for every code', () => {
    const rows = errorsDocument()
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual(Object.keys(errorCodes).map(() => 6))
  })

  test('says what to do about each, in the advice or in the title', () => {
    const silent = Object.entries<ErrorDefinition>(errorCodes).filter(
      ([, { title, advice }]) => advice === undefined && !/retry|log of the server/.test(title),
    )
    expect(silent.map(([code]) => code)).toEqual([])
  })
})
