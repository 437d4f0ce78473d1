import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { traceEvents } from './events.ts'

const { TraceReceived, TraceUnreadable, UnreadableTraceSettled, TraceUnmatched, TraceMatched } = traceEvents

export const traceCommands = defineCommands({
  RecordTrace: { description: 'Keep a message of a carrier, once', data: TraceReceived.data },
  RecordUnreadableTrace: { description: 'Keep a message nobody can read, once', data: TraceUnreadable.data },
  SettleUnreadableTrace: { description: 'Say what became of a message nobody could read, once', data: UnreadableTraceSettled.data },
  MissShipment: {
    description: 'Say that nothing is known to have left under the waybill; only as long as that is so',
    data: TraceUnmatched.data,
  },
  MatchTrace: { description: 'Say what left under the waybill; what is matched stays, and more may come', data: TraceMatched.data },
})

export type TraceCommand = CommandsOf<typeof traceCommands>
