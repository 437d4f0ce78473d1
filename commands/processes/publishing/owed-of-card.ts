import { decode } from '../../../domain/codec.ts'
import type { InstallationEvent } from '../../../domain/installation/events.ts'
import { statusPush } from '../../../domain/publishing/keys.ts'
import { streamName } from '../../../domain/shared/stream-name.ts'
import { orderSeen } from '../../publishing/order-seen.ts'
import type { ShippedSources } from '../../publishing/shipped-message.ts'
import { isTold, type Owed, type Subject } from './subject.ts'

type Completed = Extract<InstallationEvent, { type: 'InstallationCompleted' }>['data']

async function completedOf(installationId: string, { events }: ShippedSources): Promise<Completed | null> {
  for await (const page of events.readStream(streamName('installation', installationId)))
    for (const stored of page) if (stored.type === 'InstallationCompleted') return decode(stored).data as Completed
  return null
}

/** That the units are installed. */
export async function ofCard(installationId: string, sources: ShippedSources): Promise<Subject | null> {
  const completed = await completedOf(installationId, sources)
  if (completed === null) return null
  const { orderId, channel, shop, units, completedAt } = completed
  const owed: Owed = {
    pushId: statusPush('installed', installationId),
    isRenewed: false,
    async message() {
      const order = await orderSeen(sources.events, orderId)
      if (order === null) return null
      const lines = units.map(({ lineId, quantity, serialNumbers }) => ({ lineId, quantity, serialNumbers }))
      return { kind: 'installed', channelOrderId: order.channelOrderId, installationId, lines, installedAt: completedAt }
    },
  }
  return { orderId, channel, shop, owed: (connection) => (isTold(connection, 'installed') ? [owed] : []) }
}
