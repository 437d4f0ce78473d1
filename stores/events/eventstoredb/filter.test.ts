import { expect, test } from 'vitest'
import { filtering } from './filter.ts'

const streams = ['order-1', 'stock-1', '$$order-1', '$scavenges', '订单-1', 'x\ny']

test('without a filter the server leaves out its own streams', () => {
  const { server, isExact } = filtering(undefined)
  expect(streams.filter((stream) => new RegExp(server.regex!).test(stream))).toEqual(['order-1', 'stock-1', '订单-1', 'x\ny'])
  expect(isExact).toBe(true)
})

test('prefixes of streams are left to the server, unless they would let its own through', () => {
  expect(filtering({ streamPrefixes: ['order-', 'stock-'] })).toMatchObject({
    server: { on: 'stream', prefixes: ['order-', 'stock-'] },
    isExact: true,
  })
  expect(filtering({ streamPrefixes: [''] }).isExact).toBe(false)
  expect(filtering({ streamPrefixes: [''] }).keeps({ stream: '$scavenges', type: 'OrderPlaced' })).toBe(false)
})

test('types are left to the server as prefixes, and what only begins alike is left out here', () => {
  const { server, keeps, isExact } = filtering({ types: ['OrderPaid'] })
  expect(server).toEqual({ on: 'type', prefixes: ['OrderPaid'] })
  expect(isExact).toBe(false)
  expect(['OrderPaid', 'OrderPaidBack'].filter((type) => keeps({ stream: 'order-1', type }))).toEqual(['OrderPaid'])
  expect(keeps({ stream: '$$order-1', type: 'OrderPaid' })).toBe(false)
})

test('of streams or types, which no server can tell, all are asked for and told apart here', () => {
  const { server, keeps } = filtering({ streamPrefixes: ['stock-'], types: ['OrderPaid'] })
  expect(server).toEqual(filtering(undefined).server)
  const kept = (stream: string, type: string) => keeps({ stream, type })
  expect([kept('stock-1', 'X'), kept('order-1', 'OrderPaid'), kept('order-1', 'X')]).toEqual([true, true, false])
})

test('a filter that names nothing lets nothing through, at the server already', () => {
  for (const filter of [{ types: [] }, { streamPrefixes: [] }, { types: [], streamPrefixes: [] }]) {
    const { server } = filtering(filter)
    expect(streams.filter((stream) => new RegExp(server.regex!).test(stream))).toEqual([])
  }
})
