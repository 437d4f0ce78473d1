import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '../port.ts'
import { allOf, event, events, idsOf, newStream, revisionsOf, type Subject, streamOf } from './support.ts'

export function readContract(subject: Subject): void {
  readStreamContract(subject)
  readAllContract(subject)
}

function readStreamContract({ store, reader }: Subject): void {
  describe('reading a stream', () => {
    it('gives no page for a missing stream, in either direction', async () => {
      const stream = newStream()
      const pages: unknown[] = []
      for await (const page of reader().readStream(stream)) pages.push(page)
      for await (const page of reader().readStream(stream, { direction: 'backwards' })) pages.push(page)
      expect(pages).toEqual([])
    })

    it('goes forwards and backwards from any revision, inclusive, as far as asked', async () => {
      const stream = newStream()
      await store().append(stream, events(10), 'no-stream')
      const revisions = async (options: Parameters<typeof streamOf>[2]) => revisionsOf(await streamOf(reader(), stream, options))
      expect(await revisions({ from: 7 })).toEqual([7, 8, 9])
      expect(await revisions({ from: 2, maxCount: 3 })).toEqual([2, 3, 4])
      expect(await revisions({ from: 10 })).toEqual([])
      expect(await revisions({ maxCount: 0 })).toEqual([])
      expect(await revisions({ direction: 'backwards' })).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
      expect(await revisions({ direction: 'backwards', from: 2 })).toEqual([2, 1, 0])
      expect(await revisions({ direction: 'backwards', maxCount: 1 })).toEqual([9])
      expect(await revisions({ direction: 'backwards', from: 100, maxCount: 2 })).toEqual([9, 8])
    })

    it('reads a long stream interleaved with others in pages, whole and in order', async () => {
      const stream = newStream()
      const other = newStream()
      for (let n = 0; n < 30; n += 1) {
        await Promise.all([store().append(stream, events(50), 'any'), store().append(other, events(3), 'any')])
      }
      const forwards = await streamOf(reader(), stream)
      expect(revisionsOf(forwards)).toEqual(Array.from({ length: 1500 }, (_, n) => n))
      expect(idsOf(await streamOf(reader(), stream, { direction: 'backwards' }))).toEqual(idsOf(forwards).reverse())
    })
  })
}

function readAllContract({ store, reader }: Subject): void {
  describe('reading the whole log', () => {
    const filled = async () => {
      const before = await store().head()
      const orders = newStream('order')
      const stock = newStream('stock')
      for (let n = 0; n < 8; n += 1) {
        await store().append(orders, [event({ type: n % 2 === 0 ? 'OrderPlaced' : 'OrderPaid' })], 'any')
        await store().append(stock, [event({ type: 'StockReserved' }), event({ type: 'StockIssued' })], 'any')
      }
      const all = await allOf(reader(), { after: before, filter: { streamPrefixes: [orders, stock] } })
      return { before, orders, stock, all }
    }
    const positions = (found: readonly RecordedEvent[]) => found.map(({ position }) => position)

    it('gives every event after a position, up to and with another', async () => {
      const { before, orders, stock, all } = await filled()
      const filter = { streamPrefixes: [orders, stock] }
      expect(all).toHaveLength(24)
      for (const [n, { position }] of all.entries()) {
        expect(positions(await allOf(reader(), { after: position, filter }))).toEqual(positions(all.slice(n + 1)))
        expect(positions(await allOf(reader(), { after: before, until: position, filter }))).toEqual(positions(all.slice(0, n + 1)))
      }
    })

    it('goes backwards from before a position', async () => {
      const { orders, stock, all } = await filled()
      const filter = { streamPrefixes: [orders, stock] }
      expect(positions(await allOf(reader(), { direction: 'backwards', filter, maxCount: 24 }))).toEqual(positions(all).reverse())
      for (const [n, { position }] of all.entries()) {
        const found = await allOf(reader(), { direction: 'backwards', before: position, filter, maxCount: n })
        expect(positions(found)).toEqual(positions(all.slice(0, n)).reverse())
      }
    })

    it('keeps what a stream prefix or a type matches', async () => {
      const { before, orders, stock, all } = await filled()
      const types = async (filter: object) => (await allOf(reader(), { after: before, filter })).map(({ type }) => type)
      expect(await types({ streamPrefixes: [orders] })).toEqual(all.filter(({ stream }) => stream === orders).map(({ type }) => type))
      expect(await types({ types: ['OrderPaid', 'StockIssued'] })).toEqual(
        all.map(({ type }) => type).filter((type) => ['OrderPaid', 'StockIssued'].includes(type)),
      )
      expect(await types({ streamPrefixes: [stock], types: ['OrderPaid'] })).toEqual(
        all.map(({ type }) => type).filter((type) => type !== 'OrderPlaced'),
      )
    })

    it('tells how far it looked when nothing matched', async () => {
      const { before, all } = await filled()
      let reached = before
      for await (const page of reader().readAll({ after: before, filter: { types: ['NeverHappened'] } })) {
        expect(page.events).toEqual([])
        expect(page.position > reached).toBe(true)
        reached = page.position
      }
      expect(reached >= all.at(-1)!.position).toBe(true)
    })

    it('goes on without gap or repeat from the position of any page', async () => {
      const { before, orders, all } = await filled()
      const filter = { streamPrefixes: [orders] }
      const found: RecordedEvent[] = []
      for (let after = before; ; ) {
        const pages = reader().readAll({ after, filter, maxCount: 3 })[Symbol.asyncIterator]()
        const { value, done } = await pages.next()
        await pages.return?.()
        if (done) break
        found.push(...value.events)
        after = value.position
      }
      expect(positions(found)).toEqual(positions(all.filter(({ stream }) => stream === orders)))
    })

    it('takes any number for a position, also one where no event starts', async () => {
      const { before, orders, stock, all } = await filled()
      const filter = { streamPrefixes: [orders, stock] }
      const [first, second] = all as [RecordedEvent, RecordedEvent]
      for (const between of [first.position + 1n, second.position - 1n]) {
        expect(positions(await allOf(reader(), { after: between, filter }))).toEqual(positions(all.slice(1)))
        expect(positions(await allOf(reader(), { after: before, until: between, filter }))).toEqual([first.position])
        expect(positions(await allOf(reader(), { direction: 'backwards', before: between, filter, maxCount: 1 }))).toEqual([first.position])
      }
      const beyond = all.at(-1)!.position + 1_000_000n
      expect(await allOf(reader(), { after: beyond })).toEqual([])
      expect(positions(await allOf(reader(), { direction: 'backwards', before: beyond, filter, maxCount: 1 }))).toEqual([
        all.at(-1)!.position,
      ])
    })

    it('ends at what was there when it began', async () => {
      const { before, orders, stock } = await filled()
      let count = 0
      for await (const page of reader().readAll({ after: before, filter: { streamPrefixes: [orders, stock] } })) {
        count += page.events.length
        await store().append(orders, events(5), 'any')
      }
      expect(count).toBe(24)
    })

    it('stops with the reason of its signal', async () => {
      const { before } = await filled()
      const stopped = allOf(reader(), { after: before, signal: AbortSignal.abort(new Error('enough')) })
      await expect(stopped).rejects.toThrow('enough')
    })
  })
}
