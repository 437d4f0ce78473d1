import { channelHoldReasons, type OrderEvent } from './events.ts'

const changing: ReadonlySet<OrderEvent['type']> = new Set<OrderEvent['type']>([
  'OrderRepriced',
  'DepositPaid',
  'PaymentCaptured',
  'LineCancelled',
  'OrderReinstated',
  'AddressChanged',
  'RemarksChanged',
])

/** Whether an audit may find something else after it than before. */
export const changesAuditedFacts = ({ type, data }: OrderEvent): boolean =>
  type === 'OrderHeld' ? (channelHoldReasons as readonly string[]).includes(data.reason) : changing.has(type)
