import type { EventOfType } from '../events.ts'
import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { ChannelEvent } from './events.ts'

type Received = EventOfType<'ChannelMessageReceived'>['data']
type Rejected = EventOfType<'ChannelMessageRejected'>['data']
type Corrected = EventOfType<'ChannelMessageCorrected'>['data']
type Resolved = EventOfType<'ExceptionResolved'>['data']

export interface MessageState {
  received: Received | null
  /** The exception, open until resolved. */
  rejected: Rejected | null
  corrected: Corrected | null
  resolved: Resolved | null
}

export type MessageCommand =
  /** Keeps a payload, with its rejection when it is known at once that it cannot be taken further. */
  | { readonly type: 'RecordMessage'; readonly data: { readonly received: Received; readonly rejected: Rejected | null } }
  /** Opens the exception of a kept message, or renews the reason of an open one. */
  | { readonly type: 'RejectMessage'; readonly data: Rejected }
  | { readonly type: 'CorrectMessage'; readonly data: Corrected }
  | { readonly type: 'ResolveException'; readonly data: Resolved }

type Types = { state: MessageState; command: MessageCommand; event: ChannelEvent }

/** `_` where the payload does not say its shop. */
export const messageKey = (channel: string, shop: string | null, messageId: string): string => streamKey([channel, shop ?? '_', messageId])

export const isOpen = (state: Readonly<MessageState>): boolean => state.rejected !== null && state.resolved === null

const initial = (): MessageState => ({ received: null, rejected: null, corrected: null, resolved: null })

function evolve(state: MessageState, { type, data }: ChannelEvent): MessageState {
  switch (type) {
    case 'ChannelMessageReceived':
      state.received = data
      return state
    case 'ChannelMessageRejected':
      state.rejected = data
      return state
    case 'ChannelMessageCorrected':
      state.corrected = data
      return state
    case 'ExceptionResolved':
      state.resolved = data
      return state
  }
}

const rejectedEvent = (data: Rejected): ChannelEvent => ({ type: 'ChannelMessageRejected', data })

function decide(state: Readonly<MessageState>, command: MessageCommand): Decision<ChannelEvent> {
  switch (command.type) {
    case 'RecordMessage':
      return state.received === null ? record(command.data) : accept()
    case 'RejectMessage':
      return rejectMessage(state, command.data)
    case 'CorrectMessage':
      return whileOpen(state, { type: 'ChannelMessageCorrected', data: command.data })
    case 'ResolveException':
      return whileOpen(state, { type: 'ExceptionResolved', data: command.data })
  }
}

const record = ({ received, rejected }: Extract<MessageCommand, { type: 'RecordMessage' }>['data']): Decision<ChannelEvent> =>
  accept<ChannelEvent>({ type: 'ChannelMessageReceived', data: received }, ...(rejected === null ? [] : [rejectedEvent(rejected)]))

function rejectMessage(state: Readonly<MessageState>, data: Rejected): Decision<ChannelEvent> {
  if (state.received === null) return reject('EXCEPTION_UNKNOWN', { messageId: data.messageId })
  const { rejected, resolved } = state
  if (resolved !== null) return reject('EXCEPTION_CLOSED', { exceptionId: data.exceptionId })
  return same(rejected, data) ? accept() : accept(rejectedEvent(data))
}

function whileOpen(state: Readonly<MessageState>, event: ChannelEvent): Decision<ChannelEvent> {
  if (state.rejected === null) return reject('EXCEPTION_UNKNOWN', {})
  if (state.resolved !== null) return reject('EXCEPTION_CLOSED', { resolution: state.resolved.resolution })
  return accept(event)
}

const keyOfCommand = (command: MessageCommand): string => {
  const { channel, shop, messageId } = command.type === 'RecordMessage' ? command.data.received : command.data
  return messageKey(channel, shop, messageId)
}

/** One message of a channel: kept whole once, however often it is sent, and what became of it when it could not be taken further. */
export const messageAggregate: Aggregate<Types> = {
  category: 'message',
  stateVersion: 1,
  commandTypes: ['RecordMessage', 'RejectMessage', 'CorrectMessage', 'ResolveException'],
  naturallyKeyed: ['RecordMessage'],
  key: keyOfCommand,
  initial,
  evolve,
  decide,
  freeze: (state) => state,
  thaw: (frozen) => frozen as MessageState,
  weigh: (state) => 500 + (state.received?.payload.length ?? 0) + (state.corrected?.payload.length ?? 0),
}
