import type { EventsOf } from '../shared/event.ts'
import { auditingEvents } from './events/auditing.ts'
import { cancellingEvents } from './events/cancelling.ts'
import { changingEvents } from './events/changing.ts'
import { deliveringEvents } from './events/delivering.ts'
import { holdingEvents } from './events/holding.ts'
import { installingEvents } from './events/installing.ts'
import { payingEvents } from './events/paying.ts'
import { placingEvents } from './events/placing.ts'
import { recordingEvents } from './events/recording.ts'
import { refundingEvents } from './events/refunding.ts'
import { sourcingEvents } from './events/sourcing.ts'

export { auditResult } from './events/auditing.ts'
export { addressFlags, remarkFlags, sealedRemarks } from './events/fields.ts'
export { channelHoldReasons, type HoldReason, holdReason, holdReasons } from './events/holding.ts'
export { type LineDiscount, lineDiscount, type OrderLine, orderLine } from './events/line.ts'
export { type AskedRefund, askedRefund, refundComponents } from './events/refunding.ts'
export { type SourcingDecision, sourcingDecision } from './events/sourcing.ts'

/** Everything that may be recorded of an order. */
export const orderEvents = {
  ...placingEvents,
  ...payingEvents,
  ...holdingEvents,
  ...auditingEvents,
  ...sourcingEvents,
  ...cancellingEvents,
  ...changingEvents,
  ...deliveringEvents,
  ...installingEvents,
  ...refundingEvents,
  ...recordingEvents,
}

export type OrderEvent = EventsOf<typeof orderEvents>
export type EventOfOrder<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>
