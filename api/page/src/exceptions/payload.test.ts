import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editable } from './payload.ts'

test('JSON on one line is laid out', () => {
  expect(editable('{"tid":"1","orders":[{"num":2},{}],"none":[]}')).toBe(
    '{\n  "tid": "1",\n  "orders": [\n    {\n      "num": 2\n    },\n    {}\n  ],\n  "none": []\n}',
  )
})

test('ids beyond 2^53 and amounts stay as the channel wrote them', () => {
  expect(editable('{"tid":9007199254740993,"payment":10.10}')).toContain('9007199254740993')
  expect(editable('{"tid":9007199254740993,"payment":10.10}')).toContain('10.10')
})

test('nothing but white space changes, whatever the payload', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = editable(JSON.stringify(value))
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value))
    }),
  )
})

test('what is no JSON, or is laid out already, stays as it is', () => {
  expect(editable('<xml/>')).toBe('<xml/>')
  expect(editable('{\n"a":1}')).toBe('{\n"a":1}')
})
