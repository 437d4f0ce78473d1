import { randomUUID } from 'node:crypto'
import { binaryEvent } from '@eventstore/db-client'
import { byBothCalls, type Row } from './row.ts'
import { told } from './world.ts'

const LIMIT = 1_048_576
const sized = (bytes: number, metadata?: Uint8Array) =>
  binaryEvent({ id: randomUUID(), type: 'Noted', data: new Uint8Array(bytes), ...(metadata && { metadata }) })

/** 4.7 */
export const sizeRows: readonly Row[] = [
  ...byBothCalls((call) => ({
    behaviour: '4.7 exactly as many data bytes as one append may have, in one event or two',
    call: async ({ append, newStream }) => [
      (await append(call, newStream(), sized(LIMIT))).success,
      (await append(call, newStream(), [sized(LIMIT / 2), sized(LIMIT / 2)])).success,
    ],
    answer: [true, true],
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.7 one byte more, in all events together: nothing is written',
    call: async ({ append, newStream, revisions }) => {
      const stream = newStream()
      const failure = (await told(() => append(call, stream, [sized(LIMIT / 2), sized(LIMIT / 2 + 1)]))) as object
      return { ...failure, read: await revisions(stream) }
    },
    answer: { failed: 'maximum-append-size-exceeded', maxAppendSize: LIMIT, read: { failed: 'stream-not-found' } },
  })),
  {
    behaviour: '4.7 a single append says it with status 3 and trailers',
    call: ({ append, newStream }) => told(() => append('single', newStream(), sized(LIMIT + 1))),
    answer: {
      code: 3,
      details: `Maximum Append Size of ${LIMIT} Exceeded.`,
      trailers: { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(LIMIT) },
    },
  },
  {
    behaviour: '4.7 a batch in small parts is still one append',
    call: ({ client, newStream }) =>
      told(() => client.appendToStream(newStream(), [sized(LIMIT / 2), sized(LIMIT / 2), sized(1)], { batchAppendSize: 100_000 })),
    answer: { failed: 'maximum-append-size-exceeded', maxAppendSize: LIMIT },
  },
  {
    behaviour: '4.7 metadata are not counted',
    call: ({ append, newStream }) => append('batch', newStream(), sized(LIMIT, new Uint8Array(100_000))),
    answer: { success: true },
  },
]
