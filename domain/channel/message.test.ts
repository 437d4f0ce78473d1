import { expect, test } from 'vitest'
import { type MessageState, messageAggregate } from './message.ts'

const name = { channel: 'jd', shop: 's1', messageId: 'm1' } as const
const received = {
  ...name,
  ...{ kind: 'order' as const, channelOrderId: '1', refundId: null, modifiedAt: 1, receivedAt: 2 },
  ...{ personId: 'p1', payload: 'sealed', byteLength: 6 },
} as const
const rejectedFor = (lineId: string) => ({
  ...{ ...name, channelOrderId: '1', exceptionId: 'm1', code: 'UNKNOWN_LISTING', reason: 'not listed' },
  details: { lineId },
})

const decide = (state: MessageState, ...[command]: Parameters<typeof messageAggregate.decide>[1][]) => {
  const decision = messageAggregate.decide(state, command!)
  if (!decision.accepted) return decision.code
  for (const event of decision.events) messageAggregate.evolve(state, event)
  return decision.events.map(({ type }) => type)
}

function kept(): MessageState {
  const state = messageAggregate.initial()
  decide(state, { type: 'RecordMessage', data: { received, rejected: rejectedFor('1') } })
  return state
}

test('a message is kept once', () => {
  expect(decide(kept(), { type: 'RecordMessage', data: { received, rejected: null } })).toEqual([])
})

test('an exception that fails again for the same cause says nothing new', () => {
  expect(decide(kept(), { type: 'RejectMessage', data: rejectedFor('1') })).toEqual([])
})

test('an exception that fails again for another line says which', () => {
  const state = kept()
  expect(decide(state, { type: 'RejectMessage', data: rejectedFor('2') })).toEqual(['ChannelMessageRejected'])
  expect(state.rejected?.details).toEqual({ lineId: '2' })
})

test('an exception is resolved once, and is then closed', () => {
  const state = kept()
  const resolution = { ...name, channelOrderId: '1', exceptionId: 'm1', resolution: 'dropped', outcome: null, subjectId: null } as const
  expect(decide(state, { type: 'ResolveException', data: resolution })).toEqual(['ExceptionResolved'])
  expect(decide(state, { type: 'ResolveException', data: resolution })).toBe('EXCEPTION_CLOSED')
  expect(decide(state, { type: 'RejectMessage', data: rejectedFor('2') })).toBe('EXCEPTION_CLOSED')
})
