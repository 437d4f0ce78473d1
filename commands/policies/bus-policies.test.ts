import { afterEach, beforeEach, expect, test } from 'vitest'
import { policyAggregate } from '../../domain/policy/policy.ts'
import { asAggregate } from '../../domain/shared/aggregate.ts'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { createCommandBus } from '../bus/create-command-bus.ts'
import type { CommandBus } from '../command-bus.ts'
import { busPolicies } from './bus-policies.ts'
import type { Policies } from './port.ts'

let store: EventStore
let bus: CommandBus
let policies: Policies

const openBus = () => createCommandBus({ store, aggregates: [asAggregate(policyAggregate)], sharedStore: true })
beforeEach(() => {
  store = createMemoryEventStore({ now: () => 1 })
  bus = openBus()
  policies = busPolicies(bus)
})
afterEach(() => bus.close())

const documentOf = (reason: string) => ({ rules: [{ id: 'a', when: { test: 'all', of: [] }, outcome: { do: 'cancel', reason } }] })

async function publish(reason: string, publishedAt: number, effectiveFrom: number, name = 'audit', by = bus): Promise<void> {
  const data = { name, kind: 'audit', effectiveFrom, document: documentOf(reason), note: reason, publishedAt }
  const asking = { actor: 'key:k', occurredAt: publishedAt, correlationId: 'c', causationId: 'c' }
  const answer = await by.ask({ type: 'PublishPolicy', data }, { commandId: `${name} ${publishedAt}`, ...asking })
  expect(answer).toMatchObject({ accepted: true })
}
const decidesAt = async (at: number) => (await policies.inForce('audit', at)).version

test('while nothing is published, what is built in decides', async () => {
  expect(await policies.inForce('audit', 100)).toEqual({ name: 'audit', version: 0, document: { rules: [] } })
  await publish('soon', 10, 50)
  expect([await decidesAt(49), await decidesAt(50)]).toEqual([0, 1])
})

test('the last version published that has begun decides', async () => {
  await publish('first', 10, 10)
  await publish('planned', 20, 90)
  await publish('before it', 30, 40)
  expect(await Promise.all([9, 10, 39, 40, 90, 1_000].map(decidesAt))).toEqual([0, 1, 1, 3, 3, 3])
  expect(await policies.inForce('audit', 40)).toEqual({ name: 'audit', version: 3, document: documentOf('before it') })
})

test('several policies of a kind do not know each other', async () => {
  await publish('all', 10, 10)
  await publish('one shop', 10, 10, 'audit.shop-1')
  expect((await policies.inForce('audit.shop-1', 10)).document).toEqual(documentOf('one shop'))
  expect((await policies.inForce('audit', 10)).document).toEqual(documentOf('all'))
  expect((await policies.inForce('audit.shop-2', 10)).version).toBe(0)
})

test('what another process publishes decides at once', async () => {
  await publish('first', 10, 10)
  expect(await decidesAt(100)).toBe(1)
  const other = openBus()
  await publish('second', 20, 20, 'audit', other)
  await other.close()
  expect(await decidesAt(100)).toBe(2)
})

test('asked again, a document is the one that was read before', async () => {
  await publish('first', 10, 10)
  const [one, two] = [await policies.inForce('audit', 100), await policies.inForce('audit', 200)]
  expect(two.document).toBe(one.document)
})

test('a name of no kind is a mistake of the program', async () => {
  await expect(policies.inForce('weather' as 'audit', 1)).rejects.toThrow('no policy of any kind')
})
