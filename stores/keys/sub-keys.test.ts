import { expect, test } from 'vitest'
import { deriveSubKeys } from './sub-keys.ts'

const hex = (keys: object): string[] => Object.values(keys).map((key: Uint8Array) => Buffer.from(key).toString('hex'))

test('every use has a key of its own, of 32 bytes', () => {
  const keys = hex(deriveSubKeys(Buffer.alloc(32, 1)))
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.every((key) => key.length === 64)).toBe(true)
})

test('another master key gives other keys', () => {
  const others = new Set(hex(deriveSubKeys(Buffer.alloc(32, 2))))
  expect(hex(deriveSubKeys(Buffer.alloc(32, 1))).some((key) => others.has(key))).toBe(false)
})

test('keys do not change between versions of the ledger: what was sealed must open', () => {
  expect(hex(deriveSubKeys(Buffer.alloc(32, 1))).map((key) => key.slice(0, 16))).toEqual([
    'b2783da314369502',
    '0829b8375adaa9e6',
    'ad76fc2a506dba77',
    'b686dcef89f1e4d3',
    '24c904d34b124b68',
  ])
})

test('a master key of another length is a mistake of the program', () => {
  expect(() => deriveSubKeys(Buffer.alloc(16))).toThrow('32 bytes')
})
