import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { EventOfWms, WmsMessageEvent } from './events.ts'
import { wmsMessageKey } from './keys.ts'

type Received = EventOfWms<'WmsMessageReceived'>['data']
type Rejected = EventOfWms<'WmsMessageRejected'>['data']
type Corrected = EventOfWms<'WmsMessageCorrected'>['data']
type Settled = EventOfWms<'WmsMessageSettled'>['data']

export interface WmsMessageState {
  received: Received | null
  /** The exception, open until settled. */
  rejected: Rejected | null
  corrected: Corrected | null
  settled: Settled | null
}

export type WmsMessageCommand =
  | { readonly type: 'KeepWmsMessage'; readonly data: Received }
  /** Opens the exception of a kept message, or renews the reason of an open one. */
  | { readonly type: 'RejectWmsMessage'; readonly data: Rejected }
  | { readonly type: 'CorrectWmsMessage'; readonly data: Corrected }
  | { readonly type: 'SettleWmsMessage'; readonly data: Settled }

export const isOpen = (state: Readonly<WmsMessageState>): boolean => state.rejected !== null && state.settled === null

const initial = (): WmsMessageState => ({ received: null, rejected: null, corrected: null, settled: null })

function evolve(state: WmsMessageState, { type, data }: WmsMessageEvent): WmsMessageState {
  switch (type) {
    case 'WmsMessageReceived':
      state.received = data
      return state
    case 'WmsMessageRejected':
      state.rejected = data
      return state
    case 'WmsMessageCorrected':
      state.corrected = data
      return state
    case 'WmsMessageSettled':
      state.settled = data
      return state
  }
}

function decide(state: Readonly<WmsMessageState>, { type, data }: WmsMessageCommand): Decision<WmsMessageEvent> {
  if (type === 'KeepWmsMessage') return state.received === null ? accept({ type: 'WmsMessageReceived', data }) : accept()
  if (state.received === null) return reject('EXCEPTION_UNKNOWN', { messageId: data.messageId })
  switch (type) {
    case 'RejectWmsMessage':
      if (state.settled !== null) return closed(state.settled)
      return same(state.rejected, data) ? accept() : accept({ type: 'WmsMessageRejected', data })
    case 'CorrectWmsMessage':
      if (state.rejected === null) return reject('EXCEPTION_UNKNOWN', { messageId: data.messageId })
      return state.settled === null ? accept({ type: 'WmsMessageCorrected', data }) : closed(state.settled)
    case 'SettleWmsMessage':
      if (state.settled !== null) return same(state.settled, data) ? accept() : closed(state.settled)
      return accept({ type: 'WmsMessageSettled', data })
  }
}

const closed = ({ resolution, outcome }: Settled) => reject('EXCEPTION_CLOSED', { resolution: resolution ?? outcome })

/** One message of a warehouse: kept whole once, however often it is sent, and what became of it: stream `wmsmessage-<location>.<message>`. */
export const wmsMessageAggregate: Aggregate<{ state: WmsMessageState; command: WmsMessageCommand; event: WmsMessageEvent }> = {
  category: 'wmsmessage',
  stateVersion: 1,
  commandTypes: ['KeepWmsMessage', 'RejectWmsMessage', 'CorrectWmsMessage', 'SettleWmsMessage'],
  naturallyKeyed: ['KeepWmsMessage'],
  key: ({ data }) => wmsMessageKey(data.location, data.messageId),
  initial,
  evolve,
  decide,
  freeze: (state) => ({ ...state }),
  thaw: (frozen) => ({ ...(frozen as WmsMessageState) }),
  weigh: (state) => 500 + (state.received?.payload.length ?? 0) + (state.corrected?.payload.length ?? 0),
}
