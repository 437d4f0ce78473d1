import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { policiesDocument } from './document-policies.ts'

test('docs/policies.md is as the kinds say: node replay/document-policies.ts', () => {
  expect(readFileSync('docs/policies.md', 'utf8')).toBe(policiesDocument())
})
