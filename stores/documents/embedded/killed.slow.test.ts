import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openEmbeddedDocuments } from './embedded-document-store.ts'

const program = fileURLToPath(new URL('./testing/writer-to-kill.ts', import.meta.url))
const KILLS = 40
const DOCUMENTS = 400

/** The last round the writer said was flushed before it was killed at some moment. */
async function killedAfter(folder: string, first: number, milliseconds: number): Promise<number> {
  const writer = fork(program, [folder, String(first)])
  let flushed = first - 1
  writer.on('message', (round) => {
    flushed = round as number
  })
  const started = new Promise((resolve) => writer.once('message', resolve))
  const ended = new Promise((resolve) => writer.once('exit', resolve))
  await Promise.race([started, ended])
  await setTimeout(milliseconds)
  writer.kill('SIGKILL')
  await ended
  return flushed
}

test('nothing flushed is lost when the writer is killed at any moment, and indexes agree with documents', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-killed-'))
  let round = 1
  for (let kill = 0; kill < KILLS; kill += 1) {
    const flushed = await killedAfter(folder, round, Math.random() * 150)
    expect(flushed).toBeGreaterThanOrEqual(round)
    const store = await openEmbeddedDocuments({ folder })
    const things = await store.collection({ name: 'things', indexes: [] })
    const documents = await things.find({ where: { at: { gte: 0 } }, limit: 1_000 })
    expect(documents).toHaveLength(DOCUMENTS)
    for (const { position, body } of documents) {
      expect(Number(position)).toBeGreaterThanOrEqual(flushed)
      expect(body!.round).toBe(Number(position))
    }
    const rounds = [...new Set(documents.map(({ body }) => body!.round as number))]
    for (const each of rounds) {
      const here = documents.filter(({ body }) => body!.round === each).length
      expect(await things.count({ round: each })).toBe(here)
      expect(await things.count({ tags: `r${each}` })).toBe(here)
    }
    expect(await things.count({ tags: `r${flushed - 1}` })).toBe(0)
    expect(await things.get([`round-${flushed}`])).toHaveLength(1)
    for (const name of (await store.names()).filter((each) => each.startsWith('other-'))) {
      const other = await store.collection({ name, indexes: [{ fields: ['at'] }] })
      expect(await other.count({ at: { gte: 0 } })).toBe(await other.count())
    }
    await store.close()
    round = Math.max(flushed, ...rounds) + 2
  }
  rmSync(folder, { recursive: true })
})
