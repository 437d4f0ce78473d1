import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { idsOf, revisionsOf, streamOf } from '../contract/support.ts'
import { checkLog } from './check-log.ts'
import { openEmbeddedEventStore } from './embedded-event-store.ts'

const KILLS = 200
const CHILD = fileURLToPath(new URL('./kill.child.ts', import.meta.url))

interface Lane {
  /** Ids by revision, as far as acknowledged. */
  acknowledged: string[]
  /** What was under way when the process died: there whole, or not at all. */
  trying: string[]
}

/** Runs the child until it is killed, `delayMs` after it opened the folder, and takes down what it said. */
async function runAndKill(folder: string, seed: number, delayMs: number, lanes: Map<number, Lane>): Promise<string> {
  const child = spawn(process.execPath, [CHILD, folder, String(seed)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let rest = ''
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) takeDown(line, lanes)
    if (lines.includes('opened')) setTimeout(() => child.kill('SIGKILL'), delayMs)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  child.on('close', () => resolve())
  await promise
  return errors
}

function takeDown(line: string, lanes: Map<number, Lane>): void {
  const [word, number, revision, ids] = line.split(' ')
  if (word === 'opened') return
  const lane = lanes.get(Number(number)) ?? { acknowledged: [], trying: [] }
  lanes.set(Number(number), lane)
  if (word === 'trying') {
    if (Number(revision) === lane.acknowledged.length + lane.trying.length) keepWhole(lane)
    expect(Number(revision)).toBe(lane.acknowledged.length)
    lane.trying = ids!.split(',')
  } else {
    keepWhole(lane)
    expect(Number(revision)).toBe(lane.acknowledged.length - 1)
  }
}

function keepWhole(lane: Lane): void {
  lane.acknowledged.push(...lane.trying)
  lane.trying = []
}

/** Reads every lane's stream and expects what was acknowledged, and behind it the unanswered append whole or not at all. */
async function compare(folder: string, lanes: Map<number, Lane>): Promise<void> {
  const store = await openEmbeddedEventStore({ folder, now: Date.now })
  for (const [number, lane] of lanes) {
    const found = await streamOf(store, `order-lane.${number}`)
    if (found.length > lane.acknowledged.length) keepWhole(lane)
    expect(idsOf(found)).toEqual(lane.acknowledged)
    expect(revisionsOf(found)).toEqual(lane.acknowledged.map((_, revision) => revision))
  }
  await store.close()
}

it(`loses nothing acknowledged and applies nothing twice over ${KILLS} kills at random moments`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-kill-'))
  const lanes = new Map<number, Lane>()
  for (let kill = 1; kill <= KILLS; kill += 1) {
    expect(await runAndKill(folder, kill, Math.random() * 60, lanes)).toBe('')
    if (kill % 20 === 0) await compare(folder, lanes)
  }
  expect((await checkLog({ folder })).problems).toEqual([])
  const events = [...lanes.values()].reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)
  expect(events).toBeGreaterThan(KILLS)
  rmSync(folder, { recursive: true })
})
