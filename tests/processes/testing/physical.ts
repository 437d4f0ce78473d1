import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { skuOf } from '../../../api/testing/server.ts'
import { createCommandBus } from '../../../commands/bus/create-command-bus.ts'
import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import { aggregates } from '../../../domain/aggregates.ts'
import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { installationAggregate, phaseOf } from '../../../domain/installation/installation.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { processAggregate } from '../../../domain/process/process.ts'
import { chinaDay, daysAfter } from '../../../domain/shared/china-day.ts'
import { orderKey } from '../../../domain/shared/stream-name.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import { appOrder } from '../../spine/harness.ts'
import { confirmOf, type Simulator } from '../../wms/simulator.ts'
import type { Client } from './client.ts'
import type { Environment } from './real-ledger.ts'

/**
 * The whole physical life of orders: held by the audit for a moment, with a gift and a crew to install, given to a warehouse that has a system,
 * sent, tracked, installed and sent back. Each is brought one stage further whenever it has come through the one before.
 */

export const wmsSecret = 'a secret of two'
const traceSecret = 'a secret of three'
export const physicalSecrets: Environment = {
  LEDGER_WMS_SECRETS: JSON.stringify({ HZ: wmsSecret }),
  LEDGER_TRACE_SECRETS: `kuaidi100=${traceSecret}`,
}

const stages = ['placed', 'sent', 'signed', 'installed', 'agreed', 'back'] as const
type Stage = (typeof stages)[number]

const localTime = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
const code = (id: string) => `app.s1.${id}.1`

function orderWith(id: string) {
  const order = appOrder(id, { at: Date.now() })
  const gift = { bearer: 'merchant', instrument: 'other', amountFen: 9_000, promotionId: 'gift' }
  return {
    ...order,
    lines: [
      { ...order.lines[0]!, delivery: 'install' },
      {
        ...{ lineId: '2', skuId: 'c-pan', title: 'pan', kind: 'gift', giftOf: '1', quantity: 1, unitPriceFen: 9_000 },
        ...{ discounts: [gift], payableFen: 0 },
      },
    ],
    totals: { goodsFen: 109_000, discountFen: 9_000, payableFen: 100_000 },
  }
}

export interface PhysicalOptions {
  readonly events: EventStore
  readonly client: Client
  readonly wms: Simulator
  /** Where the api answers. */
  readonly url: string
}

export function createPhysical({ events, client, wms, url }: PhysicalOptions) {
  const reached = new Map<string, Stage>()
  const sent = new Set<string>()
  const bus = createCommandBus({ store: events, aggregates, sharedStore: true })
  const must = async (type: string, data: object) => {
    const { status, body } = await client.command(type, data)
    expect(status, `${type} ${JSON.stringify(body)}`).toBe(200)
  }
  const keyOf = (id: string) => orderKey('app', 's1', id)
  const caseOf = (id: string) => orderKey('app', 's1', `${id}-r`)
  const cardOf = (id: string) => `${keyOf(id)}.1.1`

  async function tell(id: string, stage: Stage): Promise<void> {
    reached.set(id, stage)
    switch (stage) {
      case 'placed':
        return
      case 'sent': {
        sent.add(keyOf(id))
        const items = ['fridge', 'pan'].map((sku) => ({ sku, quantity: 1 }))
        const body = confirmOf(code(id), { number: `C-${id}`, at: localTime(Date.now()), parcels: [{ waybill: `SF-${id}`, items }] })
        expect(await wms.send(`${url}/v1/wms/HZ`, 'deliveryorder.confirm', body)).toMatchObject({ flag: 'success' })
        return
      }
      case 'signed': {
        const data = [{ ftime: localTime(Date.now()), statusCode: '3', context: 'signed' }]
        const param = JSON.stringify({ status: 'polling', lastResult: { com: 'shunfeng', nu: `SF-${id}`, state: '3', data } })
        const sign = createHash('md5').update(`${param}${traceSecret}`).digest('hex').toUpperCase()
        const response = await fetch(`${url}/v1/tms/kuaidi100`, { method: 'POST', body: new URLSearchParams({ sign, param }) })
        expect(await response.text()).toContain('成功')
        return
      }
      case 'installed': {
        const units = [{ lineId: '1', sku: 'fridge', serialNumbers: [] }]
        const done = { installationId: cardOf(id), booking: 1, units, photos: [], materials: [], completedAt: Date.now() }
        return must('CompleteInstallation', done)
      }
      case 'agreed': {
        const at = new Date().toISOString()
        const { status, body } = await client.send({
          ...{
            type: 'afterSale',
            shop: 's1',
            orderId: id,
            refundId: `${id}-r`,
            kind: 'returnAndRefund',
            status: 'approved',
            modifiedAt: at,
          },
          ...{ goodsFen: 100_000, refundFen: 100_000, freightFen: 0, requestedAt: at, paidAt: null, lines: [{ lineId: '1', quantity: 1 }] },
        })
        expect(status, JSON.stringify(body)).toBe(200)
        return
      }
      case 'back': {
        const units = [
          { lineId: '1', sku: 'fridge', quantity: 1, serialNumbers: [] },
          { lineId: '2', sku: 'pan', quantity: 1, serialNumbers: [] },
        ]
        const receipt = { afterSalesId: caseOf(id), receiptId: 'b', location: 'HZ' }
        await must('ReceiveReturn', { ...receipt, units, receivedAt: Date.now() })
        const graded = units.map((each) => ({ ...each, condition: 'refurbish', defect: 'used' }))
        return must('InspectReturn', { ...receipt, units: graded, inspectedAt: Date.now() })
      }
    }
  }

  /** Whether everything that follows from the stage it reached is done. */
  async function isThrough(id: string): Promise<boolean> {
    const order = await bus.look(orderAggregate, keyOf(id))
    const work = await bus.look(fulfilmentAggregate, `${code(id)}@HZ`)
    switch (reached.get(id)!) {
      case 'placed': {
        const card = await bus.look(installationAggregate, cardOf(id))
        return wms.orders.has(code(id)) && work?.answer === 'accepted' && card !== null && phaseOf(card) === 'booked'
      }
      case 'sent':
        return order?.shipments.has(`SF-${id}`) === true
      case 'signed':
        return order?.deliveredAt != null
      case 'installed':
        return order?.installations.get(cardOf(id))?.outcome === 'installed'
      case 'agreed':
        return (await bus.look(afterSalesAggregate, caseOf(id)))?.gifts.has('2') === true
      case 'back':
        return (await bus.look(processAggregate, `after-sales.${caseOf(id)}`))?.steps.has('restock/b') === true
    }
  }

  return {
    sent: sent as ReadonlySet<string>,
    async define(): Promise<void> {
      const common = { customerId: 'SNOW', appKey: 'ledger', warehouseCode: 'HZ01', ownerCode: 'SNOW', location: 'HZ', url: wms.url }
      const always = { test: 'all', of: [] }
      const policies = {
        wms: { warehouses: [{ ...common, retryFirstMs: 100, retryLongestMs: 400 }] },
        audit: { rules: [{ id: 'r', when: always, outcome: { do: 'hold', reason: 'look', forMs: 500 } }] },
        installation: {},
        'after-sales': { gifts: 'return', giftsNotBack: 'charge', tellUndoneSales: true },
      }
      for (const [kind, document] of Object.entries(policies)) await must('PublishPolicy', { name: kind, kind, document, note: 'n' })
      await must('DefineSku', skuOf('pan'))
      await must('DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-pan', sku: 'pan', effectiveFrom: 0 })
      await must('ReceiveStock', { sku: 'pan', location: 'HZ', documentId: 'pans', quantity: 500 })
      await must('DefineProvider', { provider: 'P1', name: 'P1' })
      const coverage = { provider: 'P1', serviceKind: 'toHomeAndInstall', area: '330106', category: null, brand: null }
      await must('SetCoverage', { ...coverage, validFrom: 0, validTo: null })
      for (let ahead = 0; ahead < 12; ahead++) {
        const of = { area: '330106', date: daysAfter(chinaDay(Date.now()), ahead), provider: 'P1', slot: 'afternoon', offeredFor: null }
        await must('OfferCapacity', { ...of, quantity: 500, overbookPercent: 0 })
      }
    },
    order(id: string) {
      reached.set(id, 'placed')
      return orderWith(id)
    },
    /** Every order that has come through its stage goes on to the next one. */
    async goOn(): Promise<void> {
      for (const [id, stage] of reached) {
        const next = stages[stages.indexOf(stage) + 1]
        if (next !== undefined && (await isThrough(id))) await tell(id, next)
      }
    },
    async isThrough(): Promise<boolean> {
      for (const id of reached.keys()) if (!(await isThrough(id))) return false
      return true
    },
    /** Until every order has come through all of it. */
    async finish(): Promise<void> {
      while ([...reached.values()].some((stage) => stage !== 'back')) {
        await this.goOn()
        await sleep(100)
      }
    },
    /** What happened to each order, however often what was tried on the way. */
    async told(): Promise<readonly (readonly string[])[]> {
      const typesOf = async (stream: string) => {
        const types: string[] = []
        for await (const page of events.readStream(stream)) types.push(...page.map(({ type }) => type))
        return types.sort()
      }
      const streamsOf = (id: string) => [
        ...[`order-${keyOf(id)}`, `fulfilment-${code(id)}@HZ`, `installation-${cardOf(id)}`, `aftersales-${caseOf(id)}`],
      ]
      return Promise.all([...reached.keys()].map(async (id) => (await Promise.all(streamsOf(id).map(typesOf))).flat()))
    },
  }
}

export type Physical = ReturnType<typeof createPhysical>
