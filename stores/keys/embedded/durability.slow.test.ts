import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../../../commands/ports/randomness.ts'
import { openEmbeddedKeyStore } from './embedded-key-store.ts'

const rounds = 30
const masterKey = Buffer.alloc(32, 3)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Acknowledged {
  readonly personId: string
  readonly key: string
}

/** Runs until killed; a line is an acknowledgement the child wrote after `ensure` or `forget` resolved. */
async function killedAfter(milliseconds: number, round: number, ensured: Map<string, Acknowledged>, forgotten: Set<string>): Promise<void> {
  const child = start(round)
  const lines = createInterface({ input: child.stdout! })
  const reading = (async () => {
    for await (const line of lines) {
      const [what, hash, personId, key] = line.split(' ')
      if (what === 'forgotten' && hash !== undefined) forgotten.add(hash)
      if (what === 'ensured' && hash !== undefined && personId !== undefined && key?.length === 64) ensured.set(hash, { personId, key })
    }
  })()
  await once(child.stdout!, 'readable')
  await setTimeout(milliseconds)
  child.kill('SIGKILL')
  await reading
}

const start = (round: number): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'durability-child.ts'), folder, masterKey.toString('hex'), String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

test('nobody acknowledged is lost and nobody forgotten comes back, however often the process is killed', async () => {
  const ensured = new Map<string, Acknowledged>()
  const forgotten = new Set<string>()
  for (let round = 0; round < rounds; round++) await killedAfter(Math.random() * 300, round, ensured, forgotten)
  expect(ensured.size).toBeGreaterThan(rounds)
  expect(forgotten.size).toBeGreaterThan(0)
  const store = await openEmbeddedKeyStore({ folder, masterKey, random: systemRandomness })
  for (const [hash, { personId, key }] of ensured) {
    const [opened] = await store.open([personId])
    const [searched] = await store.search(`search ${hash}`)
    if (forgotten.has(hash)) expect([opened, searched]).toEqual([null, undefined])
    else if (opened !== null)
      expect([opened!.personId, Buffer.from(opened!.key).toString('hex'), searched]).toEqual([personId, key, personId])
    else expect(isInFlight(hash)).toBe(true)
  }
  await store.close()
})

/** The child forgets every tenth; a kill may come between the forgetting and its acknowledgement. */
const isInFlight = (hash: string): boolean => hash.endsWith('0')
