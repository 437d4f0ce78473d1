import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import type { Fulfilment, FulfilmentRequest, Shipment } from '../../../domain/fulfilment/state.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { cardOfSubject, caseOfSubject, closedPush, orderOfSubject, statusPush } from '../../../domain/publishing/keys.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Connection } from '../../publishing/connections.ts'
import { orderSeen } from '../../publishing/order-seen.ts'
import { type ShippedSources, shippedMessage } from '../../publishing/shipped-message.ts'
import { ofCard } from './owed-of-card.ts'
import { ofCase } from './owed-of-case.ts'
import { isKnown, isTold, type Owed, type Subject } from './subject.ts'

export async function subjectOf(subject: string, bus: CommandBus, sources: ShippedSources): Promise<Subject | null> {
  const orderId = orderOfSubject(subject)
  if (orderId !== null) return ofOrder(orderId, bus, sources)
  const installationId = cardOfSubject(subject)
  if (installationId !== null) return ofCard(installationId, sources)
  const afterSalesId = caseOfSubject(subject)
  if (afterSalesId !== null) return ofCase(afterSalesId, sources)
  const work = await bus.look(fulfilmentAggregate, subject)
  return work === null || work.request === null ? null : ofFulfilment(work.request, work, sources)
}

/** Parcels in the order in which they left; that one was delivered is told once it is known that it left. */
function ofFulfilment(request: FulfilmentRequest, work: Readonly<Fulfilment>, sources: ShippedSources): Subject {
  const { orderId, channel, shop, kind } = request

  async function messageOf(status: 'shipped' | 'delivered', shipmentId: string, shipment: Shipment, connection: Connection) {
    const named = shipment.carrier
    const carrier = named === null ? null : (connection.settings.carriers[named] ?? named)
    const shipped = await shippedMessage({ request, shipmentId, shipment, carrier }, sources)
    if (shipped === null || status === 'shipped') return shipped
    const { channelOrderId, fulfilmentId } = shipped
    const { waybill, endedAt } = shipment
    return { kind: 'delivered', channelOrderId, fulfilmentId, shipmentId, waybill, deliveredAt: endedAt! } as const
  }

  return {
    ...{ orderId, channel, shop },
    owed(connection, pushes) {
      if (kind !== 'delivery' && kind !== 'dropship') return []
      return [...work.shipments].flatMap(([shipmentId, shipment]): Owed[] => {
        if (shipment.waybill === null) return []
        const owed = (status: 'shipped' | 'delivered'): Owed => ({
          pushId: statusPush(status, shipmentId),
          isRenewed: false,
          message: () => messageOf(status, shipmentId, shipment, connection),
        })
        const left = isTold(connection, 'shipped') ? [owed('shipped')] : []
        const isNext = left.every(({ pushId }) => isKnown(pushes.get(pushId)))
        return shipment.outcome === 'delivered' && isTold(connection, 'delivered') && isNext ? [...left, owed('delivered')] : left
      })
    },
  }
}

/** That we cancelled it; what its channel cancelled it knows. */
async function ofOrder(orderId: string, bus: CommandBus, { events }: ShippedSources): Promise<Subject | null> {
  const order = await bus.look(orderAggregate, orderId)
  if (order === null) return null
  const { channel, shop, channelOrderId, phase, cancelledBy, capturedFen } = order
  const message = async () => {
    if (cancelledBy === null || cancelledBy === 'channel' || (await orderSeen(events, orderId)) === null) return null
    return { kind: 'closed', channelOrderId, cancelledBy, isPaid: capturedFen > 0 } as const
  }
  const owed: Owed = { pushId: closedPush, isRenewed: false, message }
  return { orderId, channel, shop, owed: (connection) => (phase === 'cancelled' && isTold(connection, 'closed') ? [owed] : []) }
}
