import type { AggregateTypes } from '../../shared/aggregate.ts'
import type { Model, Verdict } from '../../shared/testing/agreement.ts'
import type { AfterSalesCommand, ChannelAfterSale } from '../commands.ts'
import type { AfterSalesEvent } from '../events.ts'
import type { AfterSalesState } from '../state.ts'

export interface AfterSalesTypes extends AggregateTypes {
  state: AfterSalesState
  command: AfterSalesCommand
  event: AfterSalesEvent
}

/** A case on paper. */
interface Paper {
  phase: 'none' | 'requested' | 'agreed' | 'refused' | 'paid' | 'closed'
  version: number | null
  kind: string
  asked: { lines: readonly { lineId: string; quantity: number }[]; refundFen: number; freightFen: number }
  approved: boolean
  paidFen: number | null
  expected: { waybill: string | null; returnedTo: string | null; lines: string } | null
  receipts: Map<string, { received: string; count: string; inspected: string | null }>
  deadline: { dueAt: number; overdue: string; late: string; over: boolean } | null
  shutAsOverdue: boolean
  replacement: string | null
  named: { content: string; prices: Map<string, number>; bears: number; priced: string | null } | null
  gifts: Map<string, { quantity: number; how: string; amountFen: number }>
  undone: string | null
}

/** What is to happen: the types of the events, in order. Nothing is a repeat. */
type Told = string[]
type Refused = Exclude<Verdict, 'happens' | 'repeat'>

export function afterSalesModel(): Model<AfterSalesTypes> {
  const paper: Paper = {
    ...{ phase: 'none', version: null, kind: '', asked: { lines: [], refundFen: 0, freightFen: 0 } },
    ...{ approved: false, paidFen: null, expected: null, receipts: new Map() },
    ...{ deadline: null, shutAsOverdue: false, replacement: null, named: null, gifts: new Map(), undone: null },
  }
  let told: Told = []
  return {
    judge(command) {
      const result = judge(paper, command)
      told = typeof result === 'string' ? [] : result
      return typeof result === 'string' ? result : result.length > 0 ? 'happens' : 'repeat'
    },
    check(state, events) {
      law(events.map(({ type }) => type).join() === told.join(), 'what happens', told, events)
      for (const event of events) checkEvent(paper, event)
      checkState(paper, state)
    },
  }
}

const contentOf = ({ lines, refundFen, freightFen }: Paper['asked']): string =>
  JSON.stringify([lines.map(({ lineId, quantity }) => `${lineId} ${quantity}`).sort(), refundFen, freightFen])

function judge(paper: Paper, command: AfterSalesCommand): Told | Refused {
  if (command.type === 'RecordChannelAfterSale') return judgeVersion(paper, command.data)
  if (command.type === 'RequestRefund') return judgeRequest(paper, command.data)
  if (paper.phase === 'none') return 'AFTER_SALES_UNKNOWN'
  const isOver = paper.phase === 'paid' || paper.phase === 'closed'
  switch (command.type) {
    case 'AmendRefund':
      if (contentOf(paper.asked) === contentOf(command.data) && (command.data.kind ?? paper.kind) === paper.kind) return []
      if (isOver) return 'REFUND_CLOSED'
      paper.kind = command.data.kind ?? paper.kind
      return amendPaper(paper, command.data)
    case 'AgreeToRefund':
      if (paper.phase === 'closed') return 'REFUND_CLOSED'
      return paper.phase === 'requested' || paper.phase === 'refused' ? enter(paper, 'agreed', 'RefundAgreed') : []
    case 'ApproveRefund': {
      if (paper.phase === 'closed') return 'REFUND_CLOSED'
      if (paper.phase === 'refused') return 'AFTER_SALES_STATE'
      if (command.data.buyerFen + command.data.freightFen + command.data.otherFen !== paper.asked.refundFen) return 'REFUND_DIFFERS'
      if (paper.approved) return []
      paper.approved = true
      return enter(paper, paper.phase === 'paid' ? 'paid' : 'agreed', 'RefundApproved')
    }
    case 'RefuseRefund':
      if (paper.phase === 'refused') return []
      return isOver ? 'REFUND_CLOSED' : enter(paper, 'refused', 'RefundRefused')
    case 'RecordRefundPaid':
      if (paper.paidFen !== null) return paper.paidFen === command.data.refundFen ? [] : 'REFUND_DIFFERS'
      if (paper.phase === 'closed') return 'REFUND_CLOSED'
      if (!paper.approved) return 'AFTER_SALES_STATE'
      if (command.data.refundFen !== paper.asked.refundFen) return 'REFUND_DIFFERS'
      paper.paidFen = command.data.refundFen
      return enter(paper, 'paid', 'RefundPaid')
    case 'CloseAfterSales':
      if (paper.phase === 'paid') return 'REFUND_CLOSED'
      return paper.phase === 'closed' ? [] : enter(paper, 'closed', 'AfterSalesClosed')
    case 'ExpectReturn': {
      const lines = JSON.stringify(command.data.lines)
      if (paper.expected?.waybill === command.data.waybill && paper.expected.lines === lines) return []
      if (paper.phase === 'refused' || paper.phase === 'closed') return 'AFTER_SALES_STATE'
      paper.expected = { waybill: command.data.waybill, returnedTo: paper.expected?.returnedTo ?? null, lines }
      return ['ReturnExpected']
    }
    case 'ReceiveReturn':
    case 'InspectReturn':
      return judgeGoods(paper, command)
    case 'SetReturnDeadline': {
      const { dueAt, overdue, late } = command.data
      if (paper.deadline !== null) {
        const { dueAt: before, overdue: then, late: after } = paper.deadline
        return [dueAt, overdue, late].join() === [before, then, after].join() ? [] : 'DOCUMENT_DIFFERS'
      }
      if (!isAwaited(paper)) return 'AFTER_SALES_STATE'
      paper.deadline = { dueAt, overdue, late, over: false }
      return ['ReturnDeadlineSet']
    }
    case 'ExpireReturn': {
      const { deadline } = paper
      if (deadline?.over) return []
      if (deadline === null || !isAwaited(paper) || command.data.dueAt < deadline.dueAt) return 'NOT_DUE'
      deadline.over = true
      if (deadline.overdue === 'keep' || paper.phase === 'paid') return ['ReturnOverdue']
      const told = ['ReturnOverdue', ...enter(paper, 'closed', 'AfterSalesClosed')]
      paper.shutAsOverdue = true
      return told
    }
    case 'NameReplacement': {
      const { lines, sellerBearsFen } = command.data
      const content = JSON.stringify([lines, sellerBearsFen])
      if (paper.named?.content === content) return []
      if (paper.kind !== 'exchange' || paper.replacement !== null || isOver) return 'AFTER_SALES_STATE'
      const prices = new Map(lines.map(({ lineId, unitPriceFen }) => [lineId, unitPriceFen]))
      if (prices.size < lines.length) return 'LINE_UNKNOWN'
      if (paper.asked.lines.length > 0 && lines.some(({ lineId }) => !paper.asked.lines.some((line) => line.lineId === lineId)))
        return 'LINE_UNKNOWN'
      paper.named = { content, prices, bears: sellerBearsFen, priced: null }
      return ['ReplacementNamed']
    }
    case 'PriceExchange': {
      const content = JSON.stringify(command.data.units)
      if (paper.named?.priced != null) return paper.named.priced === content ? [] : 'DOCUMENT_DIFFERS'
      if (paper.kind !== 'exchange' || paper.named === null) return 'AFTER_SALES_STATE'
      if (paper.phase !== 'agreed' && paper.phase !== 'paid') return 'AFTER_SALES_STATE'
      let differenceFen = 0
      for (const { lineId, quantity, carriedFen } of command.data.units) {
        const unitFen = paper.named.prices.get(lineId)
        if (unitFen === undefined) return 'LINE_UNKNOWN'
        differenceFen += carriedFen - unitFen * quantity
      }
      const refundFen = differenceFen > 0 ? differenceFen : 0
      if (paper.phase === 'paid' && (refundFen !== paper.asked.refundFen || -differenceFen > paper.named.bears)) return 'REFUND_CLOSED'
      if (-differenceFen > paper.named.bears) return enter(paper, 'refused', 'RefundRefused')
      const told = refundFen === paper.asked.refundFen ? [] : amendPaper(paper, { lines: paper.asked.lines, refundFen, freightFen: 0 })
      paper.named.priced = content
      return [...told, 'ExchangePriced']
    }
    case 'RecordReplacement': {
      const content = JSON.stringify([command.data.replacementOrderId, command.data.lines])
      if (paper.replacement !== null) return paper.replacement === content ? [] : 'DOCUMENT_DIFFERS'
      if (paper.kind !== 'exchange' && paper.kind !== 'resend') return 'AFTER_SALES_STATE'
      if (paper.phase !== 'agreed' && paper.phase !== 'paid') return 'AFTER_SALES_STATE'
      paper.replacement = content
      return ['ReplacementOrdered']
    }
    case 'ClaimGift': {
      const { lineId, quantity, how, amountFen } = command.data
      const known = paper.gifts.get(lineId)
      if (known !== undefined && [known.quantity, known.how, known.amountFen].join() === [quantity, how, amountFen].join()) return []
      if (paper.phase !== 'agreed' && paper.phase !== 'paid') return 'AFTER_SALES_STATE'
      if (known !== undefined && !(known.how === 'return' && how === 'charge' && quantity <= known.quantity)) return 'DOCUMENT_DIFFERS'
      paper.gifts.set(lineId, { quantity, how, amountFen })
      return ['GiftClaimed']
    }
    case 'WaiveGift':
      return paper.gifts.delete(command.data.lineId) ? ['GiftWaived'] : []
    case 'UndoSale': {
      const lines = JSON.stringify(command.data.lines)
      if (paper.undone !== null) return paper.undone === lines ? [] : 'DOCUMENT_DIFFERS'
      if (!paper.approved) return 'AFTER_SALES_STATE'
      paper.undone = lines
      return ['SaleUndone']
    }
    case 'RestoreSale': {
      const told = paper.undone === null ? [] : ['SaleRestored']
      paper.undone = null
      return told
    }
  }
}

const isAwaited = ({ expected, receipts, phase }: Paper): boolean =>
  expected !== null && receipts.size === 0 && (phase === 'agreed' || phase === 'paid')

function enter(paper: Paper, phase: Paper['phase'], type: string): Told {
  paper.phase = phase
  if (phase === 'agreed') paper.shutAsOverdue = false
  if (phase === 'refused' || phase === 'closed') paper.approved = false
  return [type]
}

function amendPaper(paper: Paper, { lines, refundFen, freightFen }: Paper['asked']): Told {
  if (paper.named !== null && JSON.stringify(paper.asked.lines) !== JSON.stringify(lines)) paper.named.priced = null
  paper.asked = { lines, refundFen, freightFen }
  paper.approved = false
  return ['AfterSalesAmended']
}

function judgeRequest(paper: Paper, data: Extract<AfterSalesCommand, { type: 'RequestRefund' }>['data']): Told | Refused {
  if (paper.phase !== 'none') return paper.kind === data.kind && contentOf(paper.asked) === contentOf(data) ? [] : 'REFUND_DIFFERS'
  paper.kind = data.kind
  amendPaper(paper, data)
  return enter(paper, 'requested', 'RefundRequested')
}

function judgeVersion(paper: Paper, sent: ChannelAfterSale): Told {
  if (paper.version !== null && sent.modifiedAt < paper.version) return []
  const isPriced = paper.phase !== 'none' && kindOnPaper(paper, sent) === 'exchange' && paper.named?.priced != null
  const message = isPriced && sent.refundFen === 0 ? { ...sent, refundFen: paper.asked.refundFen } : sent
  const told: Told = []
  if (paper.phase === 'none') {
    paper.kind = message.kind
    amendPaper(paper, message)
    told.push(...enter(paper, 'requested', 'RefundRequested'))
  } else if (
    (contentOf(paper.asked) !== contentOf(message) || paper.kind !== kindOnPaper(paper, message)) &&
    paper.phase !== 'paid' &&
    (paper.phase !== 'closed' || message.status === 'paid')
  ) {
    paper.kind = kindOnPaper(paper, message)
    told.push(...amendPaper(paper, message))
  }
  told.push(...followOnPaper(paper, sent))
  if (told.length === 0 && (paper.version === null || message.modifiedAt > paper.version)) told.push('AfterSalesVersionRecorded')
  paper.version = message.modifiedAt
  return told
}

/** What a channel calls a refund is about the parcel still that it once said was on its way. */
const kindOnPaper = ({ kind }: Paper, message: ChannelAfterSale): string =>
  message.kind === 'refundOnly' && ['intercept', 'rejectedDelivery'].includes(kind) ? kind : message.kind

function followOnPaper(paper: Paper, message: ChannelAfterSale): Told {
  const { status } = message
  const open = paper.phase === 'requested' || paper.phase === 'agreed' || paper.phase === 'refused'
  if (status === 'requested') return []
  if (status === 'refused') return open && paper.phase !== 'refused' ? enter(paper, 'refused', 'RefundRefused') : []
  if (status === 'closed') return open ? enter(paper, 'closed', 'AfterSalesClosed') : []
  const told: Told = []
  const mayAgree = paper.phase === 'requested' || paper.phase === 'refused' || (status === 'paid' && paper.phase === 'closed')
  if (mayAgree) told.push(...enter(paper, 'agreed', 'RefundAgreed'))
  if (paper.phase !== 'closed' && ['returnAndRefund', 'exchange', 'rejectedDelivery'].includes(paper.kind))
    told.push(...expectOnPaper(paper, message))
  if (status === 'paid' && paper.phase !== 'paid') {
    paper.paidFen = message.refundFen
    told.push(...enter(paper, 'paid', 'RefundPaid'))
  }
  return told
}

function expectOnPaper(paper: Paper, { status, lines, returnWaybill, returnedTo }: ChannelAfterSale): Told {
  const { waybill = null, returnedTo: place = null } = paper.expected ?? {}
  const first = paper.expected === null && status !== 'paid'
  const saysMore = (returnWaybill !== null && returnWaybill !== waybill) || (returnedTo !== null && returnedTo !== place)
  if (!first && !saysMore) return []
  paper.expected = { waybill: returnWaybill ?? waybill, returnedTo: returnedTo ?? place, lines: JSON.stringify(lines) }
  return ['ReturnExpected']
}

function judgeGoods(paper: Paper, command: Extract<AfterSalesCommand, { type: 'ReceiveReturn' | 'InspectReturn' }>): Told | Refused {
  const { receiptId, location, units } = command.data
  const content = JSON.stringify([location, units])
  const count = JSON.stringify(units.reduce((total, { quantity }) => total + quantity, 0))
  const known = paper.receipts.get(receiptId)
  if (command.type === 'ReceiveReturn') {
    if (known !== undefined) return known.received === content ? [] : 'DOCUMENT_DIFFERS'
    if (
      paper.asked.lines.length > 0 &&
      !paper.asked.lines.some(({ lineId }) => lineId === units[0]!.lineId) &&
      !paper.gifts.has(units[0]!.lineId)
    )
      return 'LINE_UNKNOWN'
    paper.receipts.set(receiptId, { received: content, count: units[0]!.lineId + count, inspected: null })
    return paper.shutAsOverdue && paper.deadline?.late === 'reopen'
      ? ['ReturnReceived', ...enter(paper, 'agreed', 'RefundAgreed')]
      : ['ReturnReceived']
  }
  if (known === undefined) return 'AFTER_SALES_STATE'
  if (known.inspected !== null) return known.inspected === content ? [] : 'DOCUMENT_DIFFERS'
  if (known.count !== units[0]!.lineId + count) return 'QUANTITY_EXCEEDED'
  known.inspected = content
  return ['ReturnInspected']
}

const law = (holds: boolean, what: string, ...facts: unknown[]): void => {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(facts)}`)
}

function checkEvent(paper: Paper, { type, data }: AfterSalesEvent): void {
  if (type === 'RefundAgreed') law(contentOf(data) === contentOf(paper.asked), 'agreed to what is asked', data, paper.asked)
  if (type === 'RefundPaid') law(data.refundFen === paper.paidFen, 'paid', data, paper.paidFen)
  if (type === 'RefundApproved') law(data.buyerFen + data.freightFen + data.otherFen === paper.asked.refundFen, 'approved', data)
}

function checkState(paper: Paper, state: AfterSalesState): void {
  law((state === null) === (paper.phase === 'none'), 'nothing is asked', paper)
  if (state === null) return
  const known = [state.phase, state.channelModifiedAt, state.kind, contentOf(state.asked), state.approved !== null, state.paidFen]
  const written = [paper.phase, paper.version, paper.kind, contentOf(paper.asked), paper.approved, paper.paidFen]
  law(known.join() === written.join(), 'the case is what is on paper', known, written)
  const { expected } = paper
  law(
    (expected === null) === (state.returnExpected === null) && expected?.waybill === state.returnExpected?.waybill,
    'goods expected',
    state,
  )
  law(state.receipts.size === paper.receipts.size, 'receipts', [...state.receipts.keys()])
  for (const [id, { inspected }] of paper.receipts)
    law((state.receipts.get(id)!.inspected === null) === (inspected === null), 'inspected', id)
  law((state.phase === 'paid') === (state.paidFen !== null), 'paid is paid', state)
  const { deadline, shutAsOverdue, replacement, gifts, undone } = paper
  law(
    state.returnDeadline?.dueAt === deadline?.dueAt && state.returnDeadline?.isOver === deadline?.over,
    'the deadline of the return',
    state,
  )
  law(state.closedAsOverdue === shutAsOverdue, 'closed as overdue', state)
  law((state.replacement === null) === (replacement === null), 'what is sent anew', state)
  law(JSON.stringify([...state.gifts.keys()].sort()) === JSON.stringify([...gifts.keys()].sort()), 'gifts claimed', state)
  law((state.exchange === null) === (paper.named === null), 'other goods', state)
  law(((state.exchange?.priced ?? null) === null) === ((paper.named?.priced ?? null) === null), 'what they come to', state)
  law((state.undone === null) === (undone === null), 'what is undone', state)
  law(state.phase !== 'refused' || state.approved === null, 'what is refused holds no money of the order', state)
}
