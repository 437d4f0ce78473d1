import { type Calls, callAnswered, callBegun, noCalls, standingOfAnswer, standingOfTry } from '../outbound/calls.ts'
import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import type { EventOfWms, WmsReturnEvent } from './events.ts'
import { wmsReturnKey } from './keys.ts'

type Begun = EventOfWms<'WmsReturnCallBegun'>['data']
type Answered = EventOfWms<'WmsReturnCallAnswered'>['data']
export type ReturnCall = Begun['call']

/** What a warehouse was told of units that are to come back to it. */
export interface WmsReturn {
  readonly calls: Record<ReturnCall, Calls>
  /** As in the first try: later ones say the same. Null before it. */
  told: Pick<Begun, 'kind' | 'fulfilmentId' | 'waybill' | 'lines'> | null
}

export type WmsReturnCommand =
  /** Before something is sent to the warehouse: the next try of it. */
  { readonly type: 'BeginWmsReturnCall'; readonly data: Begun } | { readonly type: 'AnswerWmsReturnCall'; readonly data: Answered }

const initial = (): WmsReturn => ({ calls: { create: noCalls(), cancel: noCalls() }, told: null })

function evolve(order: WmsReturn, { type, data }: WmsReturnEvent): WmsReturn {
  if (type === 'WmsReturnCallAnswered') callAnswered(order.calls[data.call], data)
  else {
    const { call, kind, fulfilmentId, waybill, lines } = data
    callBegun(order.calls[call], data)
    order.told ??= { kind, fulfilmentId, waybill, lines }
  }
  return order
}

/** Whether the warehouse may expect the units: it was told, or something is on its way or was lost there. */
export const mayExpectIt = ({ calls: { create } }: Readonly<WmsReturn>): boolean =>
  create.outcome === 'taken' || create.isPending || create.lost > 0

/** It was told that the units do not come, and agreed: what it says of them afterwards contradicts that. */
export const isLetBe = ({ calls: { cancel } }: Readonly<WmsReturn>): boolean => cancel.outcome === 'taken'

function decide({ calls }: Readonly<WmsReturn>, { type, data }: WmsReturnCommand): Decision<WmsReturnEvent> {
  const { attempt, outcome } = calls[data.call]
  const contended = () => reject('CONTENDED', { attempt, outcome })
  if (type === 'BeginWmsReturnCall') {
    const standing = standingOfTry(calls[data.call], data.attempt)
    return standing === 'contended' ? contended() : accept(...(standing === 'new' ? [{ type: 'WmsReturnCallBegun' as const, data }] : []))
  }
  const standing = standingOfAnswer(calls[data.call], data)
  return standing === 'contended' ? contended() : accept(...(standing === 'new' ? [{ type: 'WmsReturnCallAnswered' as const, data }] : []))
}

const copy = ({ calls, told }: Readonly<WmsReturn>): WmsReturn => ({
  calls: { create: { ...calls.create }, cancel: { ...calls.cancel } },
  told,
})

/** What is said with a warehouse of units that are to come back to it: stream `wmsreturn-<return code>@<location>`. */
export const wmsReturnAggregate: Aggregate<{ state: WmsReturn; command: WmsReturnCommand; event: WmsReturnEvent }> = {
  category: 'wmsreturn',
  stateVersion: 1,
  commandTypes: ['BeginWmsReturnCall', 'AnswerWmsReturnCall'],
  naturallyKeyed: ['BeginWmsReturnCall', 'AnswerWmsReturnCall'],
  key: ({ data }) => wmsReturnKey(data.returnCode, data.location),
  initial,
  evolve,
  decide,
  freeze: copy,
  thaw: (frozen) => copy(frozen as WmsReturn),
  weigh: ({ told }) => 600 + 100 * (told?.lines.length ?? 0),
}
