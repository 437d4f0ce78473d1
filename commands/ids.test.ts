import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventId } from './ids.ts'

const name = fc.string({ minLength: 1, maxLength: 20 })

test('an event id is a UUID', () => {
  fc.assert(
    fc.property(name, name, fc.nat(100), (stream, commandId, index) => {
      expect(eventId(stream, commandId, index)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }),
  )
})

test('the same stream, command and place give the same id, and no others do', () => {
  const triple = fc.tuple(name, name, fc.nat(3))
  fc.assert(
    fc.property(triple, triple, (left, right) => {
      expect(eventId(...left) === eventId(...right)).toBe(JSON.stringify(left) === JSON.stringify(right))
    }),
  )
})

test('another decision of the same command gives other ids', () => {
  const ids = [null, 'one', 'other'].map((decision) => eventId('stock-a', 'b', 0, decision))
  expect(new Set(ids).size).toBe(3)
})

test('ids do not change between versions of the ledger', () => {
  expect(eventId('order-taobao.s1.1001', 'place:1', 0)).toBe('a7fdb0fe-83b4-5396-9491-70174a49c9b1')
})

test('text that moves from the stream to the command gives another id', () => {
  expect(eventId('stock-a', 'b', 0)).not.toBe(eventId('stock-', 'ab', 0))
})
