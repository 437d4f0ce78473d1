import { jsonEvent, persistentSubscriptionToStreamSettingsFromDefaults, START } from '@eventstore/db-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import { everyoneIs } from '../caller.ts'
import { type Door, openDoor } from '../door.ts'
import { openWorld, type World } from '../golden/world.ts'
import { failureOf, openWithDoor } from '../testing/open.ts'
import { createFinished } from './finished.ts'

const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START })

let events: EventStore
let door: Door
let world: World
const failures: unknown[] = []
const open = async () => {
  door = await openDoor({
    ...{ events, identify: everyoneIs('admin'), host: '127.0.0.1', port: 0, certificate: null, now: Date.now },
    onFailure: (failure) => String(failures.push(failure)),
  })
  world = openWorld(`127.0.0.1:${door.port}`)
}
const close = async () => {
  await world.close()
  await door.stop()
}
beforeEach(async () => {
  events = createMemoryEventStore({ now: Date.now })
  await open()
})
afterEach(async () => {
  await close()
  await events.close()
  expect(failures).toEqual([])
})

const takeAndLeave = async (stream: string, count: number): Promise<bigint[]> => {
  const seen: bigint[] = []
  const following = world.client.subscribeToPersistentSubscriptionToStream(stream, 'g')
  for await (const found of following) {
    seen.push(found.event!.revision)
    await following.ack(found)
    if (seen.length === count) break
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  await following.unsubscribe()
  return seen
}

test('a group goes on where it was when the server comes back', async () => {
  const stream = await world.streamOf(5)
  await world.client.createPersistentSubscriptionToStream(stream, 'g', settings)
  expect(await takeAndLeave(stream, 3)).toEqual([0n, 1n, 2n])
  await close()
  await open()
  expect(await takeAndLeave(stream, 2)).toEqual([3n, 4n])
})

test('a group made again under a name that was deleted begins where it is told to', async () => {
  const stream = await world.streamOf(2)
  await world.client.createPersistentSubscriptionToStream(stream, 'g', settings)
  await takeAndLeave(stream, 2)
  await world.client.deletePersistentSubscriptionToStream(stream, 'g')
  await world.client.createPersistentSubscriptionToStream(stream, 'g', settings)
  expect(await takeAndLeave(stream, 2)).toEqual([0n, 1n])
})

test('one more than may join is told so, and nothing before it', async () => {
  const stream = await world.streamOf(1)
  const ofOne = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, maxSubscriberCount: 1 })
  await world.client.createPersistentSubscriptionToStream(stream, 'g', ofOne)
  const first = world.client.subscribeToPersistentSubscriptionToStream(stream, 'g')
  await new Promise((resolve) => first.once('confirmation', () => resolve(null)))
  const second = world.client.subscribeToPersistentSubscriptionToStream(stream, 'g')
  let isConfirmed = false
  second.on('confirmation', () => {
    isConfirmed = true
  })
  const failure = await failureOf(new Promise((_, reject) => second.once('error', reject)))
  expect([failure.type, isConfirmed]).toEqual(['maximum-subscribers-reached', false])
  await first.unsubscribe()
})

test('what a consumer leaves behind goes to the next', async () => {
  const stream = await world.streamOf(3)
  await world.client.createPersistentSubscriptionToStream(stream, 'g', settings)
  const first = world.client.subscribeToPersistentSubscriptionToStream(stream, 'g')
  await new Promise((resolve) => first.once('data', resolve))
  await first.unsubscribe()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect((await takeAndLeave(stream, 3)).toSorted()).toEqual([0n, 1n, 2n])
})

test('groups are for those who may write there, and for those who may read everything and more', async () => {
  const under = await openWithDoor()
  const admin = under.connect(under.server.admin)
  const integrator = await under.as('integrator', ['app'])
  const auditor = await under.as('auditor')
  const make = (client: typeof admin, stream: string) => client.createPersistentSubscriptionToStream(stream, 'g', settings)
  await integrator.appendToStream('integrator.app-1', jsonEvent({ type: 'Noted', data: {} }))
  await make(integrator, 'integrator.app-1')
  await make(admin, 'order-app.s1.1')
  for (const [client, stream] of [
    [integrator, 'order-app.s1.1'],
    [auditor, 'notes-1'],
    [admin, 'access-1'],
  ] as const) {
    expect((await failureOf(make(client, stream))).type).toBe('access-denied')
  }
  await under.close()
})

test('the finished prefix ends before the first that is not done', () => {
  const finished = createFinished(-1n)
  for (const place of [0n, 3n, 7n]) finished.take(place)
  finished.done(3n)
  expect([finished.reached(), finished.open()]).toEqual([-1n, 2])
  finished.done(0n)
  expect(finished.reached()).toBe(3n)
  finished.done(7n)
  finished.done(7n)
  expect([finished.reached(), finished.open()]).toEqual([7n, 0])
})
