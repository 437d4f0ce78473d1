import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandBus } from '../../commands/command-bus.ts'
import { createVirtualClock } from '../../commands/ports/clock.ts'
import { seededRandomness } from '../../commands/ports/randomness.ts'
import { dueInstances } from '../../commands/processes/deadlines/due.ts'
import { createAwaited } from '../../commands/processes/runtime/awaited.ts'
import { createLockstep, type Lockstep } from '../../commands/processes/runtime/lockstep.ts'
import { type Ledger, openLedger } from '../../compose/ledger.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { decode } from '../../domain/codec.ts'
import { processAggregate } from '../../domain/process/process.ts'
import { keyOf, orderKey, stockKey, streamName } from '../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { type EventStore, START } from '../../stores/events/port.ts'
import { type Fate, type Mortal, mortal, type ProcessAsk } from './mortal.ts'

export const start = Date.parse('2026-11-11T00:00:00+08:00')
export const minuteMs = 60_000
export const dayMs = 86_400_000

const hangzhou = ['330000', '330100', '330106']
const facts = { category: 'refrigerator', brand: 'Snow' }

/** A whole embedded ledger in a folder of its own, under a clock the test moves, with processes in lockstep. */
export async function openSpine({
  folder = mkdtempSync(join(tmpdir(), 'ledger-spine-')),
  from = start,
  more = {},
}: {
  readonly folder?: string
  readonly from?: number
  readonly more?: Readonly<Record<string, string>>
} = {}) {
  const clock = createVirtualClock(from)
  const environment = { LEDGER_EVENTS: `embedded:${folder}`, ...more }
  const settings = { ...defaultSettings(environment), clock, randomness: seededRandomness('spine') }
  let fateOf: (ask: ProcessAsk) => Fate = () => 'pass'
  let endsWithThem = true
  let ledger: Ledger
  let life: Mortal
  let processing: Lockstep
  let asked = 0

  async function open(): Promise<void> {
    ledger = await openLedger(settings)
    begin()
  }

  /** Processes act on all of the log again. */
  function begin(): void {
    life = mortal(ledger.bus, ledger.processes, (ask) => fateOf(ask))
    const { bus, processes } = life
    const { events: store, observers } = ledger
    processing = createLockstep({ store, processes, bus, clock, awaited: createAwaited(), after: START, observers })
  }

  /** Nothing of it is left but what is on disk. */
  async function restart(): Promise<void> {
    await life.still()
    await ledger.close()
    await open()
  }
  await open()

  async function ask(type: string, data: object) {
    const commandId = `test-${asked++}`
    const answer = await ledger.bus.ask(
      { type, data },
      { commandId, actor: 'key:test', occurredAt: clock.now(), correlationId: commandId, causationId: commandId },
    )
    return answer
  }

  async function drain(): Promise<void> {
    try {
      await processing.drain()
    } catch (failure) {
      if (!life.isDead) throw failure
      await life.still()
      if (endsWithThem) await restart()
      else begin()
      await drain()
    }
  }

  const skuOf = (sku: string) => ({
    ...{ sku, name: sku, model: null, maker: 'Snow', energyGrade: 'level1', barCode: null, weightGrams: 60_000 },
    ...{ sizeMillimetres: null, listPriceFen: 100_000, serialNumberRequired: false, components: [], ...facts, definedAt: clock.now() },
  })

  return {
    get ledger() {
      return ledger
    },
    clock,
    folder,
    ask,
    drain,
    restart,
    /** What becomes of each ask of a process from now on. Processes that die of it are begun again, and with them the ledger where it ends with them. */
    decideFates(decide: typeof fateOf, endsToo = true) {
      fateOf = decide
      endsWithThem = endsToo
    },
    async define({ skus = ['fridge'], locations = ['HZ'], covers = [] as string[] } = {}) {
      const now = clock.now()
      await ask('DefineShop', {
        channel: 'app',
        shop: 's1',
        name: 'App',
        invoicingEntity: 'Snow Ltd',
        unpaidTimeoutMs: 30 * minuteMs,
        definedAt: now,
      })
      for (const location of locations) {
        const region = { path: hangzhou, name: '浙江 杭州 西湖' }
        await ask('DefineLocation', {
          location,
          name: location,
          kind: 'warehouse',
          region,
          storeCode: null,
          covers,
          active: true,
          definedAt: now,
        })
      }
      for (const sku of skus) {
        await ask('DefineSku', skuOf(sku))
        await ask('DefineListing', { channel: 'app', shop: 's1', channelSku: `c-${sku}`, sku, effectiveFrom: 0 })
      }
      await drain()
    },
    async receive(sku: string, location: string, quantity: number, documentId = `in-${asked}`) {
      const data = { sku, location, regionPath: hangzhou, ...facts, documentId, quantity, askedAt: clock.now() }
      const answer = await ask('ReceiveStock', data)
      await drain()
      return answer
    },
    send: (payload: object) => ledger.intake.receive(JSON.stringify(payload), { channel: 'app', actor: 'channel:app' }),
    async pass(ms: number) {
      clock.advanceTo(clock.now() + ms)
      for (;;) {
        const head = await ledger.events.head()
        await ledger.readModels.waitFor('deadlines', head, 10_000)
        await ledger.readModels.waitFor('waiting', head, 10_000)
        const lived = life
        processing.wake(await dueInstances(ledger.documents, clock.now(), 1_000))
        await drain()
        // Who was woken by the clock alone and died is woken by it again.
        if (life === lived) return
      }
    },
    async stock(sku: string, location: string) {
      const stock = await ledger.bus.look(stockAggregate, stockKey(sku, location))
      return stock === null ? null : { onHand: stock.onHand, reserved: stock.reserved, damaged: stock.damaged }
    },
    async eventsOf(stream: string) {
      const types: string[] = []
      for await (const page of ledger.events.readStream(stream)) for (const event of page) types.push(decode(event).type)
      return types
    },
    orderStream: (orderId: string) => streamName('order', orderKey('app', 's1', orderId)),
    async close({ keep }: { readonly keep?: string } = {}) {
      await ledger.close()
      if (keep === undefined) rmSync(folder, { recursive: true })
      else renameSync(folder, keep)
    },
  }
}

/** Streams of instances that asked and did not hear, or undo something and are not done. */
export async function unanswered(events: EventStore, bus: CommandBus): Promise<string[]> {
  const streams = new Set<string>()
  for await (const page of events.readAll({ filter: { streamPrefixes: ['process-'] } })) {
    for (const { stream } of page.events) streams.add(stream)
  }
  const states = await Promise.all([...streams].map(async (stream) => [stream, await bus.look(processAggregate, keyOf(stream))] as const))
  return states.filter(([, state]) => state?.pending != null || state?.givingUp != null).map(([stream]) => stream)
}

const iso = (instant: number) => new Date(instant).toISOString()

/** An order of the app for one unit each of some SKUs at 1,000 yuan, paid unless said otherwise. */
export function appOrder(
  orderId: string,
  overrides: { at?: number; modifiedAt?: number; skus?: readonly string[]; paid?: boolean; [field: string]: unknown } = {},
) {
  const { at = start, modifiedAt = at, skus = ['fridge'], paid = true, ...rest } = overrides
  const goodsFen = 100_000 * skus.length
  return {
    ...{ type: 'order', shop: 's1', orderId, placedAt: iso(at), modifiedAt: iso(modifiedAt), status: paid ? 'toShip' : 'unpaid' },
    paidAt: paid ? iso(at) : null,
    buyer: {
      memberId: `m-${orderId}`,
      name: '王小明',
      phone: '13812345678',
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      address: '文三路 1 号',
    },
    lines: skus.map((sku, index) => ({
      lineId: `${index + 1}`,
      skuId: `c-${sku}`,
      title: sku,
      quantity: 1,
      unitPriceFen: 100_000,
      payableFen: 100_000,
    })),
    totals: { goodsFen, discountFen: 0, payableFen: goodsFen },
    payments: paid ? [{ paymentId: `p-${orderId}`, stage: 'full', amountFen: goodsFen, method: 'wechat', paidAt: iso(at) }] : [],
    ...rest,
  }
}
