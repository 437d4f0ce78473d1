import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runProcesses } from '../../commands/processes/run.ts'
import { openLedger } from '../../compose/ledger.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import { orderKey } from '../../domain/shared/stream-name.ts'
import { openSpine, unanswered } from './harness.ts'

const rounds = Number(process.env.KILL_ROUNDS ?? 40)

/** Runs the child until a random moment after it is ready, kills it, and returns the orders it acknowledged. */
async function runAndKill(folder: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, ['tests/spine/kill.child.ts', folder, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complained = ''
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.includes('ready')) resolve()
    })
  })
  child.stderr.on('data', (chunk) => {
    complained += chunk
  })
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  await Promise.race([ready, exited])
  if (!said.includes('ready')) throw new Error(`the child did not start: ${complained}`)
  await sleep(Math.random() * 600)
  child.kill('SIGKILL')
  await exited
  return said
    .split('\n')
    .slice(1, -1)
    .filter((line) => line.endsWith('placed'))
    .map((line) => line.split(' ')[0]!)
}

const verified = { ok: true, oversold: 0, first: null }

async function verifyNow(folder: string): Promise<unknown> {
  const child = spawn(process.execPath, ['bin/ledger.mjs', 'verify', '--json'], {
    env: { ...process.env, LEDGER_EVENTS: `embedded:${folder}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await text(child.stdout))
}

test('verify holds beside a ledger that takes orders in all the while', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ledger-busy-'))
  const folder = join(home, 'ledger')
  const spine = await openSpine()
  await spine.define()
  await spine.receive('fridge', 'HZ', 500)
  await spine.close({ keep: folder })
  const child = spawn(process.execPath, ['tests/spine/kill.child.ts', folder, 'busy'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.stdout.resume()
  for (let time = 1; time <= 8; time++) expect(await verifyNow(folder), `time ${time}`).toMatchObject(verified)
  child.kill('SIGKILL')
  await once(child, 'exit')
  rmSync(home, { recursive: true })
})

test(`an acknowledged order survives ${rounds} kills at random moments, and everything still agrees`, async () => {
  const home = mkdtempSync(join(tmpdir(), 'ledger-kill-'))
  const folder = join(home, 'ledger')
  const spine = await openSpine()
  await spine.define()
  await spine.receive('fridge', 'HZ', 500)
  await spine.close({ keep: folder })
  const acknowledged: string[] = []
  for (let round = 0; round < rounds; round++) {
    acknowledged.push(...(await runAndKill(folder, round)))
    if (round % 8 === 0) expect(await verifyNow(folder), `just after kill ${round}`).toMatchObject(verified)
  }
  expect(acknowledged.length).toBeGreaterThan(rounds)

  const ledger = await openLedger(defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }))
  const { events, documents, readModels, bus, processes, observers, settings } = ledger
  const trouble: string[] = []
  const running = await runProcesses({
    events,
    documents,
    readModels,
    bus,
    processes,
    observers,
    clock: settings.clock,
    onTrouble: (line) => trouble.push(line),
  })
  while ((running.runtime.position ?? 0n) < (await events.head()) || running.runtime.active > 0) await sleep(100)
  for (const orderId of acknowledged) {
    const order = await bus.look(orderAggregate, orderKey('app', 's1', orderId))
    expect(order?.plan !== null || order?.backorder !== null, `order ${orderId} is there and was seen to`).toBe(true)
  }
  expect(await unanswered(events, bus), 'instances of processes left in the middle').toEqual([])
  await readModels.waitFor('order-pool', await events.head(), 60_000)
  await running.stop()
  await ledger.close()
  expect(trouble).toEqual([])

  expect(await verifyNow(folder)).toMatchObject(verified)
  rmSync(home, { recursive: true })
})
