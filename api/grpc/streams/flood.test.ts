import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import { everyoneIs } from '../caller.ts'
import { type Door, openDoor } from '../door.ts'
import { all, event, openWorld, type World } from '../golden/world.ts'

let events: EventStore
let door: Door
let world: World
beforeAll(async () => {
  events = createMemoryEventStore({ now: Date.now })
  door = await openDoor({
    ...{ events, identify: everyoneIs('admin'), host: '127.0.0.1', port: 0, certificate: null, now: Date.now },
    onFailure: () => 'none',
    limits: { appendsAtOnce: 64, appendBytesAtOnce: 10_000 },
  })
  world = openWorld(`127.0.0.1:${door.port}`)
})
afterAll(async () => {
  await world.close()
  await door.stop()
  await events.close()
})

test.each([
  { call: 'batch', appends: 2_000 },
  { call: 'single', appends: 300 },
] as const)('$appends appends at once over $call calls are all taken, many times more than may be under way', async ({ call, appends }) => {
  const streams = Array.from({ length: appends }, (_, n) => `flood-${call}-${n % 50}`)
  const answers = await Promise.all(streams.map((stream) => world.append(call, stream, event())))
  expect(answers.every(({ success }) => success)).toBe(true)
  expect(await all(world.client.readStream(`flood-${call}-0`))).toHaveLength(appends / 50)
})
