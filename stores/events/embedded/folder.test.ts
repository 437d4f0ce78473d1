import { execFile } from 'node:child_process'
import { cpSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { allOf, event, events, idsOf, streamOf } from '../contract/support.ts'
import { backup, restore } from './backup.ts'
import { checkLog } from './check-log.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { openEmbeddedReader } from './embedded-reader.ts'
import { writeRuns } from './index-writer.ts'
import { indexPath, logFolder, segmentName } from './layout.ts'
import { encodeRuns } from './run-batch.ts'
import { scratchFolders } from './scratch-folder.ts'
import { openStreamIndex } from './stream-index.ts'

const folders = scratchFolders(tmpdir())
afterEach(folders.removeAll)

const limits = { maxSegmentBytes: 20_000, tail: { events: 50, bytes: 1_000_000 } }
const open = (folder: string) => openEmbeddedEventStore({ folder, now: Date.now, limits })
const filled = async (folder: string) => {
  const store = await open(folder)
  for (let n = 0; n < 30; n += 1) await store.append(`order-${n % 7}`, events(5), 'any')
  return store
}

describe('one writer', () => {
  it('keeps a second one out, with the name of the folder, until it closes', async () => {
    const folder = folders.create()
    const first = await open(folder)
    await expect(open(folder)).rejects.toMatchObject({ code: 'LOCKED', message: expect.stringContaining(folder) })
    await first.close()
    await (await open(folder)).close()
  })

  it('keeps another process out', async () => {
    const folder = folders.create()
    const store = await open(folder)
    const script = `
      import { openEmbeddedEventStore } from ${JSON.stringify(new URL('./embedded-event-store.ts', import.meta.url).href)}
      await openEmbeddedEventStore({ folder: process.argv[1], now: Date.now }).catch(({ code }) => console.log(code))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, folder])
    expect(stdout.trim()).toBe('LOCKED')
    await store.close()
  })
})

describe('the index', () => {
  const everyStream = async (folder: string) => {
    const store = await open(folder)
    for (let n = 0; n < 7; n += 1) expect(await streamOf(store, `order-${n}`)).toHaveLength(n < 2 ? 25 : 20)
    expect(await store.append('order-0', events(1), 24)).toMatchObject({ ok: true, revision: 25 })
    await store.close()
  }

  it.each(['missing', 'cut off', 'overwritten', 'of another log'])('is built again when it is %s', async (damage) => {
    const folder = folders.create()
    await (await filled(folder)).close()
    const path = indexPath(folder)
    if (damage === 'missing') rmSync(path)
    if (damage === 'cut off') truncateSync(path, Math.floor(statSync(path).size / 3))
    if (damage === 'overwritten') writeFileSync(path, Buffer.alloc(10_000, 'x'))
    if (damage === 'of another log') {
      const other = folders.create()
      await (await filled(other)).close()
      cpSync(indexPath(other), path)
    }
    await everyStream(folder)
    expect((await checkLog({ folder })).problems).toEqual([])
  })

  it('is caught when it says something else than the log', async () => {
    const folder = folders.create()
    await (await filled(folder)).close()
    const index = openStreamIndex(indexPath(folder), 'write')
    const covered = index.covered()!
    const { first, positions } = index.runAt('order-3', 0)!
    const swapped = [positions[1]!, positions[0]!, ...positions.slice(2)]
    writeRuns(index, encodeRuns(new Map([['order-3', { first, positions: swapped }]])), covered)
    index.close()
    const check = await checkLog({ folder })
    expect(check).toMatchObject({ ok: false, problems: [{ what: expect.stringContaining('index') }] })
    const store = await open(folder)
    await expect(streamOf(store, 'order-3')).rejects.toMatchObject({ code: 'CORRUPT', message: expect.stringContaining('index.sqlite') })
    await store.close()
  })
})

describe('a check of the log', () => {
  it('counts what is there, beside a writer', async () => {
    const folder = folders.create()
    const store = await filled(folder)
    expect(await checkLog({ folder })).toMatchObject({ ok: true, events: 150, lastPosition: String(await store.head()) })
    await store.close()
  })
})

describe('a backup', () => {
  it('taken while appends go on restores to a beginning of the log, whole', async () => {
    const folder = folders.create()
    const store = await filled(folder)
    let isCopying = true
    const appending = (async () => {
      while (isCopying) await store.append('order-0', events(3), 'any')
    })()
    const copy = join(folders.create(), 'copy')
    const { lastPosition } = await backup(folder, copy)
    isCopying = false
    await appending
    const target = join(folders.create(), 'restored')
    expect(await restore(copy, target)).toMatchObject({ ok: true, lastPosition })
    const restored = await open(target)
    const expected = await allOf(store, { until: BigInt(lastPosition) })
    expect(idsOf(await allOf(restored))).toEqual(idsOf(expected))
    expect(await restored.append('order-0', [event()], 'stream-exists')).toMatchObject({ ok: true })
    await restored.close()
    await store.close()
  })

  it('that is damaged is refused, and what it left cannot be opened', async () => {
    const folder = folders.create()
    await (await filled(folder)).close()
    const copy = join(folders.create(), 'copy')
    await backup(folder, copy)
    const segment = join(logFolder(copy), readdirSync(logFolder(copy))[1] ?? segmentName(0))
    truncateSync(segment, statSync(segment).size - 1)
    const target = join(folders.create(), 'restored')
    await expect(restore(copy, target)).rejects.toMatchObject({ code: 'CORRUPT' })
    await expect(open(target)).rejects.toMatchObject({ code: 'FORMAT' })
  })

  it('never goes into a folder that holds something', async () => {
    const folder = folders.create()
    await (await filled(folder)).close()
    await expect(backup(folder, folder)).rejects.toThrow('not empty')
  })

  it('can be read where it lies', async () => {
    const folder = folders.create()
    await (await filled(folder)).close()
    const copy = join(folders.create(), 'copy')
    await backup(folder, copy)
    const reader = await openEmbeddedReader({ folder: copy })
    expect(await allOf(reader)).toHaveLength(150)
    expect(await streamOf(reader, 'order-1')).toHaveLength(25)
    await reader.close()
  })
})

describe('too many appends at once', () => {
  it('are refused beyond the bound of the queue, and nothing of them is written', async () => {
    const folder = folders.create()
    const store = await openEmbeddedEventStore({ folder, now: Date.now, limits: { maxGroupBytes: 5_000, maxQueueBytes: 10_000 } })
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => store.append(`order-${n}`, events(2), 'no-stream')))
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const result of refused) expect(result).toMatchObject({ reason: { code: 'UNAVAILABLE' } })
    expect(await allOf(store)).toHaveLength(2 * (100 - refused.length))
    await store.close()
  })
})
