import { Duplex } from 'node:stream'
import type { ClientDuplexStream } from '@grpc/grpc-js'
import { expect, test } from 'vitest'
import type { Connection } from '../connection.ts'
import type { BatchAnswer } from '../protocol/messages.ts'
import { encodeForTest } from '../testing/answers.ts'
import { createBatchStream } from './batch-stream.ts'

type Call = Duplex & { readonly received: Buffer[] }

function connectionThat(answers: (request: Buffer, call: Call) => void) {
  const calls: Call[] = []
  const connection: Connection = {
    ready: async () => undefined,
    read: () => Promise.reject(new Error('not read here')),
    close: async () => undefined,
    async batchAppend() {
      await new Promise(setImmediate)
      const received: Buffer[] = []
      const call: Call = Object.assign(
        new Duplex({
          objectMode: true,
          read: () => undefined,
          write(request, _, done) {
            received.push(request)
            answers(request, call)
            done()
          },
        }),
        { received },
      )
      calls.push(call)
      return call as unknown as ClientDuplexStream<Buffer, BatchAnswer>
    },
  }
  return { connection, calls }
}

const sent = (correlation: string) => ({ correlation, requests: [Buffer.from(correlation)], about: { stream: correlation } })
const limits = { connectMs: 50, answerMs: 50 }
const answering = (request: Buffer, call: Call): void => void call.push(encodeForTest(String(request), { success: { currentRevision: 7 } }))

test('however many appends come at once to a store just opened, one call is made for all of them', async () => {
  const { connection, calls } = connectionThat(answering)
  const batches = createBatchStream(connection, limits)
  const answers = await Promise.all(Array.from({ length: 2_000 }, (_, n) => batches.send(sent(`a${n}`))))
  expect(calls).toHaveLength(1)
  expect(answers.map(({ correlationId }) => correlationId.string)).toEqual(Array.from({ length: 2_000 }, (_, n) => `a${n}`))
})

test('what was sent and not answered is of unknown outcome when the call is lost; the next append makes another call', async () => {
  const { connection, calls } = connectionThat((request, call) => {
    if (calls.length === 1) call.emit('error', new Error('gone'))
    else answering(request, call)
  })
  const batches = createBatchStream(connection, limits)
  await expect(batches.send(sent('a'))).rejects.toMatchObject({
    code: 'OUTCOME_UNKNOWN',
    message: 'No answer came to an append: gone',
    details: { stream: 'a' },
  })
  expect((await batches.send(sent('b'))).correlationId.string).toBe('b')
  expect(calls).toHaveLength(2)
})

test('what waited for its turn when the call was lost was not written', async () => {
  const { connection } = connectionThat((_, call) => void call.emit('error', new Error('gone')))
  const batches = createBatchStream(connection, limits)
  const [first, second] = await Promise.allSettled([batches.send(sent('a')), batches.send(sent('b'))])
  expect(first).toMatchObject({ reason: { code: 'OUTCOME_UNKNOWN' } })
  expect(second).toMatchObject({ reason: { code: 'UNAVAILABLE' } })
})

test('an answer that does not come within its time leaves the outcome unknown', async () => {
  const { connection } = connectionThat(() => undefined)
  await expect(createBatchStream(connection, limits).send(sent('a'))).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
})
