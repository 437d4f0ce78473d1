import { protocol } from '../../../../protocol/root.ts'
import { type BatchAnswer, decodeBatchAnswer } from '../protocol/messages.ts'

const type = protocol.lookupType('event_store.client.streams.BatchAppendResp')

/** An answer as it comes off the wire. */
export const encodeForTest = (correlation: string, answer: object): BatchAnswer =>
  decodeBatchAnswer(type.encode(type.fromObject({ correlationId: { string: correlation }, ...answer })).finish())
