import { expect } from 'vitest'
import type { AggregateTypes } from '../../shared/aggregate.ts'
import type { Model, Verdict } from '../../shared/testing/agreement.ts'
import type { OrderCommand } from '../commands.ts'
import type { OrderEvent } from '../events.ts'
import type { OrderState } from '../state.ts'
import { judgeDecision } from './decisions.ts'
import { checkLaws, takeIn } from './model-laws.ts'
import { judgeRefund, judgeVersion } from './model-rules.ts'
import { blank, cancelPaper, cancelUnitsOnPaper, holdPaper, judgePayment, type Paper, shipPaper, type Told } from './paper.ts'

export interface OrderTypes extends AggregateTypes {
  state: OrderState
  command: OrderCommand
  event: OrderEvent
}

export function orderModel(): Model<OrderTypes> {
  const paper = blank()
  let told: Told = []
  return {
    judge(command) {
      const result = judge(paper, command)
      told = typeof result === 'string' ? [] : result
      return typeof result === 'string' ? result : result.length > 0 ? 'happens' : 'repeat'
    },
    check(state, events) {
      expect(events.map(({ type }) => type)).toEqual(told)
      for (const event of events) takeIn(paper, event)
      checkLaws(paper, state)
    },
  }
}

function judge(paper: Paper, command: OrderCommand): Told | Exclude<Verdict, 'happens' | 'repeat'> {
  if (command.type === 'RecordChannelOrder') return judgeVersion(paper, command.data)
  if (paper.phase === 'none') return 'ORDER_UNKNOWN'
  switch (command.type) {
    case 'CapturePayment': {
      const { paymentId, amountFen } = command.data
      const known = paper.payments.get(paymentId)
      if (known !== undefined) return known === amountFen ? [] : 'PAYMENT_DIFFERS'
      return judgePayment(paper, command.data)
    }
    case 'ExpireUnpaidOrder': {
      if (paper.phase === 'cancelled' && paper.by === 'deadline') return []
      const unpaid = paper.capturedFen === 0 && paper.dueFen > 0
      if (paper.phase !== 'open' || !unpaid || paper.payBy === null || command.data.dueAt < paper.payBy) return 'NOT_DUE'
      return cancelPaper(paper, 'deadline')
    }
    case 'HoldOrder':
      if (paper.holds.has(command.data.reason)) return []
      if (paper.phase !== 'open') return 'ORDER_OVER'
      return holdPaper(paper, command.data.reason, command.data.detail)
    case 'ReleaseOrder':
      return paper.holds.delete(command.data.reason) ? ['OrderReleased'] : 'HOLD_UNKNOWN'
    case 'CancelOrder':
      if (paper.phase === 'cancelled') return []
      if (paper.phase === 'completed') return 'ORDER_OVER'
      if ([...paper.lines.values()].some(({ shipped }) => shipped > 0)) return 'ORDER_ALREADY_SHIPPED'
      return cancelPaper(paper, command.data.cancelledBy)
    case 'CancelLine':
      return judgeCancelLine(paper, command.data)
    case 'RecordAudit':
      return judgeAudit(paper, command.data)
    case 'ExpireAuditHold': {
      const releaseAt = paper.audited?.releaseAt ?? null
      const isDue = paper.phase === 'open' && releaseAt !== null && command.data.dueAt >= releaseAt
      return isDue && paper.holds.delete('audit') ? ['OrderReleased'] : 'NOT_DUE'
    }
    case 'RecordSourcingDecision':
      return judgeDecision(paper, command.data)
    case 'RecordSourcing':
      if (paper.phase === 'cancelled' && [...paper.lines.values()].every(({ shipped }) => shipped === 0)) return 'ORDER_OVER'
      if (paper.plan === JSON.stringify(command.data.plan)) return []
      for (const { lineId, quantity } of command.data.plan) {
        const line = paper.lines.get(lineId)!
        const left = line.quantity - line.cancelled
        if (quantity > (paper.phase === 'cancelled' ? Math.min(line.shipped, left) : left)) return 'QUANTITY_EXCEEDED'
      }
      paper.plan = JSON.stringify(command.data.plan)
      paper.backorder = ''
      return ['OrderSourced']
    case 'RecordBackorder':
      if (paper.phase !== 'open') return 'ORDER_OVER'
      if (paper.backorder === JSON.stringify(command.data)) return []
      paper.backorder = JSON.stringify(command.data)
      return ['OrderBackordered']
    case 'RecordShipment': {
      if (paper.shipments.has(command.data.shipmentId)) return []
      for (const { lineId, quantity } of command.data.lines) {
        const line = paper.lines.get(lineId)!
        if (quantity > line.quantity - line.cancelled - line.shipped) return 'QUANTITY_EXCEEDED'
      }
      return shipPaper(paper, command.data)
    }
    case 'RecordDelivery':
      if (paper.delivered) return []
      paper.delivered = true
      return ['DeliveryReported']
    case 'ExpectInstallation': {
      const { installationId, lineId } = command.data
      if (paper.installations.has(installationId)) return []
      if (lineId === 'freight') return 'LINE_UNKNOWN'
      if (paper.phase === 'cancelled') return 'ORDER_OVER'
      paper.installations.set(installationId, null)
      return ['InstallationExpected']
    }
    case 'EndInstallation': {
      const { installationId, outcome } = command.data
      const known = paper.installations.get(installationId)
      if (known === undefined) return 'INSTALLATION_UNKNOWN'
      if (known !== null) return known === outcome ? [] : 'DOCUMENT_DIFFERS'
      paper.installations.set(installationId, outcome)
      return ['InstallationEnded']
    }
    case 'CompleteOrder':
      if (paper.phase === 'completed') return []
      if (paper.phase === 'cancelled') return 'ORDER_OVER'
      if ([...paper.installations.values()].includes(null)) return 'INSTALLATION_EXPECTED'
      if (paper.capturedFen < paper.dueFen && !paper.delivered && [...paper.lines.values()].every(({ shipped }) => shipped === 0))
        return 'ORDER_UNPAID'
      paper.phase = 'completed'
      return ['OrderCompleted']
    case 'CommitRefund':
      return judgeRefund(paper, command.data)
    case 'ReleaseRefund':
      return paper.refunds.has(command.data.afterSalesId) ? ['RefundReleased'] : 'REFUND_UNKNOWN'
  }
}

function judgeAudit(paper: Paper, audited: Extract<OrderCommand, { type: 'RecordAudit' }>['data']): ReturnType<typeof judge> {
  const { outcome, reasons, change } = audited
  if (paper.phase !== 'open') return 'ORDER_OVER'
  if ([...paper.lines.values()].some(({ shipped }) => shipped > 0)) return 'ORDER_ALREADY_SHIPPED'
  if (change !== paper.changes) return 'AUDIT_STALE'
  if (paper.audited?.change === change) return []
  const ends = reasons.map(({ dueAt }) => dueAt ?? Number.POSITIVE_INFINITY).sort((a, b) => b - a)
  const releaseAt = outcome === 'hold' && ends[0] !== Number.POSITIVE_INFINITY ? (ends[0] ?? 0) : null
  paper.audited = { change, releaseAt }
  const wasHeld = paper.holds.has('audit')
  if (outcome === 'cancel') return ['OrderAudited', ...cancelPaper(paper, 'process')]
  if (outcome === 'hold') return wasHeld ? ['OrderAudited'] : ['OrderAudited', ...holdPaper(paper, 'audit', '')]
  return paper.holds.delete('audit') ? ['OrderAudited', 'OrderReleased'] : ['OrderAudited']
}

function judgeCancelLine(paper: Paper, { lineId, quantity }: { lineId: string; quantity: number }): ReturnType<typeof judge> {
  const line = paper.lines.get(lineId)
  if (line === undefined || lineId === 'freight') return 'LINE_UNKNOWN'
  if (paper.phase !== 'open') return 'ORDER_OVER'
  if (quantity > line.quantity - line.cancelled - line.shipped) return line.shipped > 0 ? 'ORDER_ALREADY_SHIPPED' : 'QUANTITY_EXCEEDED'
  return cancelUnitsOnPaper(paper, line, quantity, 'operator')
}
