import { type Calls, callAnswered, callBegun, noCalls, standingOfAnswer, standingOfTry } from '../outbound/calls.ts'
import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { EventOfWms, WmsOrderEvent } from './events.ts'

type Data<Type extends WmsOrderEvent['type']> = EventOfWms<Type>['data']
type Answered = Data<'WmsCallAnswered'>
export type Call = Answered['call']

/** What is said with a warehouse of one fulfilment. */
export interface WmsOrder {
  readonly calls: Record<Call, Calls>
  /** Work of merged orders that it was asked to send with its own; null while it was not asked. */
  members: readonly string[] | null
  confirmBy: number | null
  /** By number of the message. */
  readonly confirms: Map<string, Pick<Data<'WmsOrderConfirmed'>, 'isFinal' | 'units' | 'parcels'>>
  isFinal: boolean
  settleBy: number | null
  readonly statuses: Map<string, number>
}

export type WmsOrderCommand =
  /** Before something is sent to the warehouse: the next try of it. */
  | { readonly type: 'BeginWmsCall'; readonly data: Data<'WmsCallBegun'> }
  | { readonly type: 'AnswerWmsCall'; readonly data: Answered }
  /** What left, after it was found to fit the fulfilment. */
  | { readonly type: 'RecordWmsConfirm'; readonly data: Data<'WmsOrderConfirmed'> }
  | { readonly type: 'RecordWmsProgress'; readonly data: Data<'WmsOrderProgressed'> }
  | { readonly type: 'RecordWmsOverdue'; readonly data: Data<'WmsOrderOverdue'> }

const initial = (): WmsOrder => ({
  calls: { create: noCalls(), cancel: noCalls() },
  members: null,
  confirmBy: null,
  confirms: new Map(),
  isFinal: false,
  settleBy: null,
  statuses: new Map(),
})

function evolve(order: WmsOrder, { type, data }: WmsOrderEvent): WmsOrder {
  switch (type) {
    case 'WmsCallBegun':
      callBegun(order.calls[data.call], data)
      if (data.call === 'create') order.members = data.members ?? []
      return order
    case 'WmsCallAnswered':
      return answered(order, data)
    case 'WmsOrderConfirmed': {
      const { messageNumber, isFinal, units, parcels, settleBy } = data
      order.confirms.set(messageNumber, { isFinal, units, parcels })
      order.isFinal ||= isFinal
      if (!isFinal) return order
      order.settleBy = settleBy
      order.confirmBy = null
      return order
    }
    case 'WmsOrderProgressed':
      order.statuses.set(data.status, data.reportedAt)
      return order
    case 'WmsOrderOverdue':
      order.confirmBy = data.nextDueAt
      return order
  }
}

function answered(order: WmsOrder, data: Answered): WmsOrder {
  const { call, outcome, confirmBy } = data
  callAnswered(order.calls[call], data)
  const isToLeave = (call === 'create' && outcome === 'taken') || (call === 'cancel' && outcome === 'refused' && confirmBy !== null)
  if (isToLeave) order.confirmBy = order.isFinal ? null : confirmBy
  return order
}

/** Whether the warehouse may have the work: it took it or sends it, or something is on its way or was lost there. */
export const mayHaveIt = ({ calls: { create }, confirms }: Readonly<WmsOrder>): boolean =>
  create.outcome === 'taken' || create.isPending || create.lost > 0 || confirms.size > 0

function decide(order: Readonly<WmsOrder>, { type, data }: WmsOrderCommand): Decision<WmsOrderEvent> {
  switch (type) {
    case 'BeginWmsCall':
      return begin(order, data)
    case 'AnswerWmsCall':
      return answer(order, data)
    case 'RecordWmsConfirm':
      return confirm(order, data)
    case 'RecordWmsProgress':
      // Of one status the first report counts: what follows from it, follows once.
      return order.statuses.has(data.status) ? accept() : accept({ type: 'WmsOrderProgressed', data })
    case 'RecordWmsOverdue':
      return order.confirmBy === data.dueAt ? accept({ type: 'WmsOrderOverdue', data }) : reject('NOT_DUE', { dueAt: order.confirmBy })
  }
}

function begin(order: Readonly<WmsOrder>, data: Data<'WmsCallBegun'>): Decision<WmsOrderEvent> {
  const calls = order.calls[data.call]
  const standing = standingOfTry(calls, data.attempt)
  return standing === 'contended' ? contended(calls) : accept(...(standing === 'new' ? [{ type: 'WmsCallBegun' as const, data }] : []))
}

function answer(order: Readonly<WmsOrder>, data: Answered): Decision<WmsOrderEvent> {
  const calls = order.calls[data.call]
  const standing = standingOfAnswer(calls, data)
  return standing === 'contended' ? contended(calls) : accept(...(standing === 'new' ? [{ type: 'WmsCallAnswered' as const, data }] : []))
}

const contended = ({ attempt, outcome }: Readonly<Calls>) => reject('CONTENDED', { attempt, outcome })

/** The same number says the same, whenever it is said. */
function confirm(order: Readonly<WmsOrder>, data: Data<'WmsOrderConfirmed'>): Decision<WmsOrderEvent> {
  const { messageNumber, isFinal, units, parcels } = data
  const known = order.confirms.get(messageNumber)
  if (known === undefined) return accept({ type: 'WmsOrderConfirmed', data })
  return same(known, { isFinal, units, parcels }) ? accept() : reject('DOCUMENT_DIFFERS', { messageNumber })
}

type Frozen = Omit<WmsOrder, 'confirms' | 'statuses'> & {
  readonly confirms: readonly (readonly [string, WmsOrder['confirms'] extends Map<string, infer Confirm> ? Confirm : never])[]
  readonly statuses: readonly (readonly [string, number])[]
}

/** What is said with a warehouse of one fulfilment: stream `wms-<fulfilment id>`. */
export const wmsOrderAggregate: Aggregate<{ state: WmsOrder; command: WmsOrderCommand; event: WmsOrderEvent }> = {
  category: 'wms',
  stateVersion: 2,
  commandTypes: ['BeginWmsCall', 'AnswerWmsCall', 'RecordWmsConfirm', 'RecordWmsProgress', 'RecordWmsOverdue'],
  naturallyKeyed: ['BeginWmsCall', 'AnswerWmsCall', 'RecordWmsConfirm', 'RecordWmsProgress'],
  key: ({ data }) => data.fulfilmentId,
  initial,
  evolve,
  decide,
  freeze: (order): Frozen => ({
    ...order,
    calls: { create: { ...order.calls.create }, cancel: { ...order.calls.cancel } },
    confirms: [...order.confirms],
    statuses: [...order.statuses],
  }),
  thaw(frozen) {
    const order = frozen as Frozen
    return {
      ...order,
      calls: { create: { ...order.calls.create }, cancel: { ...order.calls.cancel } },
      confirms: new Map(order.confirms),
      statuses: new Map(order.statuses),
    }
  },
  weigh: ({ confirms, statuses }) => 800 + 1_000 * confirms.size + 60 * statuses.size,
}
