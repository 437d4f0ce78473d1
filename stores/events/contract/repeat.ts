import { beforeEach, describe, expect, it } from 'vitest'
import type { AppendResult, EventToAppend, ExpectedRevision } from '../port.ts'
import { bytes, event, events, idsOf, newStream, type Subject, streamOf } from './support.ts'

export function repeatContract({ store, reader }: Subject): void {
  describe('expected revisions', () => {
    const conflict = (expected: ExpectedRevision, actual: number | 'no-stream') => ({
      ok: false,
      code: 'WRONG_EXPECTED_REVISION',
      expected,
      actual,
    })

    it.each<ExpectedRevision>(['no-stream', 'any', 2, 'stream-exists'])('accept %s where it holds', async (expected) => {
      const stream = newStream()
      if (expected !== 'no-stream') await store().append(stream, events(3), 'any')
      expect(await store().append(stream, events(1), expected)).toMatchObject({ ok: true, repeated: false })
    })

    it.each<[ExpectedRevision, number | 'no-stream']>([
      ['no-stream', 2],
      [0, 2],
      [3, 2],
      [7, 'no-stream'],
      [0, 'no-stream'],
      ['stream-exists', 'no-stream'],
    ])('refuse %s on a stream at %s, and write nothing', async (expected, actual) => {
      const stream = newStream()
      if (actual === 2) await store().append(stream, events(3), 'no-stream')
      expect(await store().append(stream, events(1), expected)).toEqual(conflict(expected, actual))
      expect(await streamOf(reader(), stream)).toHaveLength(actual === 2 ? 3 : 0)
    })
  })

  describe('the same event ids again', () => {
    const [e1, e2, e3, fresh] = events(4) as [EventToAppend, EventToAppend, EventToAppend, EventToAppend]
    let stream: string
    beforeEach(async () => {
      stream = newStream()
      await store().append(stream, [e1, e2, e3], 'no-stream')
    })
    const again = (batch: readonly EventToAppend[], expected: ExpectedRevision) => store().append(stream, batch, expected)
    const isRepeat = async (result: AppendResult, revision: number) => {
      const read = await streamOf(reader(), stream)
      expect(result).toEqual({ ok: true, revision, position: read[revision]!.position, repeated: true })
      expect(idsOf(read)).toEqual(idsOf([e1, e2, e3]))
    }
    const isConflict = async (result: AppendResult, expected: ExpectedRevision) => {
      expect(result).toEqual({ ok: false, code: 'WRONG_EXPECTED_REVISION', expected, actual: 2 })
      expect(await streamOf(reader(), stream)).toHaveLength(3)
    }

    it.each<ExpectedRevision>(['no-stream', 'any', 'stream-exists'])('all of them with %s: the first answer', async (expected) =>
      isRepeat(await again([e1, e2, e3], expected), 2),
    )
    it('the rest of them at their exact revision: the first answer', async () => isRepeat(await again([e2, e3], 0), 2))
    it('the first of them with no-stream: the answer up to there', async () => isRepeat(await again([e1, e2], 'no-stream'), 1))
    it('one in the middle with any: its answer', async () => isRepeat(await again([e2], 'any'), 1))
    it('the last one at the current revision: written again', async () => {
      expect(await again([e3], 2)).toMatchObject({ ok: true, revision: 3, repeated: false })
      expect(idsOf(await streamOf(reader(), stream))).toEqual(idsOf([e1, e2, e3, e3]))
    })
    it('a repeat with a new event behind it and any: a conflict', async () => isConflict(await again([e3, fresh], 'any'), 'any'))
    it('a repeat with a new event behind it at its exact revision: a conflict', async () => isConflict(await again([e3, fresh], 1), 1))
    it('all of them with a new event behind and no-stream: a conflict', async () =>
      isConflict(await again([e1, e2, e3, fresh], 'no-stream'), 'no-stream'))
    it('a new event first and any: written, the first id decides', async () =>
      expect(await again([fresh, e1], 'any')).toMatchObject({ ok: true, revision: 4, repeated: false }))
    it('other bodies under the same ids: the first answer, the new bodies ignored', async () => {
      await isRepeat(await again([{ ...e1, type: 'Other', data: bytes('{}') }, e2, e3], 'no-stream'), 2)
    })
    it('in another stream: written', async () => {
      expect(await store().append(newStream(), [e1], 'any')).toMatchObject({ ok: true, revision: 0, repeated: false })
    })
    it('twice in one append: both written', async () => {
      const twice = event()
      expect(await again([twice, twice], 'any')).toMatchObject({ ok: true, revision: 4, repeated: false })
    })
    it('while the first append is still under way: written once', async () => {
      const other = newStream()
      const batch = events(4)
      const results = await Promise.all([1, 2, 3].map(() => store().append(other, batch, 'no-stream')))
      expect(results.map((result) => result.ok && result.revision)).toEqual([3, 3, 3])
      expect(results.filter((result) => result.ok && !result.repeated)).toHaveLength(1)
      expect(await streamOf(reader(), other)).toHaveLength(4)
    })
    it('an append longer than the remembered window with any, at once after it: the first answer', async () => {
      const long = newStream()
      const batch = events(600)
      await store().append(long, batch, 'any')
      expect(await store().append(long, batch, 'any')).toMatchObject({ ok: true, revision: 599, repeated: true })
    })
  })
}
