import { createApi } from '../../api/create-api.ts'
import { openScratchDocuments } from '../../compose/stores.ts'
import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import { type ChannelException, exceptions } from '../../projections/exceptions/exceptions.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { appOrder, openSpine } from '../spine/harness.ts'
import { type Simulator, startSimulator } from './simulator.ts'

const secret = 'a secret of two'
export const code = (orderId: string, attempt = 1) => `app.s1.${orderId}.${attempt}`

type Opening = NonNullable<Parameters<typeof openSpine>[0]>

/** A whole ledger with its door over HTTP, and a warehouse system beside it. */
export async function openWarehouse({ simulator, ...opening }: Opening & { readonly simulator?: Simulator } = {}) {
  const spine = await openSpine({ ...opening, more: { LEDGER_WMS_SECRETS: JSON.stringify({ HZ: secret, SH: secret }) } })
  const wms = simulator ?? (await startSimulator(secret))
  let { ledger } = spine
  let api = await openDoor()
  let url = await api.listen({ host: '127.0.0.1', port: 0 })
  const door = (location = 'HZ') => `${url}/v1/wms/${location}`

  function openDoor() {
    return createApi({
      ledger,
      processes: null,
      scratch: openScratchDocuments,
      backUp: async () => ({}),
      page: null,
      log: { write: () => undefined },
      checkAnswers: true,
    })
  }

  /** The door of a ledger that was begun again is another one. */
  async function atTheDoor(): Promise<void> {
    if (ledger === spine.ledger) return
    await api.close()
    ledger = spine.ledger
    api = await openDoor()
    url = await api.listen({ host: '127.0.0.1', port: 0 })
  }

  async function publish(kind: string, document: object) {
    const now = spine.clock.now()
    const answer = await spine.ask('PublishPolicy', { name: kind, kind, effectiveFrom: now, document, note: 'test', publishedAt: now })
    if (!answer.accepted) throw new Error(JSON.stringify(answer))
  }

  return {
    ...spine,
    get ledger() {
      return spine.ledger
    },
    get api() {
      return api
    },
    wms,
    door,
    publish,
    /** Gives locations of the ledger to the system. */
    async connect(change: Partial<WmsSettings> = {}, locations: readonly string[] = ['HZ']) {
      const common = { url: wms.url, customerId: 'SNOW', appKey: 'ledger', warehouseCode: 'HZ01', ownerCode: 'SNOW', timeoutMs: 20_000 }
      await publish('wms', { warehouses: locations.map((location) => ({ location, ...common, ...change })) })
    },
    async order(orderId: string, quantity = 1, sku = 'fridge') {
      const base = appOrder(orderId, { skus: [sku], at: spine.clock.now() })
      const goodsFen = 100_000 * quantity
      await spine.send({
        ...base,
        lines: base.lines.map((line) => ({ ...line, quantity, payableFen: goodsFen })),
        totals: { goodsFen, discountFen: 0, payableFen: goodsFen },
        payments: base.payments.map((payment) => ({ ...payment, amountFen: goodsFen })),
      })
      await spine.drain()
    },
    async cancel(orderId: string) {
      const answer = await spine.ask('CancelOrder', { orderId: `app.s1.${orderId}`, reason: 'buyer', cancelledBy: 'operator' })
      await spine.drain()
      return answer
    },
    async say(method: string, body: string, location = 'HZ') {
      await atTheDoor()
      const said = await wms.send(door(location), method, body)
      await spine.drain()
      return said
    },
    work: (orderId: string, attempt = 1, location = 'HZ') => spine.eventsOf(`fulfilment-${code(orderId, attempt)}@${location}`),
    talk: (orderId: string, attempt = 1, location = 'HZ') => spine.eventsOf(`wms-${code(orderId, attempt)}@${location}`),
    async openExceptions() {
      const { readModels, events, documents } = spine.ledger
      await readModels.waitFor('exceptions', await events.head(), 10_000)
      const model = await openReadModel<ChannelException>(documents, exceptions)
      const found = (await model?.collection.find({ where: { open: true }, limit: 100 })) ?? []
      return found.flatMap(({ body }) => (body === null ? [] : [body]))
    },
    async close(options: { readonly keep?: string } = {}) {
      await api.close()
      if (simulator === undefined) await wms.stop()
      await spine.close(options)
    },
  }
}

export type Warehouse = Awaited<ReturnType<typeof openWarehouse>>
