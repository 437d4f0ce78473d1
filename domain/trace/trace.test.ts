import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { streamName } from '../shared/stream-name.ts'
import { agrees, equal, type Verdict } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { standing, takeFact } from '../tracking/tracking.ts'
import type { TraceCommand } from './commands.ts'
import type { TracedFact } from './fields.ts'
import { fact, match, miss, receive, receiveUnreadable, shipment } from './testing/ask.ts'
import { traceAggregate } from './trace.ts'

const scenario = scenariosOf(traceAggregate)
const [first, second] = [fact(1, 'collected'), fact(2, 'outForDelivery')]

test('a stream is one waybill of one reporter; what nobody can read has one of its own', () => {
  expect(streamName('trace', traceAggregate.key(receive('m1')))).toBe('trace-kuaidi100.SF1')
  expect(streamName('trace', traceAggregate.key(receiveUnreadable('m1')))).toBe('trace-kuaidi100@m1')
})

describe('a message of a carrier', () => {
  scenario('is kept')
    .when(receive('m1', first))
    .yieldsLike({ type: 'TraceReceived', data: { facts: [first], messageId: 'm1' } })
  scenario('is kept once').after(receive('m1', first)).when(receive('m1', first)).yieldsNothing()
  scenario('says only what is new beside what it is kept as')
    .after(receive('m1', first))
    .when(receive('m2', second, first))
    .yieldsLike({ type: 'TraceReceived', data: { facts: [second] } })
  scenario('that names a line twice says it once')
    .when(receive('m1', first, first))
    .yieldsLike({ type: 'TraceReceived', data: { facts: [first] } })
  scenario('is kept though it says nothing')
    .when(receive('m1'))
    .yieldsLike({ type: 'TraceReceived', data: { facts: [] } })
  scenario('that nobody can read is kept').when(receiveUnreadable('m1')).yieldsLike({ type: 'TraceUnreadable' })
  const settle = (resolution: 'retried' | 'dropped', waybill: string | null = null): TraceCommand => ({
    type: 'SettleUnreadableTrace',
    data: { reporter: 'kuaidi100', messageId: 'm1', resolution, waybill },
  })
  scenario('that nobody can read is settled once it is read')
    .after(receiveUnreadable('m1'))
    .when(settle('retried', 'SF1'))
    .yieldsLike({ type: 'UnreadableTraceSettled', data: { waybill: 'SF1' } })
  scenario('that was set aside is not read after that')
    .after(receiveUnreadable('m1'), settle('dropped'))
    .when(settle('retried', 'SF1'))
    .rejects('EXCEPTION_CLOSED', { resolution: 'dropped' })
  scenario('that is settled again is a repeat').after(receiveUnreadable('m1'), settle('dropped')).when(settle('dropped')).yieldsNothing()
  scenario('that could be read has nothing to settle').after(receive('m1', first)).when(settle('dropped')).rejects('EXCEPTION_UNKNOWN')
  scenario('that nobody can read is kept once').after(receiveUnreadable('m1')).when(receiveUnreadable('m1')).yieldsNothing()
})

describe('what left under a waybill', () => {
  const kept = receive('m1', first)
  scenario('is missed once').after(kept, miss()).when(miss()).yieldsNothing()
  scenario('is shown to be missed')
    .after(kept)
    .when(miss())
    .yieldsLike({ type: 'TraceUnmatched', data: { code: 'WAYBILL_UNKNOWN', dueAt: 20 } })
  scenario('may come later')
    .after(kept, miss())
    .when(match('HZ'))
    .yieldsLike({ type: 'TraceMatched', data: { shipments: [shipment('HZ')] } })
  scenario('is not missed once it is known')
    .after(kept, match('HZ'))
    .when(miss())
    .rejects('WAYBILL_KNOWN', { shipments: [shipment('HZ')] })
  scenario('is matched once').after(kept, match('HZ')).when(match('HZ')).yieldsNothing()
  scenario('may be more')
    .after(kept, match('HZ'))
    .when(match('SH', 'HZ'))
    .yieldsLike({ type: 'TraceMatched', data: { shipments: [shipment('HZ'), shipment('SH')] } })
  scenario('is asked for by nobody where nothing was reported').when(match('HZ')).rejects('WAYBILL_UNKNOWN')
})

test('messages in any order, cut in any way and repeated, say the same of where a parcel is', () => {
  const anyFact = fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('collected' as const, 'inTransit' as const, 'delivered' as const, 'returning' as const),
    )
    .map(([at, milestone]) => fact(at, milestone))
  const fold = (messages: readonly (readonly TracedFact[])[]) =>
    messages.reduce((state, facts, place) => {
      const decision = traceAggregate.decide(state, receive(`m${place}`, ...facts))
      if (!decision.accepted) throw new Error(decision.code)
      return decision.events.reduce(traceAggregate.evolve, state)
    }, traceAggregate.initial())
  const cut = fc.array(fc.array(anyFact, { maxLength: 4 }), { maxLength: 6 })
  fc.assert(
    fc.property(cut, fc.infiniteStream(fc.nat({ max: 5 })), (messages, picks) => {
      const shuffled = [...messages].sort(() => picks.next().value - 2)
      const whole = messages.flat().reduce(takeFact, [])
      expect(fold([...shuffled, ...shuffled]).tracking).toEqual(whole)
      expect(standing(fold([messages.flat()]).tracking)).toEqual(standing(whole))
      const { facts } = fold(shuffled)
      expect(new Set(facts.map(({ reportedAt, textHash }) => `${reportedAt} ${textHash}`)).size).toBe(facts.length)
    }),
  )
})

const message = fc.constantFrom('m1', 'm2', 'm3', 'm4', 'm5', 'm6')
const command: fc.Arbitrary<TraceCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(message, fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }))
      .map(([id, ats]) => receive(id, ...ats.map((at) => fact(at)))),
  },
  { weight: 1, arbitrary: fc.constant(miss()) },
  { weight: 1, arbitrary: fc.subarray(['HZ', 'SH', 'BJ'], { minLength: 1 }).map((names) => match(...names)) },
)

test('a trace does what its list of messages does', () => {
  agrees({
    aggregate: traceAggregate,
    command,
    alter: (asked) => asked,
    runs: 200,
    model: () => {
      const messages = new Map<string, readonly TracedFact[]>()
      const matched: string[] = []
      let missed = false
      return {
        judge(asked): Verdict {
          if (asked.type === 'RecordTrace') {
            if (messages.has(asked.data.messageId)) return 'repeat'
            messages.set(asked.data.messageId, asked.data.facts)
            return 'happens'
          }
          if (messages.size === 0) return 'WAYBILL_UNKNOWN'
          if (asked.type === 'MissShipment') {
            if (matched.length > 0) return 'WAYBILL_KNOWN'
            const before = missed
            missed = true
            return before ? 'repeat' : 'happens'
          }
          const fresh =
            asked.type === 'MatchTrace'
              ? asked.data.shipments.map(({ fulfilmentId }) => fulfilmentId).filter((id) => !matched.includes(id))
              : []
          matched.push(...fresh)
          if (fresh.length > 0) missed = false
          return fresh.length > 0 ? 'happens' : 'repeat'
        },
        check(state) {
          equal(
            state.shipments.map(({ fulfilmentId }) => fulfilmentId),
            matched,
            'what left',
          )
          equal([state.isUnmatched, state.messages.size], [missed, messages.size], 'what is missed, and kept')
          const told = new Set([...messages.values()].flat().map(({ reportedAt }) => reportedAt))
          equal([state.facts.length], [told.size], 'what was said, each once')
        },
      }
    },
  })
})
