import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import { projections } from '../index.ts'
import { seeded } from '../testing/seeded.ts'
import { orderLives, worldBegins } from '../testing/synthetic-life.ts'
import { interleave, toAppend } from '../testing/written-events.ts'
import { createProjectionRunner } from './runner.ts'
import { verifyReadModels } from './verify-read-models.ts'

const CHILD = fileURLToPath(new URL('./kill.child.ts', import.meta.url))
const KILLS = 25

async function fill(folder: string, orders: number, from: number): Promise<void> {
  const events = await openEmbeddedEventStore({ folder, now: Date.now })
  const pick = seeded(from + 1)
  const world = { skus: 3, locations: 4, begins: 1_750_000_000_000 }
  function* lives() {
    for (let number = from; number < from + orders; number += 1) yield orderLives(world, number, pick)
  }
  const written = [...(from === 0 ? worldBegins(world) : []), ...interleave(lives(), 10, pick)]
  const appends = written.map((one, n) => events.append(one.stream, [toAppend(one, `${from}-${n}`, 1_750_000_000_000 + n)], 'any'))
  await Promise.all(appends)
  await events.close()
}

/** Lets a child run until it has said so many words, waits a little more, then kills it without warning. */
async function killAfter(words: number, delayMs: number, log: string, folder: string): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, log, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    said.push(line)
    if (said.length !== words) continue
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    child.kill('SIGKILL')
  }
  await ended
  return said
}

test('read models killed at any moment, while following and while rebuilding, are in the end what the log says', async () => {
  const root = await mkdtemp(join(tmpdir(), 'projections-kill-'))
  const [log, folder] = [join(root, 'log'), join(root, 'documents')]
  const seed = Date.now() % 1_000_000
  console.log(`seed ${seed}`)
  const pick = seeded(seed)
  try {
    const said: string[] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      await fill(log, 20, kill * 20)
      said.push(...(await killAfter(1 + pick(8), pick(60), log, folder)))
    }
    expect(said).toContain('flushed')
    expect(said).toContain('rebuilding')
    const events = await openEmbeddedEventStore({ folder: log, now: Date.now })
    const documents = await openEmbeddedDocuments({ folder })
    const runner = await createProjectionRunner({ events, documents, projections })
    await runner.start()
    const head = await events.head()
    for (const { name } of projections) expect(await runner.waitFor(name, head, 120_000)).toBe(true)
    const verified = await runner.whilePaused(() => verifyReadModels({ events, documents, scratch: documents, projections }))
    expect(verified.filter(({ first, skipped }) => first !== null || skipped !== null)).toEqual([])
    expect(verified.find(({ projection }) => projection === 'order-pool')?.documents).toBe(KILLS * 20)
    await runner.stop()
    await events.close()
    await documents.close()
  } finally {
    await rm(root, { recursive: true })
  }
})
