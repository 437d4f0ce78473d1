import type { ProcessState } from '../../../domain/process/process.ts'
import { cardSubject, caseSubject, orderSubject } from '../../../domain/publishing/keys.ts'
import type { PushMessage } from '../../../domain/publishing/messages.ts'
import { type Push, pushAggregate } from '../../../domain/publishing/push.ts'
import { same } from '../../../domain/shared/same.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Connection, Connections } from '../../publishing/connections.ts'
import { type ChannelGateway, shopKey } from '../../publishing/gateway.ts'
import type { ShippedSources } from '../../publishing/shipped-message.ts'
import type { Concern, Next, Process } from '../process.ts'
import { subjectOf } from './owed.ts'
import type { Owed, Subject } from './subject.ts'
import { createTelling } from './telling.ts'

export interface StatusPushOptions extends ShippedSources {
  readonly bus: CommandBus
  readonly clock: Clock
  readonly connections: Connections
  readonly gateway: ChannelGateway
}

interface Look {
  readonly subject: string
  readonly about: Subject
  readonly owed: readonly Owed[]
  readonly pushes: ReadonlyMap<string, Push>
  readonly connection: Connection
  readonly state: Readonly<ProcessState>
  readonly now: number
}

/**
 * Tells a channel what becomes of its orders: of each parcel that it left and that the buyer has it, of units that they are installed, of an
 * order that it was cancelled here, and of after-sales cases what was decided on them and what came back. One instance for each of these, of a
 * shop that is connected.
 */
export function statusPushProcess(options: StatusPushOptions): Process {
  const { bus, clock, connections } = options
  const tell = createTelling(options)

  async function next(subject: string, state: Readonly<ProcessState>): Promise<Next> {
    const look = await lookAt(subject, state)
    if (look === null) return { do: 'nothing' }
    const { owed, pushes, connection, now } = look
    const pending = [...pushes].find(([, push]) => push.calls.isPending)
    if (pending !== undefined) return tellStatus(look, pending[0], pending[1].message!)
    for (const { pushId, isRenewed, message } of owed.filter((each) => isDue(pushes.get(each.pushId), now))) {
      const before = pushes.get(pushId)?.message ?? null
      const said = isRenewed || before === null ? await message() : before
      if (said !== null && connection.sender.concerns(said)) return tellStatus(look, pushId, said)
    }
    const later = owed.flatMap(({ pushId }) => pushes.get(pushId)?.calls.retryAt ?? []).filter((at) => at > now)
    if (later.length > 0) return { do: 'wait', forWhat: 'retry', keys: [], dueAt: Math.min(...later) }
    if (pushes.size === 0) return { do: 'nothing' }
    return { do: 'end', outcome: owed.some(({ pushId }) => pushes.get(pushId)?.failed != null) ? 'failed' : 'told' }
  }

  async function lookAt(subject: string, state: Readonly<ProcessState>): Promise<Look | null> {
    const now = clock.now()
    const about = await subjectOf(subject, bus, options)
    const connection = about === null ? null : await connections.of(about.channel, about.shop, now)
    if (about === null || connection === null) return null
    const pushes = (await bus.look(pushAggregate, subject))?.pushes ?? new Map()
    return { subject, about, owed: about.owed(connection, pushes), pushes, connection, state, now }
  }

  function tellStatus({ subject, about, pushes, connection, state, now }: Look, pushId: string, message: PushMessage): Promise<Next> {
    const { channel, shop, orderId } = about
    const push = pushes.get(pushId) ?? null
    const which = { subject, channel, shop, pushId, orderId, sku: null }
    const isNew = push === null || !same(push.message, message)
    return tell({ which, connection, push, message, isNew, state, now })
  }

  return { name: 'status-push', triggers, concerns, next }
}

/** What was taken is told; what was told in vain waits for somebody. */
function isDue(push: Push | undefined, now: number): boolean {
  if (push === undefined) return true
  const { taken, failed, droppedNumber, calls } = push
  return taken === null && failed === null && droppedNumber === null && (calls.retryAt === null || calls.retryAt <= now)
}

const ofCases = ['RefundAgreed', 'RefundApproved', 'RefundRefused', 'RefundPaid', 'ReturnReceived', 'ReturnInspected'] as const
const ofOrders = ['ShipmentDispatched', 'ShipmentDelivered', 'InstallationCompleted', 'OrderCancelled'] as const
const triggers = [...ofOrders, ...ofCases, 'ChannelPushSettled', 'ChannelPushAnswered'] as const

function concerns(event: ProjectedEvent): Concern {
  const instance = (instanceId: string): Concern => ({ instances: [{ instanceId }], wakes: [] })
  switch (event.type) {
    case 'ShipmentDispatched':
    case 'ShipmentDelivered':
      return instance(event.data.fulfilmentId)
    case 'InstallationCompleted':
      return instance(cardSubject(event.data.installationId))
    case 'RefundAgreed':
    case 'RefundApproved':
    case 'RefundRefused':
    case 'RefundPaid':
    case 'ReturnReceived':
    case 'ReturnInspected':
      return instance(caseSubject(event.data.afterSalesId))
    case 'OrderCancelled':
      // What its channel cancelled it knows.
      return event.data.cancelledBy === 'channel' ? { instances: [], wakes: [] } : instance(orderSubject(event.data.orderId))
    case 'ChannelPushSettled': {
      const { orderId, outcome, subject } = event.data
      return orderId !== null && outcome !== 'taken' ? instance(subject) : { instances: [], wakes: [] }
    }
    case 'ChannelPushAnswered':
      return { instances: [], wakes: [{ key: shopKey(event.data), atMost: 1 }] }
    default:
      return { instances: [], wakes: [] }
  }
}
