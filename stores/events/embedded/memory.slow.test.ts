import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import { streamOf } from '../contract/support.ts'
import type { EventStore, EventToAppend } from '../port.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'
import { type FileLayer, realFileLayer } from './file-layer.ts'
import { scratchFolders } from './scratch-folder.ts'

const folders = scratchFolders(tmpdir())
afterEach(folders.removeAll)

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const usedMebibytes = () => {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1_048_576
}

async function fill(store: EventStore, streams: number, prefix: string): Promise<void> {
  for (let done = 0; done < streams; done += 250) {
    const appends = Array.from({ length: 250 }, (_, n) => {
      const events = Array.from({ length: 4 }, (): EventToAppend => {
        return { id: randomUUID(), type: 'OrderPlaced', data: Buffer.from('{"totalFen":129900}'), metadata: Buffer.from('{}') }
      })
      return store.append(`${prefix}.${done + n}`, events, 'no-stream')
    })
    await Promise.all(appends)
  }
}

it('holds no more memory at a million events in 250,000 streams than at a fifth of that, and opens without reading them', async () => {
  const folder = folders.create()
  let bytesRead = 0
  const store = await openEmbeddedEventStore({ folder, now: Date.now })
  await fill(store, 50_000, 'order-first')
  const early = usedMebibytes()
  await fill(store, 200_000, 'order-then')
  expect(usedMebibytes() - early).toBeLessThan(32)
  expect(await streamOf(store, 'order-first.7')).toHaveLength(4)
  await store.close()

  const counting: FileLayer = {
    ...realFileLayer,
    open: (path, mode) => {
      const file = realFileLayer.open(path, mode)
      const count = (read: number) => {
        bytesRead += read
        return read
      }
      return {
        ...file,
        read: (into, at) => count(file.read(into, at)),
        readLater: async (into, at) => count(await file.readLater(into, at)),
      }
    },
  }
  const again = await openEmbeddedEventStore({ folder, now: Date.now, fileLayer: counting })
  expect(bytesRead).toBeLessThan(10_000)
  expect(await streamOf(again, 'order-then.199999')).toHaveLength(4)
  await again.close()
})
