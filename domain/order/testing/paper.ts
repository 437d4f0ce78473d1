import type { OrderEvent } from '../events.ts'

export interface PaperLine {
  readonly id: string
  readonly kind: string
  readonly quantity: number
  readonly priceFen: readonly number[]
  readonly givenFen: ReadonlyMap<string, number>
  readonly dueFen: number[]
  readonly backFen: number[]
  readonly freeBack: Set<number>
  cancelled: number
  shipped: number
}

/** An order on paper. */
export interface Paper {
  version: number
  phase: 'none' | 'open' | 'cancelled' | 'completed'
  by: string
  payBy: number | null
  payableFen: number
  dueFen: number
  otherFen: number
  otherBackFen: number
  capturedFen: number
  backFen: number
  payments: Map<string, number>
  refunds: Map<string, { readonly asked: string; event: Extract<OrderEvent, { type: 'RefundCommitted' }>['data'] | null }>
  undoneFen: Map<string, number>
  holds: Set<string>
  noticed: string
  recipient: string
  remarks: string
  shipments: Set<string>
  delivered: boolean
  /** By installation: what came of it, null while a crew is awaited. */
  installations: Map<string, string | null>
  attempt: number
  plan: string
  /** What was decided of sourcing, decision by decision. */
  decisions: string[]
  backorder: string
  /** Changes an audit asks about. */
  changes: number
  audited: { readonly change: number; readonly releaseAt: number | null } | null
  lines: Map<string, PaperLine>
}

export const blank = (): Paper => ({
  version: -1,
  phase: 'none',
  by: '',
  payBy: null,
  payableFen: 0,
  dueFen: 0,
  otherFen: 0,
  otherBackFen: 0,
  capturedFen: 0,
  backFen: 0,
  payments: new Map(),
  refunds: new Map(),
  undoneFen: new Map(),
  holds: new Set(),
  noticed: '',
  recipient: '',
  remarks: '',
  shipments: new Set(),
  delivered: false,
  installations: new Map(),
  attempt: 1,
  plan: '',
  decisions: [],
  backorder: '',
  changes: 0,
  audited: null,
  lines: new Map(),
})

/** What is to happen: the types of the events, in order. Nothing is a repeat. */
export type Told = string[]

export function cancelUnitsOnPaper(paper: Paper, line: PaperLine, quantity: number, by: string): Told {
  line.cancelled += quantity
  const goods = [...paper.lines.values()].filter(({ kind }) => kind === 'goods')
  return goods.every((one) => one.cancelled === one.quantity) ? ['LineCancelled', ...cancelPaper(paper, by)] : ['LineCancelled']
}

export function cancelPaper(paper: Paper, by: string): Told {
  paper.phase = 'cancelled'
  paper.by = by
  return ['OrderCancelled']
}

export function holdPaper(paper: Paper, reason: string, detail: string): Told {
  paper.holds.add(reason)
  if (reason === 'amountsDiffer') paper.noticed = detail
  return ['OrderHeld']
}

export function shipPaper(paper: Paper, shipment: { shipmentId: string; lines: readonly { lineId: string; quantity: number }[] }): Told {
  paper.shipments.add(shipment.shipmentId)
  for (const { lineId, quantity } of shipment.lines) {
    const line = paper.lines.get(lineId)!
    line.shipped += Math.max(0, Math.min(quantity, line.quantity - line.cancelled - line.shipped))
  }
  return ['ShipmentReported']
}

export function judgePayment(paper: Paper, payment: { paymentId: string; amountFen: number; stage: string }): Told {
  paper.payments.set(payment.paymentId, payment.amountFen)
  paper.capturedFen += payment.amountFen
  const told = [payment.stage === 'deposit' ? 'DepositPaid' : 'PaymentCaptured']
  if (paper.phase === 'cancelled' && paper.by === 'deadline') {
    paper.phase = 'open'
    paper.attempt += 1
    const planned = JSON.parse(paper.plan || '[]') as { readonly lineId: string }[]
    paper.plan = paper.plan && JSON.stringify(planned.filter(({ lineId }) => paper.lines.get(lineId)!.shipped > 0))
    paper.backorder = ''
    told.push('OrderReinstated')
  } else if (paper.phase === 'cancelled') {
    if (payment.amountFen > 0) told.push('RefundCommitted')
    return told
  }
  const detail = `captured ${paper.capturedFen} fen, due ${paper.dueFen}`
  if (paper.capturedFen > paper.dueFen && paper.noticed !== detail) told.push(...holdPaper(paper, 'amountsDiffer', detail))
  return told
}
