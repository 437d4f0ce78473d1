import { expect, test } from 'vitest'
import { aggregates } from '../../domain/aggregates.ts'
import { confirm, consume, hold, offer, release } from '../../domain/capacity/testing/ask.ts'
import { deliver, dispatch, filters, refuse, request, track } from '../../domain/fulfilment/testing/ask.ts'
import * as card from '../../domain/installation/testing/ask.ts'
import { askedLine, decisionOf, planOf } from '../../domain/order/testing/decisions.ts'
import { ask, channelOrderOf, lineOf, paymentOf, record, shipmentOf } from '../../domain/order/testing/orders.ts'
import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import * as stock from '../../domain/stock/testing/ask.ts'
import { fact, match, miss, receive, receiveUnreadable } from '../../domain/trace/testing/ask.ts'
import { type Tell, type Tellable, tellable } from './told.ts'

/** Of each command a process may tell one that is news, after what came before it. */
type Examples = {
  readonly [Type in Tellable]: { readonly after: readonly AnyCommand[]; readonly news: AnyCommand & { readonly type: Type } }
}

const news = <Command extends AnyCommand, Type extends Tellable>(type: Type, command: Command, ...after: readonly AnyCommand[]) => {
  if (command.type !== type) throw new Error(`an example of ${type} is a ${command.type}`)
  return { after, news: command as Command & { readonly type: Type } }
}
const paid = record(channelOrderOf([lineOf('a', 2, 1_000)], { status: 'toShip', payments: [paymentOf(2_000)] }))
const sent = [request(), dispatch('S1', filters(2))]
const audited = {
  ...{ policy: { name: 'audit', version: 3 }, outcome: 'pass' as const, matched: [], reasons: [] },
  ...{ saw: { weightGrams: 500, otherOpenOrders: null }, change: 1 },
}

const plan = [{ lineId: 'a', sku: 'sku a', location: 'wh1', locationRegionPath: ['310000'], reservationId: 'r1', quantity: 2 }]
const expected = { lineId: 'a', installationId: 'i1', quantity: 1 }

const examples: Examples = {
  RecordAudit: news('RecordAudit', ask('RecordAudit', audited), paid),
  RecordSourcingDecision: news('RecordSourcingDecision', decisionOf(1, [askedLine('a', 2)], [planOf(['wh1', 'a', 2])]), paid),
  RecordDelivery: news('RecordDelivery', ask('RecordDelivery', { deliveredAt: 5 }), paid),
  RecordSourcing: news('RecordSourcing', ask('RecordSourcing', { plan }), paid),
  RecordShipment: news('RecordShipment', ask('RecordShipment', shipmentOf('w1', ['a', 1])), paid),
  ExpectInstallation: news('ExpectInstallation', ask('ExpectInstallation', expected), paid),
  EndInstallation: news(
    'EndInstallation',
    ask('EndInstallation', { installationId: 'i1', outcome: 'installed', endedAt: 9 }),
    ...[paid, ask('ExpectInstallation', expected)],
  ),
  IssueStock: news('IssueStock', stock.issue('r1', 2), stock.receive('d1', 3), stock.reserve('r1', 2)),
  ConfirmSlot: news('ConfirmSlot', confirm('i1'), offer(1), hold('i1')),
  ReleaseSlot: news('ReleaseSlot', release('i1'), offer(1), hold('i1')),
  ConsumeSlot: news('ConsumeSlot', consume('i1'), offer(1), hold('i1'), confirm('i1')),
  RequestInstallation: news('RequestInstallation', card.request('twoVisits')),
  OpenInstallation: news('OpenInstallation', card.open(), card.request('twoVisits')),
  ChooseProvider: news('ChooseProvider', card.choose('P1'), card.request('twoVisits')),
  BookVisit: news('BookVisit', card.book(1), card.request('oneVisit')),
  RescheduleVisit: news('RescheduleVisit', card.reschedule(2), card.request('oneVisit'), card.book(1)),
  RequestFulfilment: news('RequestFulfilment', request()),
  ReportTracking: news('ReportTracking', track('S1', 'collected', 5), ...sent),
  DeliverShipment: news('DeliverShipment', deliver('S1'), ...sent),
  RefuseDelivery: news('RefuseDelivery', refuse('S1'), ...sent),
  RecordTrace: news('RecordTrace', receive('m1', fact(1))),
  RecordUnreadableTrace: news('RecordUnreadableTrace', receiveUnreadable('m1')),
  MatchTrace: news('MatchTrace', match('HZ'), receive('m1', fact(1))),
  MissShipment: news('MissShipment', miss(), receive('m1', fact(1))),
}

const ownerOf = (type: string) => aggregates.find(({ commandTypes }) => commandTypes.includes(type))!

test.each(tellable)('%s is told again without effect: its subject knows the repeat by itself', (type) => {
  const aggregate = ownerOf(type)
  const { after, news } = examples[type]
  let state = aggregate.initial()
  const decided = (command: AnyCommand): number => {
    const decision = aggregate.decide(state, command)
    if (!decision.accepted) throw new Error(`${command.type} is refused: ${decision.code}`)
    for (const event of decision.events) state = aggregate.evolve(state, event)
    return decision.events.length
  }
  for (const command of after) decided(command)
  expect(decided(news)).toBeGreaterThan(0)
  expect(decided(news)).toBe(0)
  state = aggregate.thaw(JSON.parse(JSON.stringify(aggregate.freeze(state))))
  expect(decided(news)).toBe(0)
})

test('what no subject knows again cannot be told', () => {
  // @ts-expect-error: a repeat of it would be other work.
  const tell: Tell = { type: 'CancelFulfilment', data: {} }
  expect(tellable).not.toContain(tell.type)
})
