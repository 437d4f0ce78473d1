import { afterSalesAggregate } from '../../../domain/after-sales/after-sales.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Concern, Next, Process } from '../process.ts'
import { expireReturn, setDeadline } from './deadline.ts'
import { price } from './exchange.ts'
import { ask, type Look, orderKeyOf } from './look.ts'
import { cancelUnsent, commit, release } from './money.ts'
import { turnRound } from './parcels.ts'
import { callOffReplacement, followReplacement, sendAnew } from './replacement.ts'
import { restockAsks, takenBackAtOnce } from './returns.ts'

export interface AfterSalesProcessOptions {
  readonly bus: CommandBus
  readonly events: Pick<EventStore, 'readStream'>
  readonly catalogue: Catalogue
  readonly policies: Policies
  readonly clock: Clock
  /** How long a case waits for its order, or for the money it gives back, before it is refused. */
  readonly orphanedAfterMs: number
}

/**
 * Sees an after-sales case through: the order commits its money, units that were not sent are cancelled, parcels are turned round, units that
 * come back are put away, and units that are owed are sent.
 */
export function afterSalesProcess(options: AfterSalesProcessOptions): Process {
  const { bus, events, catalogue, policies, clock, orphanedAfterMs } = options

  async function next(afterSalesId: string, state: Readonly<ProcessState>): Promise<Next> {
    const afterSales = await bus.look(afterSalesAggregate, afterSalesId)
    if (afterSales === null) return { do: 'nothing' }
    const order = await bus.look(orderAggregate, afterSales.orderId)
    const now = clock.now()
    const look: Look = { afterSales, order, state, rules: await policies.inForce('after-sales', now), now }
    const sending = afterSales.replacement
    const replacement = sending === null ? null : await bus.look(orderAggregate, sending.replacementOrderId)
    const ofMoney =
      expireReturn(look) ?? (await price(look, catalogue)) ?? commit(look, orphanedAfterMs) ?? release(look) ?? cancelUnsent(look)
    const ofUnits = ofMoney ?? (await turnRound(bus, look)) ?? setDeadline(look) ?? (await putAway(look))
    return (
      ofUnits ?? (await sendAnew(events, catalogue, look, replacement)) ?? callOffReplacement(look, replacement) ?? end(look, replacement)
    )
  }

  async function putAway({ afterSales, order, state, now }: Look): Promise<Next | null> {
    if (order === null) return null
    const atOnce = takenBackAtOnce(afterSales, order, now)
    if (atOnce !== null && !state.steps.has(atOnce.step)) return ask(atOnce.step, atOnce.asks)
    for (const [receiptId, receipt] of afterSales.receipts) {
      const step = `restock/${receiptId}`
      if (receipt.inspected === null || state.steps.has(step)) continue
      return ask(step, await restockAsks(catalogue, afterSales, order, receiptId, now))
    }
    return null
  }

  function end(look: Look, replacement: Readonly<Order> | null): Next {
    const { phase, approved, receipts } = look.afterSales
    const settled = phase === 'closed' || phase === 'refused' || (phase === 'paid' && approved !== null)
    const inspected = [...receipts.values()].every((receipt) => receipt.inspected !== null)
    if (!inspected) return { do: 'nothing' }
    return followReplacement(look, replacement) ?? (settled ? { do: 'end', outcome: phase } : { do: 'nothing' })
  }

  return { name: 'after-sales', triggers, concerns, next }
}

/** The order came, or has more money to give back than before; one that sends units anew came to its end. */
const ofOrder = [
  'OrderPlaced',
  'DepositPaid',
  'PaymentCaptured',
  'RefundReleased',
  'DeliveryReported',
  'OrderCompleted',
  'OrderCancelled',
] as const
/** What becomes of a parcel that is to be turned round. */
const ofParcel = ['ShipmentDelivered', 'DeliveryRefused', 'InterceptFailed', 'ShipmentDispatched'] as const

const triggers = [
  'RefundRequested',
  'AfterSalesAmended',
  'RefundAgreed',
  'RefundRefused',
  'RefundPaid',
  'AfterSalesClosed',
  'ReplacementNamed',
  'ReturnExpected',
  'ReturnReceived',
  'ReturnInspected',
  ...ofOrder,
  ...ofParcel,
] as const satisfies Process['triggers']

const waking = [...ofOrder, ...ofParcel] as const
type Waking = Extract<ProjectedEvent, { type: (typeof waking)[number] }>
const isWaking = (event: ProjectedEvent): event is Waking => (waking as readonly string[]).includes(event.type)

function concerns(event: ProjectedEvent): Concern {
  if (isWaking(event)) return { instances: [], wakes: [{ key: orderKeyOf(event.data.orderId), atMost: 1_000 }] }
  const { afterSalesId } = event.data as { readonly afterSalesId: string }
  return { instances: [{ instanceId: afterSalesId }], wakes: [] }
}
