import { expect, test } from 'vitest'
import { causeOf } from './causes.ts'
import { openProcessesIn } from './measures.ts'

/** A log of nothing but the names of streams and the types of their events. */
const logOf = (...told: readonly (readonly [stream: string, type: string])[]) => ({
  async *readAll() {
    yield { events: told.map(([stream, type]) => ({ stream, type })), position: 0n }
  },
})
const openIn = (...told: readonly (readonly [string, string])[]) =>
  openProcessesIn({ events: logOf(...told) } as unknown as Parameters<typeof openProcessesIn>[0])

test('an instance is open until it ended, and again when it goes on after that', async () => {
  expect(await openIn(['a', 'ProcessStarted'], ['a', 'StepAsked'], ['b', 'ProcessStarted'], ['b', 'Waiting'])).toBe(2)
  expect(await openIn(['a', 'ProcessStarted'], ['a', 'ProcessEnded'])).toBe(0)
  expect(await openIn(['a', 'ProcessStarted'], ['a', 'ProcessEnded'], ['a', 'StepAsked'])).toBe(1)
  expect(await openIn(['a', 'ProcessStarted'], ['a', 'GivingUp'], ['a', 'ProcessEnded'])).toBe(0)
})

test('what goes wrong has a cause, and what goes as it should has none', () => {
  const of = (type: string, data: object) => causeOf(type, data as never)
  expect(of('VisitFailed', { reason: 'noAnswer' })).toBe('visitFailed.noAnswer')
  expect(of('OrderCancelled', { reason: 'noStock', cancelledBy: 'process' })).toBe('outOfStock')
  expect(of('OrderCancelled', { reason: 'buyer', cancelledBy: 'channel' })).toBeNull()
  expect(of('WmsCallAnswered', { outcome: 'taken' })).toBeNull()
  expect(of('WmsCallAnswered', { outcome: 'unanswered' })).toBe('warehouseSystemUnanswered')
  expect(of('InstallationStalled', { waitedFor: 'slot' })).toBe('stalled.slot')
  expect(of('OrderPlaced', {})).toBeNull()
})
