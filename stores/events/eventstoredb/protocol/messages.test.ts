import official from '@eventstore/db-client/generated/streams_pb.js'
import { expect, test } from 'vitest'
import { event } from '../../contract/support.ts'
import { batchAppendOf } from '../append/requests.ts'
import { readAllRequest, readStreamRequest, subscribeRequest } from '../read/requests.ts'
import { bigintOf, encodeRead } from './messages.ts'

const furthest = 2n ** 64n - 1n
const readAs = (request: object) => official.ReadReq.deserializeBinary(encodeRead(request)).getOptions()!

test('the official code reads what is asked of the whole log', () => {
  const options = readAs(
    readAllRequest({ direction: 'backwards', from: furthest, filter: { on: 'stream', prefixes: ['a', 'b'] }, count: 3 }),
  )
  expect(options.getReadDirection()).toBe(1)
  expect(options.getCount()).toBe('3')
  expect(options.getAll()!.getPosition()!.toObject()).toEqual({ commitPosition: `${furthest}`, preparePosition: `${furthest}` })
  expect(options.getFilter()!.getStreamIdentifier()!.getPrefixList()).toEqual(['a', 'b'])
  expect(options.getUuidOption()!.hasString()).toBe(true)
})

test('the official code reads what is asked of a subscription and of a stream', () => {
  const following = readAs(subscribeRequest('start', { on: 'type', regex: '^a' }))
  expect([following.hasSubscription(), following.getAll()!.hasStart()]).toEqual([true, true])
  expect(following.getFilter()!.getEventType()!.getRegex()).toBe('^a')
  expect(following.getFilter()!.getCheckpointintervalmultiplier()).toBe(1)
  const stream = readAs(readStreamRequest('订单-1', { direction: 'forwards', from: 2 ** 40 })).getStream()!
  expect(Buffer.from(stream.getStreamIdentifier()!.getStreamName_asU8()).toString()).toBe('订单-1')
  expect(stream.getRevision()).toBe(String(2 ** 40))
})

test('the official code reads an append, byte for byte, and a large one in parts of one name', () => {
  const large = event({ data: Buffer.from('{ "a":1.0 }'), metadata: Buffer.alloc(2 * 1_048_576, 1) })
  const { requests, correlation } = batchAppendOf('order-1', [large, event(), large], 7, 10_500)
  const read = requests.map((request) => official.BatchAppendReq.deserializeBinary(request))
  expect(read.map((request) => request.getIsFinal())).toEqual([false, true])
  expect(read.map((request) => request.getCorrelationId()!.getString())).toEqual([correlation, correlation])
  expect(read.map((request) => request.hasOptions())).toEqual([true, false])
  expect(read[0]!.getOptions()!.getStreamPosition()).toBe('7')
  const [first] = read[0]!.getProposedMessagesList()
  expect(Buffer.from(first!.getData_asU8()).equals(large.data)).toBe(true)
  expect(Buffer.from(first!.getCustomMetadata_asU8()).equals(large.metadata)).toBe(true)
  expect(first!.getMetadataMap().get('content-type')).toBe('application/json')
})

test('numbers of 64 bits keep every bit', () => {
  expect(bigintOf({ high: -1, low: -1 })).toBe(furthest)
  expect(bigintOf({ high: 2 ** 21, low: 1 })).toBe(2n ** 53n + 1n)
})
