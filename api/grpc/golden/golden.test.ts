import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbeddedEventStore } from '../../../stores/events/embedded/embedded-event-store.ts'
import { everyoneIs } from '../caller.ts'
import { openDoor } from '../door.ts'
import { rows } from './rows.ts'
import { openWorld, type World } from './world.ts'

interface Target {
  readonly address: string
  close(): Promise<void>
}

async function door(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-golden-'))
  const events = await openEmbeddedEventStore({ folder, now: Date.now })
  const failures: unknown[] = []
  const opened = await openDoor({
    ...{ events, identify: everyoneIs('admin'), host: '127.0.0.1', port: 0, certificate: null, now: Date.now },
    onFailure: (failure) => String(failures.push(failure)),
  })
  return {
    address: `127.0.0.1:${opened.port}`,
    async close() {
      await opened.stop()
      await events.close()
      rmSync(folder, { recursive: true })
      expect(failures).toEqual([])
    },
  }
}

/** `esdb://host:port`, without TLS; projections off. */
const real = process.env.TEST_EVENTSTORE_URL
const targets: readonly (readonly [string, boolean, () => Promise<Target>])[] = [
  ['the door', true, door],
  ...(real === undefined
    ? []
    : [['a real server', false, async () => ({ address: new URL(real).host, close: async () => undefined })] as const]),
]

describe.each(targets)('%s', (_, isDoor, open) => {
  let target: Target
  let world: World
  beforeAll(async () => {
    target = await open()
    world = openWorld(target.address)
    // A log that is not empty: many rows begin where it ends.
    await world.streamOf(1)
  })
  afterAll(async () => {
    await world.close()
    await target.close()
  })

  test.each(rows.map((row) => [row.behaviour, row] as const))('%s', async (_, { call, answer, door: onlyHere }) => {
    const wanted = isDoor && onlyHere !== undefined ? onlyHere.answer : answer
    const given = await call(world)
    if (typeof wanted === 'object' && wanted !== null) expect(given).toMatchObject(wanted)
    else expect(given).toEqual(wanted)
  })
})
