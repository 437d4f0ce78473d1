import type { EventType } from '../../../domain/events.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Concern } from '../process.ts'

const ofOrders = [
  'OrderPlaced',
  'OrderRepriced',
  'DepositPaid',
  'PaymentCaptured',
  'OrderHeld',
  'OrderReleased',
  'LineCancelled',
  'OrderCancelled',
  'OrderReinstated',
  'AddressChanged',
  'RemarksChanged',
  'ShipmentReported',
  'DeliveryReported',
  'InstallationEnded',
  'OrderCompleted',
] as const satisfies readonly EventType[]

const ofFulfilments = [
  'FulfilmentRejected',
  'UnitsLacking',
  'FulfilmentCancelled',
  'FulfilmentExpired',
  'ShipmentDispatched',
  'ShipmentDelivered',
] as const satisfies readonly EventType[]

/** What became of waiting for others to go out with. */
const ofMerging = ['OrdersMerged', 'MergeWaitEnded', 'MergeLeft'] as const satisfies readonly EventType[]

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

/** After these a location may be found that was not before, though no stock moved. */
const ofRules = ['PolicyPublished', 'LocationDefined', 'LocationAbilitySet'] as const satisfies readonly EventType[]
/** What orders wait for beside stock that found no location by cost. */
export const rulesKey = 'sourcing'

export const orderTriggers: readonly EventType[] = [...ofOrders, ...ofFulfilments, ...ofMerging, ...ofStock, ...ofRules]

/** Of a change of safety stock or quota nobody can tell how many units it frees: all look. Else the longest waiting come first. Some more than there are units: the first may want several, or another location. */
const spareWakes = 10

const isOneOf = <Type extends string>(types: readonly Type[], type: string): type is Type => (types as readonly string[]).includes(type)

/** An order whose promise was given up by somebody else: units left that a count did not find. */
const countedOut = ({ type, data }: ProjectedEvent): Concern['instances'] =>
  type === 'ReservationReleased' && data.reason === 'counted' ? [{ instanceId: data.orderId }] : []

export function orderConcerns(event: ProjectedEvent): Concern {
  if (isOneOf(ofRules, event.type)) return { instances: [], wakes: [{ key: rulesKey, atMost: Number.POSITIVE_INFINITY }] }
  if (isOneOf(ofStock, event.type)) {
    const data = event.data as { sku: string; quantity?: number; difference?: number }
    const units = data.quantity ?? (data.difference === undefined ? Number.POSITIVE_INFINITY : Math.max(0, data.difference))
    return { instances: countedOut(event), wakes: [{ key: `sku:${data.sku}`, atMost: units + spareWakes }] }
  }
  if (event.type === 'OrdersMerged') return { instances: event.data.orders.map(({ orderId }) => ({ instanceId: orderId })), wakes: [] }
  return { instances: [{ instanceId: (event.data as { orderId: string }).orderId }], wakes: [] }
}
