import type { PushMessage } from '../../../domain/publishing/messages.ts'
import type { Push } from '../../../domain/publishing/push.ts'
import type { PushedStatus } from '../../../domain/publishing/statuses.ts'
import type { Channel } from '../../../domain/shared/fields.ts'
import type { Connection } from '../../publishing/connections.ts'

/** One status that a channel is to know. */
export interface Owed {
  readonly pushId: string
  /** Whether it is told as things stand at each try, and not as they stood at the first. */
  readonly isRenewed: boolean
  /** Null where the channel told of it itself, knows nothing of the order, or does not take it of such a one. */
  message(): Promise<PushMessage | null>
}

/** What a channel may be told of one subject: a fulfilment, an order as a whole, a work card, or an after-sales case. */
export interface Subject {
  readonly orderId: string
  readonly channel: Channel
  readonly shop: string
  /** In the order in which it is told. */
  owed(connection: Connection, pushes: ReadonlyMap<string, Push>): readonly Owed[]
}

/** Whether the channel knows it: it took it, or it was set aside, since somebody told it in another way. */
export const isKnown = (push: Push | undefined): boolean => push !== undefined && (push.taken !== null || push.droppedNumber !== null)

export const isTold = ({ settings, sender }: Connection, status: PushedStatus): boolean =>
  settings.statuses.includes(status) && sender.takes.includes(status)
