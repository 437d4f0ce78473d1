import { expect, test } from 'vitest'
import { parseToken, secretMatches } from '../../commands/access/secret.ts'
import { createCommandBus } from '../../commands/bus/create-command-bus.ts'
import { systemClock } from '../../commands/ports/clock.ts'
import { systemRandomness } from '../../commands/ports/randomness.ts'
import { accessAggregate } from '../../domain/access/access.ts'
import { aggregates } from '../../domain/aggregates.ts'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import { issueFirstKey } from './first-key.ts'

const settings = { clock: systemClock, randomness: systemRandomness }

/** Processes of one ledger as they start. */
function starting(count: number) {
  const events = createMemoryEventStore({ now: Date.now })
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const processes = Array.from({ length: count }, () => ({
    ...{ events, settings, say },
    bus: createCommandBus({ store: events, aggregates, sharedStore: true }),
  }))
  return { processes, said }
}

test('of processes that start at once on a new ledger one issues the first key, which opens it, and the others say so', async () => {
  const { processes, said } = starting(4)
  const keys = (await Promise.all(processes.map((process) => issueFirstKey(process)))).filter((key) => key !== null)
  expect(keys).toHaveLength(1)
  const { keyId, secret } = parseToken(keys[0]!)!
  const access = await processes[0]!.bus.look(accessAggregate, keyId)
  expect(await secretMatches(secret, access!.key!.secretHash)).toBe(true)
  expect(said).toHaveLength(3)
  expect(new Set(said)).toEqual(new Set([expect.stringContaining(keyId)]))
  expect(said.join()).not.toContain(secret)
})

test('the first key of one role says nothing of another, and none is issued twice', async () => {
  const { processes, said } = starting(1)
  const [process] = processes
  const keys = [await issueFirstKey(process!), await issueFirstKey(process!, 'ledger-writer')]
  expect(new Set(keys).size).toBe(2)
  expect([await issueFirstKey(process!), await issueFirstKey(process!, 'ledger-writer'), said]).toEqual([null, null, []])
})
