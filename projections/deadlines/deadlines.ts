import type { Channel } from '../../domain/shared/fields.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

/**
 * An instant at which something is decided unless it has happened before.
 * `unpaid`: nothing was paid. `balance`: a part was paid, the rest is missing. `backorder`: not every unit has a location.
 * `audit`: the audit holds it until then. `return`: units of an after-sales case are not back. `accept`: a location has until then to take its work.
 */
export type Deadline = {
  kind: 'unpaid' | 'balance' | 'backorder' | 'audit' | 'return' | 'accept'
  orderId: string
  /** Case whose units are awaited; of a return only. */
  afterSalesId?: string
  channel: Channel
  shop: string
  dueAt: number
  /** What a part payment leads to; null when it then waits for ever. */
  balanceDueAt: number | null
  dueFen: number
  capturedFen: number
}

const UNPAID = 'unpaid:'
const BACKORDER = 'backorder:'
const AUDIT = 'audit:'
const RETURN = 'return:'
const ACCEPT = 'accept:'

const both = ['OrderCancelled', 'OrderCompleted'] as const
const aboutMoney = ['OrderPlaced', 'OrderRepriced', 'DepositPaid', 'PaymentCaptured', 'LineCancelled'] as const
const aboutStock = ['OrderBackordered', 'OrderSourced'] as const
const aboutAudit = ['OrderAudited', 'OrderReleased'] as const
const aboutReturns = ['ReturnDeadlineSet', 'ReturnOverdue', 'ReturnReceived', 'AfterSalesClosed', 'RefundRefused'] as const
/** The work was taken, or begun, or is over; asked to let it be, another system has the word. */
const endOfAcceptance = [
  'FulfilmentAccepted',
  'FulfilmentRejected',
  'FulfilmentCancelled',
  'FulfilmentExpired',
  'CallOffAsked',
  'ParcelPacked',
  'ShipmentDispatched',
] as const
const aboutWork = ['AcceptanceDue', ...endOfAcceptance] as const
type DeadlineEvent = Extract<
  ProjectedEvent,
  {
    type:
      | (typeof both)[number]
      | (typeof aboutMoney)[number]
      | (typeof aboutStock)[number]
      | (typeof aboutAudit)[number]
      | (typeof aboutReturns)[number]
      | (typeof aboutWork)[number]
  }
>

/** Open deadlines of orders; gone as soon as they no longer apply. The decider has the last word when one comes. */
export const deadlines = projection<Deadline>({
  name: 'deadlines',
  version: 2,
  indexes: [{ fields: ['dueAt'] }, { fields: ['kind', 'dueAt'] }],
  handles: [...both, ...aboutMoney, ...aboutStock, ...aboutAudit, ...aboutReturns, ...aboutWork],
  keys(event) {
    const { type, data } = event as DeadlineEvent
    if ('afterSalesId' in data) return [RETURN + data.afterSalesId]
    if (type === 'OrderBackordered' || type === 'OrderSourced') return [BACKORDER + data.orderId]
    if ('fulfilmentId' in data) return [ACCEPT + data.fulfilmentId]
    if (type === 'OrderAudited') return [AUDIT + data.orderId]
    if (type === 'OrderReleased') return data.reason === 'audit' ? [AUDIT + data.orderId] : []
    if (type === 'OrderCancelled' || type === 'OrderCompleted') return [UNPAID, BACKORDER, AUDIT].map((kind) => kind + data.orderId)
    return [UNPAID + data.orderId]
  },
  evolve(document, event) {
    const { type, data } = event as DeadlineEvent
    switch (type) {
      case 'OrderPlaced':
        return awaitMoney(data)
      case 'OrderRepriced':
        return document && stillDue({ ...document, dueFen: data.buyerFen + data.otherChargesFen })
      case 'LineCancelled':
        return document && stillDue({ ...document, dueFen: document.dueFen - data.buyerFen })
      case 'DepositPaid':
      case 'PaymentCaptured':
        return document && afterPayment({ ...document, capturedFen: data.capturedFen })
      case 'OrderBackordered': {
        const { orderId, channel, shop, dueAt } = data
        return { kind: 'backorder', orderId, channel, shop, dueAt, balanceDueAt: null, dueFen: 0, capturedFen: 0 }
      }
      case 'OrderAudited': {
        const { orderId, channel, shop, releaseAt } = data
        if (releaseAt === null) return undefined
        return { kind: 'audit', orderId, channel, shop, dueAt: releaseAt, balanceDueAt: null, dueFen: 0, capturedFen: 0 }
      }
      case 'ReturnDeadlineSet': {
        const { orderId, channel, shop, dueAt, afterSalesId } = data
        return { kind: 'return', orderId, afterSalesId, channel, shop, dueAt, balanceDueAt: null, dueFen: 0, capturedFen: 0 }
      }
      case 'AcceptanceDue': {
        const { orderId, channel, shop, dueAt } = data
        return { kind: 'accept', orderId, channel, shop, dueAt, balanceDueAt: null, dueFen: 0, capturedFen: 0 }
      }
      case 'FulfilmentAccepted':
      case 'FulfilmentRejected':
      case 'FulfilmentCancelled':
      case 'FulfilmentExpired':
      case 'CallOffAsked':
      case 'ParcelPacked':
      case 'ShipmentDispatched':
      case 'ReturnOverdue':
      case 'ReturnReceived':
      case 'AfterSalesClosed':
      case 'RefundRefused':
      case 'OrderReleased':
      case 'OrderSourced':
      case 'OrderCancelled':
      case 'OrderCompleted':
        return undefined
    }
  },
})

function awaitMoney(data: Extract<ProjectedEvent, { type: 'OrderPlaced' }>['data']): Deadline | undefined {
  const { orderId, channel, shop, payBy, cashOnDelivery, presale, buyerFen, otherChargesFen } = data
  if (payBy === null || cashOnDelivery) return undefined
  const balanceDueAt = presale?.balanceDueAt ?? null
  return stillDue({
    kind: 'unpaid',
    orderId,
    channel,
    shop,
    dueAt: payBy,
    balanceDueAt,
    dueFen: buyerFen + otherChargesFen,
    capturedFen: 0,
  })
}

const stillDue = (deadline: Deadline): Deadline | undefined => (deadline.capturedFen >= deadline.dueFen ? undefined : deadline)

function afterPayment(deadline: Deadline): Deadline | undefined {
  if (deadline.balanceDueAt === null) return undefined
  return stillDue({ ...deadline, kind: 'balance', dueAt: deadline.balanceDueAt })
}
