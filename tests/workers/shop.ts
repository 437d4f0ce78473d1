import type { Ledger } from '../../compose/assemble.ts'
import { stockKey } from '../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { minuteMs } from '../spine/harness.ts'

const hangzhou = ['330000', '330100', '330106']
const facts = { category: 'refrigerator', brand: 'Snow' }
const fridge = {
  ...{ sku: 'fridge', name: 'fridge', model: null, maker: 'Snow', energyGrade: 'level1', barCode: null, weightGrams: 60_000 },
  ...{ sizeMillimetres: null, listPriceFen: 100_000, serialNumberRequired: false, components: [], ...facts },
}

/** The stock everything is about, with the facts a command names. */
export const place = { sku: 'fridge', location: 'HZ', regionPath: hangzhou, ...facts }

let asked = 0

export async function ask(
  { bus, settings }: Pick<Ledger, 'bus' | 'settings'>,
  type: string,
  data: object,
  commandId = `test-${asked++}`,
  said?: object,
) {
  return bus.ask(
    { type, data },
    {
      commandId,
      actor: 'key:test',
      occurredAt: settings.clock.now(),
      correlationId: commandId,
      causationId: commandId,
      ...(said && { said }),
    },
  )
}

/** A shop of the app, and a warehouse with so many fridges. */
export async function openShop(ledger: Ledger, units: number): Promise<void> {
  const now = ledger.settings.clock.now()
  const shop = { channel: 'app', shop: 's1', name: 'App', invoicingEntity: 'Snow Ltd', unpaidTimeoutMs: 30 * minuteMs, definedAt: now }
  const region = { path: hangzhou, name: '浙江 杭州 西湖' }
  await ask(ledger, 'DefineShop', shop)
  const place = { location: 'HZ', name: 'HZ', kind: 'warehouse', region, storeCode: null, covers: [], active: true, definedAt: now }
  await ask(ledger, 'DefineLocation', place)
  await ask(ledger, 'DefineSku', { ...fridge, definedAt: now })
  await ask(ledger, 'DefineListing', { channel: 'app', shop: 's1', channelSku: 'c-fridge', sku: 'fridge', effectiveFrom: 0 })
  if (units > 0) await receive(ledger, units)
}

export const receive = (ledger: Ledger, quantity: number, documentId = `in-${asked++}`) =>
  ask(ledger, 'ReceiveStock', {
    ...{ ...place, documentId, quantity, askedAt: ledger.settings.clock.now() },
  })

export const stockOf = (ledger: Ledger) => ledger.bus.look(stockAggregate, stockKey('fridge', 'HZ'))

export const send = (ledger: Ledger, payload: object) =>
  ledger.intake.receive(JSON.stringify(payload), { channel: 'app', actor: 'channel:app' })

/** What reserving one unit says. */
export const reserving = (reservationId: string) => ({
  ...{ ...place, channel: 'app', orderId: `app.s1.${reservationId}`, askedAt: 1 },
  reservations: [{ reservationId, lineId: '1', quantity: 1 }],
})

export const releasing = (reservationId: string) => ({
  ...{ ...place, reservationId, keep: 0, reason: 'cancelled' },
})
