import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appendSurely } from '../../../commands/bus/append-surely.ts'
import { event, events, idsOf, newStream, streamOf, subscribe } from '../contract/support.ts'
import { createMemoryEventStore } from '../memory/memory-event-store.ts'
import { type EventStore, type RecordedEvent, START } from '../port.ts'
import { clientNames } from './client-names.ts'
import { openEventStoreDb } from './eventstoredb-event-store.ts'
import type { EventStoreDbLimits } from './limits.ts'
import { type Cable, openCable } from './testing/cable.ts'
import { openServer, type ServerUnderTest } from './testing/door.ts'

const impatient: Partial<EventStoreDbLimits> = { connectMs: 500, graceMs: 100, firstBackOffMs: 20, longestBackOffMs: 100 }

describe.each(clientNames)('with the client %s', (client) => {
  let log: EventStore
  let server: ServerUnderTest
  let cable: Cable
  let store: EventStore
  const said: string[] = []
  beforeEach(async () => {
    log = createMemoryEventStore({ now: Date.now })
    server = await openServer({ events: log })
    cable = await openCable(server.port)
    said.length = 0
    const connectionString = `esdb://127.0.0.1:${cable.port}?tls=false&defaultDeadline=1500`
    store = await openEventStoreDb({ connectionString, client, say: (line) => said.push(line), limits: impatient })
  })
  afterEach(async () => {
    cable.mend()
    await store.close()
    await cable.close()
    await server.stop()
  })

  test('2,000 appends at once through a client that has just been opened', async () => {
    const connectionString = `esdb://127.0.0.1:${cable.port}?tls=false`
    const fresh = await openEventStoreDb({ connectionString, client, say: () => undefined })
    const results = await Promise.all(Array.from({ length: 2_000 }, () => fresh.append(newStream(), events(1), 'no-stream')))
    await fresh.close()
    expect(results.filter((result) => result.ok && !result.repeated)).toHaveLength(2_000)
  })

  test('reads that end early by the thousand do not cost the connection', async () => {
    await log.append(newStream(), events(3), 'any')
    await store.head()
    const before = cable.connections()
    for (let n = 0; n < 60; n += 1) await Promise.all(Array.from({ length: 25 }, () => store.head()))
    expect(cable.connections()).toBe(before)
  })

  test('a subscription goes on without gap or repeat after its server went away and came back', async () => {
    const stream = newStream()
    const written = events(60)
    const write = (from: number, until: number) => log.append(stream, written.slice(from, until), 'any')
    await write(0, 20)
    const found: RecordedEvent[] = []
    const ending = new AbortController()
    const following = (async () => {
      for await (const page of subscribe(store, START, ending.signal)) {
        found.push(...page.events)
        if (found.length >= 60) ending.abort()
      }
    })()
    while (found.length < 20) await sleep(5)
    cable.cut()
    await write(20, 40)
    await sleep(300)
    cable.mend()
    while (found.length < 40) await sleep(5)
    cable.cut()
    await sleep(50)
    cable.mend()
    await write(40, 60)
    await following
    expect(idsOf(found)).toEqual(idsOf(written))
    expect(said.join('\n')).toContain('a subscription was lost and goes on')
  })

  test('an append whose answer is lost with the connection is of unknown outcome, and asked again gives its first result', async () => {
    const stream = newStream()
    await store.append(stream, events(2), 'no-stream')
    const batch = events(3)
    cable.swallowAnswers()
    const lost = store.append(stream, batch, 1).catch((failure) => failure)
    while ((await streamOf(log, stream)).length < 5) await sleep(5)
    cable.cut()
    expect(await lost).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      details: { stream, expected: 1, eventIds: idsOf(batch) },
    })
    cable.mend()
    const original = await streamOf(log, stream)
    expect(await store.append(stream, batch, 1)).toEqual({ ok: true, revision: 4, position: original[4]!.position, repeated: true })
    expect(idsOf(await streamOf(store, stream)).slice(2)).toEqual(idsOf(batch))
  })

  test('an append whose answer is lost is of unknown outcome once its time is over', async () => {
    await store.append(newStream(), events(1), 'any')
    cable.swallowAnswers()
    const stream = newStream()
    await expect(store.append(stream, events(1), 'any')).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(await streamOf(log, stream)).toHaveLength(1)
  })

  test('commands get through a server that goes away under them, each of them once', async () => {
    const stream = newStream()
    const batches = Array.from({ length: 40 }, () => events(2))
    const retrying = { attempts: 20, backOff: () => sleep(20) }
    const appendAll = async () => {
      for (const [index, batch] of batches.entries()) {
        for (let tries = 0; ; tries += 1) {
          const sure = await appendSurely(store, { stream, events: batch, after: index * 2 - 1 }, retrying).catch((failure) => {
            if (failure.code !== 'UNAVAILABLE' || tries > 50) throw failure
            return null
          })
          if (sure === null) continue
          expect(sure.written).toBe(true)
          break
        }
      }
    }
    const cutOften = async () => {
      for (let cuts = 0; cuts < 5; cuts += 1) {
        await sleep(25)
        cable.cut()
        await sleep(10)
        cable.mend()
      }
    }
    await Promise.all([appendAll(), cutOften()])
    expect(idsOf(await streamOf(log, stream))).toEqual(idsOf(batches.flat()))
  })

  test('nothing is written where nobody can be reached, and that is said', async () => {
    cable.cut()
    const stream = newStream()
    await sleep(50)
    await expect(store.append(stream, events(1), 'any')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(await streamOf(log, stream)).toEqual([])
    cable.mend()
    expect(await store.append(stream, events(1), 'any')).toMatchObject({ ok: true })
  })

  test('a read goes on where it was when its connection is lost', async () => {
    const stream = newStream()
    const written = Array.from({ length: 30 }, () => event({ data: Buffer.alloc(100_000), contentType: 'application/octet-stream' }))
    for (let at = 0; at < 30; at += 10) await log.append(stream, written.slice(at, at + 10), 'any')
    const found: RecordedEvent[] = []
    let cuts = 0
    for await (const page of store.readAll()) {
      found.push(...page.events)
      if (cuts === 2) continue
      cuts += 1
      cable.cut()
      cable.mend()
    }
    expect(idsOf(found)).toEqual(idsOf(written))
  })

  test('what two stores append at once under the same ids is written by one of them', async () => {
    const other = await openEventStoreDb({ connectionString: server.connectionString, client, say: () => undefined })
    const stream = newStream()
    const [mine, theirs] = [event(), event()]
    const results = await Promise.all([
      store.append(stream, [mine], 'no-stream'),
      other.append(stream, [{ ...theirs, id: mine.id, data: Buffer.from('{"decided":"otherwise"}') }], 'no-stream'),
    ])
    await other.close()
    expect(results.map((result) => result.ok && result.repeated).sort()).toEqual([false, true])
  })
})
