import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandBus } from '../../commands/command-bus.ts'
import { runProcesses } from '../../commands/processes/run.ts'
import { backUp, restoreInto } from '../../compose/backup.ts'
import { type Ledger, openLedger } from '../../compose/ledger.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import { orderKey, stockKey } from '../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { appOrder, minuteMs, openSpine, unanswered } from './harness.ts'

let opened: string
beforeAll(async () => {
  opened = mkdtempSync(join(tmpdir(), 'ledger-restore-'))
  await emptyShop(join(opened, 'ledger'))
})
afterAll(() => {
  rmSync(opened, { recursive: true })
})

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ledger-restore-'))
  cpSync(join(opened, 'ledger'), join(home, 'ledger'), { recursive: true })
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

const settingsOf = (folder: string) => defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` })

/** A ledger of a shop, a warehouse with 20 fridges and no oven, and nobody's orders. */
async function emptyShop(folder: string): Promise<void> {
  const spine = await openSpine()
  await spine.define({ skus: ['fridge', 'oven'] })
  await spine.receive('fridge', 'HZ', 20)
  await spine.close({ keep: folder })
}

const running = (ledger: Ledger, bus: CommandBus = ledger.bus) =>
  runProcesses({ ...ledger, bus, clock: ledger.settings.clock, onTrouble: () => undefined })

type Running = Awaited<ReturnType<typeof running>>

async function comeToRest({ runtime }: Running, { events }: Ledger): Promise<void> {
  while ((runtime.position ?? 0n) < (await events.head()) || runtime.active > 0) await sleep(10)
}

const take = (ledger: Ledger, payload: object) => ledger.intake.receive(JSON.stringify(payload), { channel: 'app', actor: 'channel:app' })

const hourAgo = () => Date.now() - 60 * minuteMs

/** Paid, paid for something that is not there, too late to be paid, and shipped by the channel. */
const messages = () => {
  const shipments = [
    {
      ...{ shipmentId: 'SF', carrier: 'SF', waybill: 'SF', shippedAt: new Date().toISOString() },
      lines: [{ lineId: '1', quantity: 1, serialNumbers: [] }],
    },
  ]
  return [
    appOrder('paid', { at: Date.now() }),
    appOrder('missing', { at: Date.now(), skus: ['fridge', 'oven'] }),
    appOrder('late', { at: hourAgo(), paid: false }),
    appOrder('shipped', { at: Date.now(), status: 'shipped', shipments }),
  ]
}

/** A bus of which nothing comes back from one ask on, as when the ledger is killed there. */
function dyingAt(bus: CommandBus, ask: number, isTold: boolean): CommandBus & { readonly dead: boolean } {
  let left = ask
  return {
    ...bus,
    get dead() {
      return left < 0
    },
    async ask(command, asking) {
      if (!asking.actor.startsWith('process:')) return bus.ask(command, asking)
      left -= 1
      if (left === -1 && isTold) await bus.ask(command, asking)
      if (left < 0) throw new Error('killed')
      return bus.ask(command, asking)
    },
  }
}

const phaseOf = async ({ bus }: Ledger, orderId: string) => {
  const order = await bus.look(orderAggregate, orderKey('app', 's1', orderId))
  return [order?.phase, order?.plan?.length ?? 0, order?.backorder !== null]
}

async function expectRest(ledger: Ledger): Promise<void> {
  expect(await unanswered(ledger.events, ledger.bus)).toEqual([])
  expect(await phaseOf(ledger, 'paid')).toEqual(['open', 1, false])
  expect(await phaseOf(ledger, 'missing')).toEqual(['open', 0, true])
  expect(await phaseOf(ledger, 'late')).toEqual(['cancelled', 0, false])
  expect(await phaseOf(ledger, 'shipped')).toEqual(['open', 1, false])
  expect(await ledger.bus.look(stockAggregate, stockKey('fridge', 'HZ'))).toMatchObject({ onHand: 19, reserved: 1 })
}

/** A ledger killed at one ask of its processes; the folder is left as it was at that moment. */
async function killedAt(folder: string, ask: number, isTold: boolean): Promise<void> {
  const ledger = await openLedger(settingsOf(folder))
  const first = await running(ledger)
  await first.stop()
  const bus = dyingAt(ledger.bus, ask, isTold)
  const processes = await running(ledger, bus)
  for (const message of messages()) await take(ledger, message)
  while (!bus.dead) await sleep(5)
  await processes.stop()
  await ledger.close()
}

async function openAgain(folder: string): Promise<void> {
  const ledger = await openLedger(settingsOf(folder))
  const processes = await running(ledger)
  await comeToRest(processes, ledger)
  await processes.stop()
  await expectRest(ledger)
  await ledger.close()
}

describe('processes cut off in the middle come to rest', () => {
  const cases = [2, 5, 9, 14].flatMap((ask) => [
    { ask, isTold: false, after: 'a restore' },
    { ask: ask + 1, isTold: true, after: 'the read models were deleted' },
  ])
  test.each(cases)('after $after, killed at ask $ask of theirs', async ({ ask, isTold, after }) => {
    const folder = join(home, 'ledger')
    await killedAt(folder, ask, isTold)
    if (after === 'a restore') {
      await backUp(settingsOf(folder), join(home, 'backup'))
      const restored = join(home, 'restored')
      await restoreInto(join(home, 'backup'), restored)
      cpSync(join(folder, 'keys', 'master.key'), join(restored, 'keys', 'master.key'))
      await openAgain(restored)
    } else {
      rmSync(join(folder, 'documents'), { recursive: true })
      await openAgain(folder)
    }
  })
})

test('nothing that came before processes first ran is acted on, not even after the read models were deleted', async () => {
  const folder = join(home, 'ledger')
  for (const round of ['first run', 'read models deleted']) {
    const ledger = await openLedger(settingsOf(folder))
    if (round === 'first run') for (const message of messages()) await take(ledger, message)
    const processes = await running(ledger)
    await comeToRest(processes, ledger)
    await sleep(1_500)
    await processes.stop()
    expect(await phaseOf(ledger, 'paid'), round).toEqual(['open', 0, false])
    expect(await phaseOf(ledger, 'late'), `${round}: the timer leaves old deadlines alone`).toEqual(['open', 0, false])
    await ledger.close()
    rmSync(join(folder, 'documents'), { recursive: true })
  }
})
