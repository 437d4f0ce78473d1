import { expect, test } from 'vitest'
import type { RecordedEvent } from '../../port.ts'
import { createKnown } from '../known.ts'
import type { ReadServices } from '../services.ts'
import { createBoundaries } from './boundaries.ts'
import { positionAt } from './position-at.ts'
import type { AllRequest } from './reads.ts'

const FILE = 268_435_456n

/** A server whose files begin with a record at every multiple of their size, which refuses every number where none begins. */
function serverOf(files: number, perFile: number, step = FILE) {
  const log = Array.from({ length: files * perFile }, (_, n): RecordedEvent => {
    const position = BigInt(Math.floor(n / perFile)) * step + BigInt(n % perFile) * 600n + (n === 0 ? 1n : 0n)
    const [data, metadata] = [Buffer.from('{}'), Buffer.from('{}')]
    return {
      id: `${n}`,
      type: 'T',
      stream: 'order-1',
      revision: n,
      position,
      recordedAt: 1_000 + n * 10,
      data,
      metadata,
      contentType: 'application/json',
    }
  })
  let read = 0
  async function* all({ direction, from, count = Number.POSITIVE_INFINITY }: AllRequest) {
    const isKnown = typeof from !== 'bigint' || log.some(({ position }) => position === from)
    if (!isKnown) throw Object.assign(new Error('refused'), { code: 2, details: 'Unexpected ReadAllResult: InvalidPosition' })
    const isBackwards = direction === 'backwards'
    const found = log.filter(({ position }) => typeof from !== 'bigint' || (isBackwards ? position < from : position >= from))
    for (const event of (isBackwards ? found.toReversed() : found).slice(0, count)) {
      read += 1
      yield [event]
    }
  }
  const reads = { all, stream: () => all({ direction: 'forwards', from: 'end', filter: { on: 'stream' } }) }
  const services: ReadServices = {
    reads,
    boundaries: createBoundaries(),
    known: createKnown(async () => log.at(-1)!.position),
    page: { events: 10, bytes: 1_000_000 },
    resuming: { attempts: 1, pause: async () => undefined },
    assertOpen: () => undefined,
  }
  const at = async (instant: number) => {
    read = 0
    const position = await positionAt(services, instant)
    return { position, read }
  }
  return { log, at }
}

test('halves the log by the files of the server, and reads no more than one of them', async () => {
  const { log, at } = serverOf(64, 50)
  for (const n of [0, 1, 49, 50, 51, 1_234, 1_599, 3_150, 3_198]) {
    for (const instant of [log[n]!.recordedAt, log[n]!.recordedAt + 9]) {
      const { position, read } = await at(instant)
      expect(position, `${n}`).toBe(log[n]!.position)
      expect(read).toBeLessThan(120)
    }
  }
  expect((await at(999)).position).toBe(0n)
  expect((await at(Number.MAX_SAFE_INTEGER)).position).toBe(log.at(-1)!.position)
})

test('reads the log where the files of a server begin elsewhere, and what it noted then makes the next question short', async () => {
  const { log, at } = serverOf(8, 50, FILE + 7n)
  expect((await at(log[180]!.recordedAt)).position).toBe(log[180]!.position)
  const again = await at(log[181]!.recordedAt)
  expect(again.position).toBe(log[181]!.position)
  expect(again.read).toBeLessThan(40)
})
