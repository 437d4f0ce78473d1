import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { EventStoreError } from '../port.ts'
import { allOf, bytes, event, events, newStream, revisionsOf, type Subject, streamOf } from './support.ts'

export function appendContract({ store, reader }: Subject): void {
  describe('appending', () => {
    it('answers with revision and position of the last event', async () => {
      const stream = newStream()
      const appended = await store().append(stream, events(3), 'no-stream')
      const read = await streamOf(reader(), stream)
      expect(appended).toEqual({ ok: true, revision: 2, position: read[2]!.position, repeated: false })
      expect(revisionsOf(read)).toEqual([0, 1, 2])
    })

    it('keeps id, type, content type and the exact bytes of data and metadata', async () => {
      const stream = `${newStream()}.海尔%20旗舰店`
      const every = Uint8Array.from({ length: 256 }, (_, n) => n)
      const written = [
        event({ type: '订单已下', data: bytes('{"b":1, "a":10000000000000000001}'), metadata: bytes('{"$correlationId":"c"}') }),
        event({ data: every, metadata: bytes(''), contentType: 'application/octet-stream' }),
        event({ data: bytes(''), metadata: bytes('{}'), contentType: 'application/octet-stream' }),
      ]
      await store().append(stream, written, 'any')
      const read = await streamOf(reader(), stream)
      expect(read.map(({ stream }) => stream)).toEqual([stream, stream, stream])
      for (const [n, { id, type, data, metadata, contentType }] of read.entries()) {
        expect({ id, type, contentType }).toEqual({
          id: written[n]!.id,
          type: written[n]!.type,
          contentType: written[n]!.contentType ?? 'application/json',
        })
        expect(Buffer.from(data).equals(written[n]!.data)).toBe(true)
        expect(Buffer.from(metadata).equals(written[n]!.metadata)).toBe(true)
      }
    })

    it('keeps what was appended when the caller reuses the buffer', async () => {
      const stream = newStream()
      const data = Buffer.from('{"n":1}')
      await store().append(stream, [event({ data })], 'no-stream')
      data.fill(0)
      expect(Buffer.from((await streamOf(reader(), stream))[0]!.data).toString()).toBe('{"n":1}')
    })

    it('records times that never go back and positions that only grow', async () => {
      const before = await store().head()
      for (let n = 0; n < 20; n += 1) await store().append(newStream(), events(3), 'no-stream')
      const read = await allOf(reader(), { after: before, filter: { streamPrefixes: ['order-contract.'] } })
      expect(read.length).toBeGreaterThanOrEqual(60)
      for (const [n, { position, recordedAt }] of read.entries()) {
        const previous = read[n - 1]
        expect(position > (previous?.position ?? before)).toBe(true)
        expect(recordedAt).toBeGreaterThanOrEqual(previous?.recordedAt ?? 0)
      }
    })

    it('lets exactly one of many concurrent creators of a stream through', async () => {
      const stream = newStream()
      const results = await Promise.all(Array.from({ length: 10 }, () => store().append(stream, events(1), 'no-stream')))
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      expect(results.filter(({ ok }) => !ok)).toEqual(
        Array(9).fill({ ok: false, code: 'WRONG_EXPECTED_REVISION', expected: 'no-stream', actual: 0 }),
      )
    })

    it('gives concurrent appends to one stream revisions without gaps, each append in one piece', async () => {
      const stream = newStream()
      const batches = Array.from({ length: 20 }, () => events(5))
      await Promise.all(batches.map((batch) => store().append(stream, batch, 'any')))
      const read = await streamOf(reader(), stream)
      expect(revisionsOf(read)).toEqual(Array.from({ length: 100 }, (_, n) => n))
      for (let at = 0; at < 100; at += 5) {
        const batch = batches.find(([first]) => first!.id === read[at]!.id)
        expect(read.slice(at, at + 5).map(({ id }) => id)).toEqual(batch?.map(({ id }) => id))
      }
    })

    it('accepts an append of exactly 1,048,576 bytes of data and refuses one byte more', async () => {
      const stream = newStream()
      const half = event({ data: Buffer.alloc(524_288), contentType: 'application/octet-stream' })
      const more = event({ data: Buffer.alloc(524_289), contentType: 'application/octet-stream' })
      await expect(store().append(stream, [half, more], 'any')).rejects.toMatchObject({ code: 'TOO_LARGE' })
      await expect(store().append(stream, [half, more], 'any')).rejects.toBeInstanceOf(EventStoreError)
      expect(await streamOf(reader(), stream)).toEqual([])
      expect(await store().append(stream, [half, { ...half, id: randomUUID() }], 'no-stream')).toMatchObject({ ok: true, revision: 1 })
    })

    it('appends nothing when there is nothing to append, after checking the expected revision', async () => {
      const stream = newStream()
      expect(await store().append(stream, [], 'no-stream')).toMatchObject({ ok: true, revision: -1, repeated: false })
      expect(await streamOf(reader(), stream)).toEqual([])
      await store().append(stream, events(2), 'no-stream')
      expect(await store().append(stream, [], 1)).toMatchObject({ ok: true, revision: 1 })
      expect(await store().append(stream, [], 0)).toMatchObject({ ok: false, actual: 1 })
    })
  })
}
