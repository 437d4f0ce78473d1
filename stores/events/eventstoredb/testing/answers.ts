import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { type BatchAnswer, decodeBatchAnswer } from '../protocol/messages.ts'

const { root } = protobuf.parse(readFileSync(join(import.meta.dirname, '../protocol/streams.proto'), 'utf8'))
const type = root.lookupType('BatchAnswer')

/** An answer as it comes off the wire. */
export const encodeForTest = (correlation: string, answer: object): BatchAnswer =>
  decodeBatchAnswer(type.encode(type.fromObject({ correlation: { text: correlation }, ...answer })).finish())
