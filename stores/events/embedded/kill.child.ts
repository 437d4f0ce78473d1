import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { EventToAppend } from '../port.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'

/**
 * Appends for ever from several lanes. Says on standard output what it is about to append and what was acknowledged, one line each, so that
 * whoever kills it knows what must be there.
 */
const [folder, seed] = process.argv.slice(2) as [string, string]
const LANES = 12
const store = await openEmbeddedEventStore({
  folder,
  now: Date.now,
  limits: { maxSegmentBytes: 200_000, maxGroupBytes: 60_000, tail: { events: 400, bytes: 150_000, ownThread: true } },
})

/** Whole and at once, since nothing may be said later than it is so; a parent that is slow to read is waited for. */
function say(line: string): void {
  for (let left = Buffer.from(`${line}\n`); left.length > 0; ) {
    try {
      left = left.subarray(writeSync(1, left))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}
say('opened')

async function lane(number: number): Promise<void> {
  const stream = `order-lane.${number}`
  let last = -1
  for await (const page of store.readStream(stream, { direction: 'backwards', maxCount: 1 })) last = page[0]?.revision ?? -1
  for (let round = 0; ; round += 1) {
    const size = 1 + ((round * 7 + number) % 9)
    const events = Array.from({ length: size }, (_, n): EventToAppend => {
      const data = Buffer.from(JSON.stringify({ seed, round, n, filler: 'x'.repeat((round * 131) % 900) }))
      return { id: randomUUID(), type: 'OrderPlaced', data, metadata: Buffer.from('{}') }
    })
    say(`trying ${number} ${last + 1} ${events.map(({ id }) => id).join(',')}`)
    const result = await store.append(stream, events, last < 0 ? 'no-stream' : last)
    if (!result.ok) throw new Error(`Lane ${number} met a conflict at ${result.actual}`)
    last = result.revision
    say(`acknowledged ${number} ${last}`)
  }
}
await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)))
