import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeProtocol, shippedFolder } from './generate.ts'

test('the descriptor is what the installed client ships; `node protocol/generate.ts` writes it anew', () => {
  const kept = JSON.parse(readFileSync(join(import.meta.dirname, 'descriptor.json'), 'utf8'))
  expect(kept).toEqual(JSON.parse(JSON.stringify(describeProtocol(shippedFolder()))))
})
