import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { START } from '../port.ts'
import { event, events, follow, idsOf, newStream, type Subject, subscribe } from './support.ts'

export function subscribeContract({ store, reader }: Subject): void {
  describe('subscribing to the whole log', () => {
    it('says that it is live on a log where nothing follows', async () => {
      const ending = new AbortController()
      for await (const page of subscribe(reader(), await store().head(), ending.signal)) {
        expect(page.caughtUp).toBe(true)
        expect(page.events).toEqual([])
        ending.abort()
      }
      expect(ending.signal.aborted).toBe(true)
    })

    it('catches up and turns live without gap or repeat while events keep coming', async () => {
      const before = await store().head()
      const prefix = newStream('live')
      const written: string[] = []
      const write = async (count: number) => {
        for (let n = 0; n < count; n += 1) {
          const batch = events(1 + (n % 7))
          await store().append(`${prefix}.${n % 5}`, batch, 'any')
          written.push(...idsOf(batch))
        }
      }
      await write(50)
      const following = follow(reader(), before, 2 * 197, { streamPrefixes: [prefix] })
      await write(50)
      const found = await following
      expect(idsOf(found)).toEqual(written)
      expect(idsOf(found)).toHaveLength(2 * 197)
    })

    it('starts after its position', async () => {
      const stream = newStream()
      await store().append(stream, events(4), 'no-stream')
      const fourth = await store().head()
      const next = events(2)
      await store().append(stream, next, 3)
      expect(idsOf(await follow(reader(), fourth, 2))).toEqual(idsOf(next))
    })

    it('moves its checkpoint over events that do not match', async () => {
      const before = await store().head()
      const ending = new AbortController()
      let reached = before
      const appended = await store().append(newStream(), events(10), 'no-stream')
      for await (const page of subscribe(reader(), before, ending.signal, { types: ['NeverHappened'] })) {
        expect(page.events).toEqual([])
        reached = page.position
        if (page.caughtUp) ending.abort()
      }
      expect(appended.ok && reached >= appended.position).toBe(true)
    })

    it('serves many subscribers, each at its own pace', async () => {
      const stream = newStream()
      const before = await store().head()
      const followers = Array.from({ length: 8 }, () => follow(reader(), before, 100, { streamPrefixes: [stream] }))
      const batches = Array.from({ length: 20 }, () => events(5))
      for (const batch of batches) await store().append(stream, batch, 'any')
      for (const found of await Promise.all(followers)) expect(idsOf(found)).toEqual(idsOf(batches.flat()))
    })

    it('never holds up appends when its consumer stands still', async () => {
      const stream = newStream()
      const ending = new AbortController()
      const standing = subscribe(reader(), await store().head(), ending.signal, { streamPrefixes: [stream] })[Symbol.asyncIterator]()
      await standing.next()
      for (let n = 0; n < 50; n += 1) await store().append(stream, events(20), 'any')
      let seen = 0
      while (seen < 1000) seen += ((await standing.next()).value?.events ?? []).length
      expect(seen).toBe(1000)
      ending.abort()
      expect((await standing.next()).done).toBe(true)
    })

    it('ends quietly when its signal aborts while it waits', async () => {
      const ending = new AbortController()
      const waiting = subscribe(reader(), await store().head(), ending.signal)[Symbol.asyncIterator]()
      await waiting.next()
      const next = waiting.next()
      await turn()
      ending.abort()
      expect(await next).toEqual({ done: true, value: undefined })
    })

    it('sees an event only once its append could have been answered', async () => {
      const stream = newStream()
      const one = event()
      const seen = follow(reader(), START, 1, { streamPrefixes: [stream] })
      await store().append(stream, [one], 'no-stream')
      expect((await seen)[0]).toMatchObject({ id: one.id, stream, revision: 0 })
    })
  })

  describe('a closed store', () => {
    it('refuses to append and to read', async () => {
      await store().close()
      await expect(store().append(newStream(), events(1), 'any')).rejects.toMatchObject({ code: 'CLOSED' })
      await expect(store().head()).rejects.toMatchObject({ code: 'CLOSED' })
    })
  })
}
