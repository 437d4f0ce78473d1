import { expect, test } from 'vitest'
import { event, events } from '../../contract/support.ts'
import { createKnown } from '../known.ts'
import { createPlaces } from '../places.ts'
import { encodeForTest } from '../testing/answers.ts'
import { createAppend } from './append.ts'
import type { Sent } from './batch-call.ts'

function appendTo(answer: (sent: Sent) => object | Promise<object>, { inFlight = 4, head = 0n, standsAs = true } = {}) {
  let [now, most, asked] = [0, 0, 0]
  const known = createKnown(async () => {
    asked += 1
    return head
  })
  const append = createAppend({
    batches: {
      async send(sent) {
        now += 1
        most = Math.max(most, now)
        await new Promise(setImmediate)
        now -= 1
        return encodeForTest(sent.correlation, await answer(sent))
      },
      cancel: () => undefined,
    },
    places: createPlaces({ count: inFlight, bytes: 1_000_000 }),
    known,
    prove: async () => standsAs,
    deadlineMs: 1_000,
  })
  return { append, most: () => most, asked: () => asked }
}

const written = (revision: number, position: number) => ({
  success: { currentRevision: revision, position: { commitPosition: position, preparePosition: position } },
})
const failed = (type: string) => ({ error: { message: type, details: { typeUrl: `type.googleapis.com/event_store.client.${type}` } } })

test('no more appends are on their way at once than there are places', async () => {
  let position = 0
  const { append, most } = appendTo(() => {
    position += 100
    return written(0, position)
  })
  await Promise.all(Array.from({ length: 200 }, (_, n) => append(`order-${n}`, events(1), 'no-stream')))
  expect(most()).toBe(4)
})

test('an answer from behind the known head of the log is new, one from before it a repeat', async () => {
  const { append, asked } = appendTo(({ about }) => written(0, about.stream === 'order-1' ? 600 : 500), { head: 550n })
  expect(await append('order-1', events(1), 'any')).toEqual({ ok: true, revision: 0, position: 600n, repeated: false })
  expect(await append('order-2', events(1), 'any')).toEqual({ ok: true, revision: 0, position: 500n, repeated: true })
  expect(asked()).toBe(1)
})

test('what does not stand in the stream as it was sent is a repeat of what someone else wrote', async () => {
  const { append } = appendTo(() => written(0, 600), { standsAs: false })
  expect(await append('order-1', events(1), 'any')).toMatchObject({ repeated: true })
})

test.each([
  ['Timeout', 'OUTCOME_UNKNOWN'],
  ['Unknown', 'OUTCOME_UNKNOWN'],
  ['StreamDeleted', 'REFUSED'],
  ['AccessDenied', 'REFUSED'],
  ['BadRequest', 'REFUSED'],
  ['MaximumAppendSizeExceeded', 'TOO_LARGE'],
])('%s of a server is %s, and says what was asked', async (type, code) => {
  const { append } = appendTo(() => failed(type))
  const one = event()
  const failure = append('order-1', [one], 3)
  await expect(failure).rejects.toMatchObject({ code, details: { stream: 'order-1', expected: 3, eventIds: [one.id] } })
})

test('after an unknown outcome the head is asked for again', async () => {
  const answers = [failed('Timeout'), written(0, 700)]
  const { append, asked } = appendTo(() => answers.shift()!)
  await expect(append('order-1', events(1), 'any')).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
  await append('order-1', events(1), 'any')
  expect(asked()).toBe(2)
})

test('an event id that is no UUID is refused before anything is sent', async () => {
  const { append } = appendTo(() => written(0, 1))
  await expect(append('order-1', [event({ id: 'e1' })], 'any')).rejects.toThrow('An event id is a UUID for this store; got e1')
})
