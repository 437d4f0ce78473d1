import type { EventType } from '../../../domain/events.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Concern } from '../process.ts'

const ofOrders = [
  'OrderPlaced',
  'DepositPaid',
  'PaymentCaptured',
  'OrderReleased',
  'LineCancelled',
  'OrderCancelled',
  'OrderReinstated',
  'ShipmentReported',
  'DeliveryReported',
  'OrderCompleted',
] as const satisfies readonly EventType[]

const ofFulfilments = ['FulfilmentRejected', 'ShipmentDispatched'] as const satisfies readonly EventType[]

/** Units that became free; somebody may wait for them. */
const ofStock = [
  'StockReceived',
  'ReservationReleased',
  'StockReturned',
  'StockAdjusted',
  'StockCounted',
  'TransferReceived',
  'SafetyStockSet',
  'ChannelQuotaSet',
] as const satisfies readonly EventType[]

export const orderTriggers: readonly EventType[] = [...ofOrders, ...ofFulfilments, ...ofStock]

/** The longest waiting come first. Some more than there are units: the first may want several, or another location. */
const spareWakes = 10

const isOneOf = <Type extends string>(types: readonly Type[], type: string): type is Type => (types as readonly string[]).includes(type)

export function orderConcerns(event: ProjectedEvent): Concern {
  if (isOneOf(ofStock, event.type)) {
    const data = event.data as { sku: string; quantity?: number; difference?: number }
    const units = data.quantity ?? Math.max(0, data.difference ?? 0)
    return { instances: [], wakes: [{ key: `sku:${data.sku}`, atMost: units + spareWakes }] }
  }
  return { instances: [{ instanceId: (event.data as { orderId: string }).orderId }], wakes: [] }
}
