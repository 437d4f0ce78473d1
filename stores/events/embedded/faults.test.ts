import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { runs } from '../../../tests/seed/runs.ts'
import { allOf, event, events, follow, idsOf, streamOf } from '../contract/support.ts'
import { type EventStore, EventStoreError, START } from '../port.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { logFolder, segmentName, tornFolder } from './layout.ts'
import type { EmbeddedLimits } from './options.ts'
import type { Recovered } from './recover.ts'
import { scratchFolders } from './scratch-folder.ts'
import { createSimulatedFiles, type SimulatedFiles } from './simulated-file-layer.ts'

const folders = scratchFolders()
const newFolder = folders.create
afterEach(folders.removeAll)

const open = (files: SimulatedFiles, folder: string, recovered: Recovered[] = [], limits: Partial<EmbeddedLimits> = {}) =>
  openEmbeddedEventStore({ folder, now: Date.now, fileLayer: files.layer, onRecovered: (found) => recovered.push(found), limits })

const caught = async (promise: Promise<unknown>): Promise<EventStoreError> => {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  )
  expect(error).toBeInstanceOf(EventStoreError)
  return error
}

describe('a full disk', () => {
  it('refuses the append whole, goes on reading, and takes appends again once there is room', async () => {
    const files = createSimulatedFiles()
    const store = await open(files, newFolder())
    await store.append('order-1', events(3), 'no-stream')
    files.setRoom(200)
    const refused = events(3)
    expect((await caught(store.append('order-1', refused, 2))).code).toBe('DISK_FULL')
    expect(await streamOf(store, 'order-1')).toHaveLength(3)
    expect((await caught(store.append('order-1', refused, 2))).code).toBe('DISK_FULL')
    files.setRoom(1_000_000)
    expect(await store.append('order-1', refused, 2)).toMatchObject({ ok: true, revision: 5, repeated: false })
    expect(await store.append('order-1', refused, 'any')).toMatchObject({ revision: 5, repeated: true })
    expect(await allOf(store)).toHaveLength(6)
    await store.close()
  })

  it('leaves no trace: neither a repeat of what was refused is taken for one, nor does opening find anything torn', async () => {
    const files = createSimulatedFiles()
    const folder = newFolder()
    const store = await open(files, folder)
    await store.append('order-1', events(1), 'any')
    await store.append('order-1', events(1), 'any')
    files.setRoom(300)
    const refused = events(5)
    expect((await caught(store.append('order-1', refused, 'any'))).code).toBe('DISK_FULL')
    files.setRoom(1_000_000)
    expect(await store.append('order-1', refused.slice(0, 1), 'any')).toMatchObject({ ok: true, revision: 2, repeated: false })
    files.setRoom(300)
    expect((await caught(store.append('order-1', events(5), 'any'))).code).toBe('DISK_FULL')
    await store.close()
    const recovered: Recovered[] = []
    const again = await open(files, folder, recovered)
    expect(recovered).toEqual([])
    expect(await streamOf(again, 'order-1')).toHaveLength(3)
    await again.close()
  })

  it('keeps the log whole when it comes while a new segment is begun', async () => {
    const files = createSimulatedFiles()
    const folder = newFolder()
    const store = await open(files, folder, [], { maxSegmentBytes: 1_000 })
    await store.append('order-1', events(8), 'no-stream')
    for (const room of [10, 64, 100, 200]) {
      files.setRoom(room)
      expect((await caught(store.append('order-1', events(2), 7))).code).toBe('DISK_FULL')
    }
    files.setRoom(1_000_000)
    await store.append('order-1', events(8), 7)
    await store.close()
    const again = await open(files, folder)
    expect(await streamOf(again, 'order-1')).toHaveLength(16)
    await again.close()
  })
})

describe('a failed sync', () => {
  it('stops the writer for good while reading goes on, and nobody ever sees its events', async () => {
    const files = createSimulatedFiles()
    const folder = newFolder()
    const store = await open(files, folder)
    await store.append('order-1', events(2), 'no-stream')
    files.failSyncs()
    const first = caught(store.append('order-1', events(1), 1))
    expect((await first).code).toBe('OUTCOME_UNKNOWN')
    expect((await caught(store.append('order-2', events(1), 'no-stream'))).code).toBe('STOPPED')
    expect(await allOf(store)).toHaveLength(2)
    const again = newFolder()
    files.losePower(folder, again, () => true)
    const reopened = await open(files, again)
    expect(await allOf(reopened)).toHaveLength(2)
    await reopened.close()
  })

  it('answers nothing that was judged by events it lost', async () => {
    const files = createSimulatedFiles()
    const store = await open(files, newFolder())
    await store.append('order-1', events(1), 'no-stream')
    files.failSyncs()
    const results = await Promise.all([
      caught(store.append('order-1', [event()], 0)),
      caught(store.append('order-1', [event()], 0)),
      caught(store.append('order-2', [event()], 'no-stream')),
    ])
    expect(results.map(({ code }) => code)).toEqual(['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN'])
  })
})

describe('power loss', () => {
  /** Appends, and loses power in the middle of an append; whatever sectors of it survive. */
  const lose = async (keeps: (path: string) => boolean, limits: Partial<EmbeddedLimits>, appends: number) => {
    const files = createSimulatedFiles()
    const folder = newFolder()
    const store = await open(files, folder, [], limits)
    const acknowledged: string[] = []
    for (let n = 0; n < appends; n += 1) {
      const batch = events(1 + (n % 5))
      await store.append(`order-${n % 3}`, batch, 'any')
      acknowledged.push(...idsOf(batch))
    }
    const last = events(6)
    const unanswered = store.append('order-1', last, 'any').catch(() => undefined)
    await new Promise(setImmediate)
    const next = newFolder()
    cpSync(folder, next, { recursive: true })
    files.losePower(folder, next, keeps)
    await unanswered
    await store.close().catch(() => undefined)
    return { files, next, acknowledged, last: idsOf(last), limits }
  }

  it('loses nothing acknowledged and applies the unanswered append whole or not at all, however it is lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 0, max: 12 }),
        fc.constantFrom({}, { maxSegmentBytes: 2_000, tail: { events: 7, bytes: 4_000 } }),
        async (kept, appends, limits) => {
          const lost = await lose(() => kept.next().value ?? false, limits, appends)
          const recovered: Recovered[] = []
          const store = await open(lost.files, lost.next, recovered, limits)
          const found = idsOf(await allOf(store))
          const whole = found.length > lost.acknowledged.length
          expect(found).toEqual(whole ? [...lost.acknowledged, ...lost.last] : lost.acknowledged)
          for (const { movedTo, position } of recovered) {
            expect(movedTo.startsWith(tornFolder(lost.next))).toBe(true)
            expect(BigInt(position)).toBeGreaterThan((await store.head()) - 1n)
          }
          expect(await store.append('order-1', events(2), 'any')).toMatchObject({ ok: true })
          await store.close()
          const again = await open(lost.files, lost.next, recovered, limits)
          expect(await allOf(again)).toHaveLength(found.length + 2)
          await again.close()
        },
      ),
      { numRuns: runs(100) },
    )
  }, 600_000)

  it('spares what an opening found written and not yet synced, once anyone could see it', async () => {
    const files = createSimulatedFiles()
    const folder = newFolder()
    const store = await open(files, folder)
    await store.append('order-1', events(2), 'no-stream')
    const unanswered = store.append('order-1', events(3), 1)
    await new Promise(setImmediate)
    const second = newFolder()
    files.loseProcess(folder, second)
    await unanswered
    await store.close()
    const reopened = await open(files, second)
    expect(await allOf(reopened)).toHaveLength(5)
    const third = newFolder()
    files.losePower(second, third, () => false)
    await reopened.close()
    const again = await open(files, third)
    expect(await allOf(again)).toHaveLength(5)
    await again.close()
  })

  it('keeps the torn group aside and says so', async () => {
    const kept = [true, false, true][Symbol.iterator]()
    const lost = await lose((path) => !path.endsWith('.log') || (kept.next().value ?? true), {}, 4)
    const recovered: Recovered[] = []
    const store = await open(lost.files, lost.next, recovered)
    expect(recovered).toHaveLength(1)
    expect(lost.files.sizeOf(recovered[0]!.movedTo)).toBe(recovered[0]!.bytes)
    await store.close()
  })
})

describe('a changed byte', () => {
  const filled = async (limits: Partial<EmbeddedLimits>) => {
    const files = createSimulatedFiles()
    const folder = newFolder()
    const store = await open(files, folder, [], limits)
    for (let n = 0; n < 12; n += 1) await store.append(`order-${n % 3}`, events(1 + (n % 4)), 'any')
    await store.close()
    return { files, folder }
  }
  const withoutIndex = (folder: string) => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `index.sqlite${suffix}`), { force: true })
  }

  it('anywhere in what was synced is found when the log is scanned, and named with its position', async () => {
    const limits = { maxSegmentBytes: 2_500 }
    const { files, folder } = await filled(limits)
    const segments = files.paths().filter((path) => path.startsWith(logFolder(folder)))
    expect(segments.length).toBeGreaterThan(1)
    for (const path of segments) {
      const base = Number(path.slice(-20, -4))
      for (let at = 0; at < files.sizeOf(path); at += 17 + (at % 13)) {
        files.flip(path, at)
        withoutIndex(folder)
        const error = await caught(open(files, folder, [], limits))
        expect(error.code, `byte ${at} of ${path}`).toMatch(/CORRUPT|FORMAT/)
        if (at > 64) {
          expect(Number(error.details.position)).toBeLessThanOrEqual(base + at)
          expect(Number(error.details.position)).toBeGreaterThan(base + at - 1_000)
        }
        files.flip(path, at)
      }
    }
    const store = await open(files, folder, [], limits)
    expect(await allOf(store)).toHaveLength(30)
    await store.close()
  })

  it('is met by every way of reading, and never skipped', async () => {
    const { files, folder } = await filled({})
    const store = await open(files, folder)
    const all = await allOf(store)
    const victim = all[14]!
    files.flip(join(logFolder(folder), segmentName(0)), Number(victim.position) + 60)
    const where = { code: 'CORRUPT', details: { position: String(victim.position), stream: victim.stream } }
    await expect(allOf(store)).rejects.toMatchObject(where)
    await expect(allOf(store, { direction: 'backwards' })).rejects.toMatchObject({ code: 'CORRUPT' })
    await expect(streamOf(store, victim.stream)).rejects.toMatchObject({ code: 'CORRUPT' })
    await expect(follow(store, START, 100)).rejects.toMatchObject({ code: 'CORRUPT' })
    await store.close()
  })

  it('in the last group is corruption too, while the head says that it was synced', async () => {
    const { files, folder } = await filled({})
    const path = join(logFolder(folder), segmentName(0))
    files.flip(path, files.sizeOf(path) - 30)
    withoutIndex(folder)
    expect((await caught(open(files, folder))).code).toBe('CORRUPT')
  })

  it('behind which good groups follow is corruption even without a head', async () => {
    const { files, folder } = await filled({})
    for (const at of [20, 532]) files.flip(join(folder, 'head'), at)
    files.flip(join(logFolder(folder), segmentName(0)), 400)
    withoutIndex(folder)
    expect((await caught(open(files, folder))).code).toBe('CORRUPT')
  })

  it('in one slot of the head costs nothing', async () => {
    for (const at of [20, 532]) {
      const { files, folder } = await filled({})
      files.flip(join(folder, 'head'), at)
      const store: EventStore = await open(files, folder)
      expect(await allOf(store)).toHaveLength(30)
      await store.close()
    }
  })

  it('in the format file, or another format number, is refused', async () => {
    const { files, folder } = await filled({})
    files.flip(join(folder, 'format'), 11)
    expect((await caught(open(files, folder))).code).toBe('FORMAT')
  })
})
