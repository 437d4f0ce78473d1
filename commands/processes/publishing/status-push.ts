import { fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import type { Fulfilment, FulfilmentRequest, Shipment } from '../../../domain/fulfilment/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { PushMessage } from '../../../domain/publishing/events.ts'
import { statusPush } from '../../../domain/publishing/keys.ts'
import { type Push, pushAggregate } from '../../../domain/publishing/push.ts'
import type { PushedStatus } from '../../../domain/publishing/statuses.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Connection, Connections } from '../../publishing/connections.ts'
import { type ChannelGateway, shopKey } from '../../publishing/gateway.ts'
import { type ShippedSources, shippedMessage } from '../../publishing/shipped-message.ts'
import type { Concern, Next, Process } from '../process.ts'
import { createTelling } from './telling.ts'

export interface StatusPushOptions extends ShippedSources {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly connections: Connections
  readonly gateway: ChannelGateway
}

interface Look {
  readonly request: FulfilmentRequest
  readonly work: Readonly<Fulfilment>
  readonly pushes: ReadonlyMap<string, Push>
  readonly connection: Connection
  readonly state: Readonly<ProcessState>
  readonly now: number
}

/** One status of one parcel that the channel is to know. */
interface Owed {
  readonly pushId: string
  readonly status: PushedStatus
  readonly shipmentId: string
  readonly shipment: Shipment
}

/** Tells a channel what left for its buyers, parcel by parcel, each in its order. One instance for each fulfilment of a shop that is connected. */
export function statusPushProcess(options: StatusPushOptions): Process {
  const { bus, clock, connections } = options
  const tell = createTelling(options)

  async function next(fulfilmentId: string, state: Readonly<ProcessState>): Promise<Next> {
    const look = await lookAt(fulfilmentId, state)
    if (look === null) return { do: 'nothing' }
    const { pushes, now } = look
    const owed = owedBy(look)
    const pending = [...pushes].find(([, push]) => push.calls.isPending)
    if (pending !== undefined) return tellStatus(look, pending[0], pending[1].message!)
    for (const each of owed.filter(({ pushId }) => isDue(pushes.get(pushId), now))) {
      const message = pushes.get(each.pushId)?.message ?? (await messageOf(look, each))
      if (message !== null) return tellStatus(look, each.pushId, message)
    }
    const later = owed.flatMap(({ pushId }) => pushes.get(pushId)?.calls.retryAt ?? []).filter((at) => at > now)
    if (later.length > 0) return { do: 'wait', forWhat: 'retry', keys: [], dueAt: Math.min(...later) }
    return { do: 'end', outcome: owed.some(({ pushId }) => pushes.get(pushId)?.failed != null) ? 'failed' : 'told' }
  }

  async function lookAt(fulfilmentId: string, state: Readonly<ProcessState>): Promise<Look | null> {
    const now = clock.now()
    const work = await bus.look(fulfilmentAggregate, fulfilmentId)
    const request = work?.request ?? null
    if (work === null || request === null) return null
    const connection = await connections.of(request.channel, request.shop, now)
    if (connection === null) return null
    const pushes = (await bus.look(pushAggregate, fulfilmentId))?.pushes ?? new Map()
    return { request, work, pushes, connection, state, now }
  }

  function tellStatus({ request, pushes, connection, state, now }: Look, pushId: string, message: PushMessage): Promise<Next> {
    const { fulfilmentId: subject, channel, shop, orderId } = request
    const push = pushes.get(pushId) ?? null
    const which = { subject, channel, shop, pushId, orderId, sku: null }
    return tell({ which, connection, push, message, isNew: push === null, state, now })
  }

  async function messageOf({ request, connection }: Look, { status, shipmentId, shipment }: Owed): Promise<PushMessage | null> {
    const named = shipment.carrier
    const carrier = named === null ? null : (connection.settings.carriers[named] ?? named)
    const shipped = await shippedMessage({ request, shipmentId, shipment, carrier }, options)
    if (shipped === null || status === 'shipped') return shipped
    const { channelOrderId, fulfilmentId } = shipped
    return { kind: 'delivered', channelOrderId, fulfilmentId, shipmentId, waybill: shipment.waybill, deliveredAt: shipment.endedAt! }
  }

  return { name: 'status-push', triggers: connections.any ? triggers : [], concerns, next }
}

/** In the order in which the parcels left; that one was delivered is told once it is known that it left. */
function owedBy({ request, work, pushes, connection: { settings, sender } }: Look): readonly Owed[] {
  if (request.kind !== 'delivery' && request.kind !== 'dropship') return []
  const isTold = (status: PushedStatus) => settings.statuses.includes(status) && sender.takes.includes(status)
  return [...work.shipments].flatMap(([shipmentId, shipment]): Owed[] => {
    if (shipment.waybill === null) return []
    const owed = (status: PushedStatus): Owed => ({ pushId: statusPush(status, shipmentId), status, shipmentId, shipment })
    const left = isTold('shipped') ? [owed('shipped')] : []
    const isKnown = left.every(({ pushId }) => pushes.get(pushId)?.taken != null)
    return shipment.outcome === 'delivered' && isTold('delivered') && isKnown ? [...left, owed('delivered')] : left
  })
}

/** What was taken is told; what was told in vain waits for somebody. */
function isDue(push: Push | undefined, now: number): boolean {
  if (push === undefined) return true
  const { taken, failed, droppedNumber, calls } = push
  return taken === null && failed === null && droppedNumber === null && (calls.retryAt === null || calls.retryAt <= now)
}

const triggers = ['ShipmentDispatched', 'ShipmentDelivered', 'ChannelPushSettled', 'ChannelPushAnswered'] as const

function concerns(event: ProjectedEvent): Concern {
  switch (event.type) {
    case 'ShipmentDispatched':
    case 'ShipmentDelivered':
      return { instances: [{ instanceId: event.data.fulfilmentId }], wakes: [] }
    case 'ChannelPushSettled': {
      const { orderId, outcome, subject } = event.data
      return { instances: orderId !== null && outcome === 'asked' ? [{ instanceId: subject }] : [], wakes: [] }
    }
    case 'ChannelPushAnswered':
      return { instances: [], wakes: [{ key: shopKey(event.data), atMost: 1 }] }
    default:
      return { instances: [], wakes: [] }
  }
}
