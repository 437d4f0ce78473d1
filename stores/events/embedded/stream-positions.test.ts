import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { scratchFolders } from './scratch-folder.ts'
import { openStreamIndex } from './stream-index.ts'
import { createStreamPositions } from './stream-positions.ts'

const folders = scratchFolders()
afterEach(folders.removeAll)

it.each([true, false])(
  'finds every event while flushes go on, within its memory, and after a restart (own thread: %s)',
  async (ownThread) => {
    const path = join(folders.create(), 'index.sqlite')
    const limits = { events: 500, bytes: Number.POSITIVE_INFINITY, ownThread }
    const positions = createStreamPositions(openStreamIndex(path, 'write'), path, limits)
    const model = new Map<string, number[]>()
    let end = 100
    for (let group = 0; group < 400; group += 1) {
      for (let n = 0; n < 10; n += 1) {
        const stream = n === 0 ? 'stock-hot' : `order-${(group * 31 + n * 17) % 900}`
        const known = model.get(stream) ?? []
        model.set(stream, known)
        const added = [end, end + 1, end + 2]
        positions.add(stream, known.length, added)
        known.push(...added)
        end += 3
      }
      positions.advance({ log: 'a', end, lastPosition: end - 1, recordedAt: group })
      await positions.congestion()
      expect(positions.held()).toBeLessThan(500 * 7)
      const probe = `order-${(group * 7) % 1000}`
      expect(positions.lastRevision(probe)).toBe((model.get(probe)?.length ?? 0) - 1)
      const hot = Math.floor((group * 3) / 2)
      const run = positions.runAt('stock-hot', hot)!
      expect(run.positions[hot - run.first]).toBe(model.get('stock-hot')![hot])
      expect(positions.runAt('stock-hot', (group + 1) * 3)).toBeUndefined()
    }
    await positions.close()

    const index = openStreamIndex(path, 'read')
    expect(index.covered()).toEqual({ log: 'a', end, lastPosition: end - 1, recordedAt: 399 })
    const found = new Map<string, number[]>()
    for (const { stream, positions: run } of index.runs()) found.set(stream, [...(found.get(stream) ?? []), ...run])
    expect(found).toEqual(new Map([...model].sort()))
    index.close()
  },
)
