import { statusPush } from '../../../domain/publishing/keys.ts'
import type { PushMessage } from '../../../domain/publishing/messages.ts'
import type { PushedStatus } from '../../../domain/publishing/statuses.ts'
import { type CaseSeen, caseSeen, type Decision, isInspected } from '../../publishing/case-seen.ts'
import { type OrderSeen, orderSeen } from '../../publishing/order-seen.ts'
import type { ShippedSources } from '../../publishing/shipped-message.ts'
import { isKnown, isTold, type Owed, type Subject } from './subject.ts'

/**
 * What we decided on a case, that units came back and were looked at, and money we paid past the channel. What the channel decided, paid or
 * closed it knows; of a case it does not know it is told nothing.
 */
export async function ofCase(afterSalesId: string, { events }: ShippedSources): Promise<Subject | null> {
  const seen = await caseSeen(events, afterSalesId)
  const order = seen === null ? null : await orderSeen(events, seen.orderId)
  if (seen === null || order === null) return null
  const { orderId, channel, shop } = seen
  const said = owedOf(seen, order)
  return {
    ...{ orderId, channel, shop },
    owed(connection, pushes) {
      const told = said.filter(({ status }) => isTold(connection, status))
      const decision = told.find(({ status }) => status === 'refundAgreed')
      // A return is received by a channel once it knows that it was agreed to.
      const isEarly = decision !== undefined && !isKnown(pushes.get(decision.pushId)) && connection.sender.concerns(decision.message)
      return told
        .filter(({ status, message }) => connection.sender.concerns(message) && !(status === 'returnInspected' && isEarly))
        .map(({ pushId, message }): Owed => ({ pushId, isRenewed: true, message: async () => message }))
    },
  }
}

interface Said {
  readonly status: PushedStatus
  readonly pushId: string
  readonly message: PushMessage
}

function owedOf(seen: CaseSeen, order: OrderSeen): readonly Said[] {
  const { kind: afterSalesKind, refundId, seenAt, decision, paid, isClosed } = seen
  const of = { channelOrderId: order.channelOrderId, refundId, afterSalesKind, seenAt }
  const said = (message: Extract<PushMessage, { kind: PushedStatus }>, named: string | number): Said => ({
    ...{ status: message.kind, pushId: statusPush(message.kind, named), message },
  })
  const owed: Said[] = []
  if (decision !== null && paid === null && !isClosed) {
    const message = decided(seen, decision, of, order)
    if (message !== null) owed.push(said(message, decision.number))
  }
  for (const { receiptId, location, units, receivedAt } of seen.receipts.values()) {
    const lines = units.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity }))
    owed.push(said({ kind: 'returnReceived', ...of, receiptId, location, lines, receivedAt }, receiptId))
  }
  if (decision?.isAgreed && !isClosed && isInspected(seen, order)) owed.push(said(inspected(seen, of), 1))
  if (paid !== null && !paid.byChannel) owed.push(said({ kind: 'refundPaid', ...of, refundFen: paid.refundFen, paidAt: paid.paidAt }, 1))
  return owed
}

type OfCase = Pick<Extract<PushMessage, { kind: 'refundPaid' }>, 'channelOrderId' | 'refundId' | 'afterSalesKind' | 'seenAt'>

/** A channel that pays on our word is told yes once the order committed the money: until then it may become no. */
function decided({ refundFen, requestedAt, kind }: CaseSeen, decision: Decision, of: OfCase, { completedAt }: OrderSeen) {
  const { isAgreed, isCommitted, isChannels, isBack, refused } = decision
  if (isChannels) return null
  const isAfterCompletion = completedAt !== null && completedAt <= requestedAt
  if (!isAgreed) return { kind: 'refundRefused', ...of, isAfterCompletion, isBack, ...refused! } as const
  // Money that comes on top is none of the order's: nothing commits it.
  return isCommitted || kind === 'compensation' ? ({ kind: 'refundAgreed', ...of, refundFen, isAfterCompletion } as const) : null
}

function inspected({ inspections, waybill, paid }: CaseSeen, of: OfCase) {
  const all = [...inspections.values()]
  const lines = all.flatMap(({ units }) => units.map(({ lineId, sku, quantity, condition }) => ({ lineId, sku, quantity, condition })))
  const isSound = lines.every(({ condition }) => condition === 'sellable')
  const inspectedAt = Math.max(...all.map((each) => each.inspectedAt))
  return { kind: 'returnInspected', ...of, waybill, isSound, isPaid: paid !== null, lines, inspectedAt } as const
}
