import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readNote } from '../../../compose/mirror/note.ts'
import { checkLog } from '../../../stores/events/embedded/check-log.ts'
import { openServer } from '../../../stores/events/eventstoredb/testing/door.ts'
import { createMemoryEventStore } from '../../../stores/events/memory/memory-event-store.ts'
import type { EventStore, EventToAppend } from '../../../stores/events/port.ts'
import { runVerb } from '../testing/run-verb.ts'
import { mirrorVerb } from './mirror.ts'
import { verifyVerb } from './verify.ts'

const ledger = fileURLToPath(new URL('../../../bin/ledger.mjs', import.meta.url))
const [streams, rounds] = [2_000, 16]
const events = streams * rounds
const kills = 2

/** Many streams that grow in turn, by one event and by two. */
async function fill(store: EventStore): Promise<void> {
  let number = 0
  const one = (): EventToAppend => ({
    id: `e${number}`,
    type: 'Noted',
    data: Buffer.from(`{"n":${number++},"filler":"${'x'.repeat(200)}"}`),
    metadata: Buffer.from('{}'),
  })
  for (let round = 0; round < rounds; round += 4) {
    for (let stream = 0; stream < streams; stream += 1) {
      for (const size of [1, 2, 1]) await store.append(`order-${stream}`, Array.from({ length: size }, one), 'any')
    }
  }
}

async function killMidway(folder: string, from: string, afterMs: number): Promise<number> {
  const copied = () => readNote(folder)?.events ?? 0
  const before = copied()
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}` }
  const child = spawn(process.execPath, [ledger, 'mirror', '--from', from], { env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  while (copied() === before && child.exitCode === null) await sleep(1)
  await sleep(afterMs)
  child.kill('SIGKILL')
  await ended
  return copied()
}

test('a mirror killed in the middle goes on without gap or repeat', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'ledger-mirror-killed-')), 'mirror')
  const source = createMemoryEventStore({ now: Date.now })
  await fill(source)
  const server = await openServer({ events: source })
  const reached: number[] = []
  for (let kill = 0; kill < kills; kill += 1) reached.push(await killMidway(folder, server.connectionString, kill * 7))
  expect(reached.at(-1)).toBeLessThan(events)
  const last = await runVerb(mirrorVerb, folder, ['--from', server.connectionString])
  expect(last).toMatchObject({ code: 0, answer: { events, copied: events - reached.at(-1)! } })
  expect(await runVerb(verifyVerb, folder, ['--against', server.connectionString])).toMatchObject({
    code: 0,
    answer: { ok: true, here: { events } },
  })
  expect(await checkLog({ folder })).toMatchObject({ ok: true, events })
  await server.stop()
  rmSync(join(folder, '..'), { recursive: true })
})
