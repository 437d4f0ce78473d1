import { asAggregate } from '../../../domain/shared/aggregate.ts'
import { stockKey, streamName } from '../../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import type { Asking } from '../../command-bus.ts'

export const stock = asAggregate(stockAggregate)
export const key = stockKey('FRIDGE-510', 'QINGDAO-01')
export const stream = streamName('stock', key)

const facts = {
  sku: 'FRIDGE-510',
  location: 'QINGDAO-01',
  regionPath: ['370000', '370200'],
  category: 'refrigerator',
  brand: 'Haier',
}

export const asking = (commandId: string, overrides: Partial<Asking> = {}): Asking => ({
  commandId,
  actor: 'process:order',
  occurredAt: 1_764_000_000_000,
  correlationId: `about ${commandId}`,
  causationId: `because of ${commandId}`,
  ...overrides,
})

export const receive = (documentId: string, quantity: number) => ({
  type: 'ReceiveStock',
  data: { ...facts, documentId, askedAt: 1_764_000_000_000, quantity },
})

export const reserve = (reservationId: string, quantity = 1) => ({
  type: 'ReserveStock',
  data: {
    ...facts,
    orderId: `taobao.shop.${reservationId}`,
    channel: 'taobao',
    reservations: [{ reservationId, lineId: '1', quantity }],
    askedAt: 1_764_000_000_000,
  },
})

export const release = (reservationId: string) => ({
  type: 'ReleaseReservation',
  data: { ...facts, reservationId, keep: 0, reason: 'cancelled' },
})

export const issue = (reservationId: string, shipmentId: string, quantity: number) => ({
  type: 'IssueStock',
  data: { ...facts, reservationId, fulfilmentId: `fulfilment-${shipmentId}`, shipmentId, quantity },
})

export const setSafety = (safetyStock: number, setAt: number) => ({ type: 'SetSafetyStock', data: { ...facts, safetyStock, setAt } })
