import { describe } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { OrderCommand } from './commands.ts'
import type { EventOfOrder } from './events.ts'
import { orderAggregate } from './order.ts'
import { ask, channelOrderOf, later, lineOf, paymentOf, record, shipmentOf } from './testing/orders.ts'

const scenario = scenariosOf(orderAggregate)
type AuditResult = Pick<EventOfOrder<'OrderAudited'>['data'], 'policy' | 'outcome' | 'matched' | 'reasons' | 'saw' | 'change'>
const paid = record(channelOrderOf([lineOf('a', 2, 1_000)], { status: 'toShip', payments: [paymentOf(2_000)] }))
const moved = record(later(channelOrderOf([lineOf('a', 2, 1_000)]), 1, { status: 'toShip', recipientFingerprint: 'recipient 2' }))
const shipped = ask('RecordShipment', shipmentOf('w1', ['a', 1]))

/** The payment is the first change an audit asks about. */
const audited = (outcome: AuditResult['outcome'], more: Partial<AuditResult> = {}): OrderCommand =>
  ask('RecordAudit', {
    policy: { name: 'audit', version: 3 },
    outcome,
    matched: ['r1', 'r2'],
    reasons: [],
    saw: { weightGrams: 500, otherOpenOrders: null },
    change: 1,
    ...more,
  })
const until = (...ends: readonly (number | null)[]) => ({
  reasons: ends.map((dueAt, place) => ({ rule: `r${place}`, reason: 'look', dueAt })),
})
const held = audited('hold', until(50))
const expire = (dueAt: number) => ask('ExpireAuditHold', { dueAt })

describe('an audit', () => {
  scenario('that lets the order pass is written down with its policy and what it saw')
    .after(paid)
    .when(audited('pass', until(50)))
    .yieldsLike({
      type: 'OrderAudited',
      data: { policy: { name: 'audit', version: 3 }, outcome: 'pass', matched: ['r1', 'r2'], saw: { weightGrams: 500 }, releaseAt: null },
    })
  scenario('that merges holds nothing')
    .after(paid)
    .when(audited('merge'))
    .yieldsLike({ type: 'OrderAudited', data: { outcome: 'merge' } })
  scenario('that holds, holds the order')
    .after(paid)
    .when(held)
    .yieldsLike(
      { type: 'OrderAudited', data: { outcome: 'hold', releaseAt: 50, reasons: [{ rule: 'r0', reason: 'look', dueAt: 50 }] } },
      { type: 'OrderHeld', data: { reason: 'audit', detail: 'r0' } },
    )
  scenario('that cancels, cancels the order')
    .after(paid)
    .when(audited('cancel', until(null)))
    .yieldsLike({ type: 'OrderAudited' }, { type: 'OrderCancelled', data: { reason: 'merchant', cancelledBy: 'process' } })
  scenario('is taken once for what the order is').after(paid, held).when(audited('pass')).yieldsNothing()
  scenario('of what the order was before it changed is refused').after(paid, moved).when(held).rejects('AUDIT_STALE', { change: 2 })
  scenario('comes again after a change')
    .after(paid, held, moved)
    .when(audited('hold', { change: 2, ...until(null) }))
    .yieldsLike({
      type: 'OrderAudited',
      data: { releaseAt: null },
    })
  scenario('that finds nothing any more ends the hold')
    .after(paid, held, moved)
    .when(audited('pass', { change: 2 }))
    .yieldsLike({ type: 'OrderAudited' }, { type: 'OrderReleased', data: { reason: 'audit' } })
  scenario('comes too late for an order of which something has left').after(paid, shipped).when(held).rejects('ORDER_ALREADY_SHIPPED')
  scenario('comes too late for an order that is over')
    .after(paid, ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' }))
    .when(held)
    .rejects('ORDER_OVER')
  scenario('does not count holds of people as a change')
    .after(paid, ask('HoldOrder', { reason: 'operator', detail: '' }), ask('ReleaseOrder', { reason: 'operator' }))
    .when(held)
    .yieldsLike({ type: 'OrderAudited' }, { type: 'OrderHeld' })
  scenario('counts a hold of the channel as a change')
    .after(record(channelOrderOf([lineOf('a', 1, 10)], { payments: [paymentOf(10)], holds: [{ reason: 'riskReview', detail: '' }] })))
    .when(held)
    .rejects('AUDIT_STALE', { change: 2 })
})

describe('a hold of an audit', () => {
  scenario('ends with the last of its reasons')
    .after(paid, audited('hold', until(50, 90, 70)))
    .when(expire(89))
    .rejects('NOT_DUE', { releaseAt: 90 })
  scenario('ends by itself when its time has come')
    .after(paid, audited('hold', until(50, 90, 70)))
    .when(expire(90))
    .yieldsLike({ type: 'OrderReleased', data: { reason: 'audit' } })
  scenario('with a reason without end ends by people alone')
    .after(paid, audited('hold', until(50, null, 70)))
    .when(expire(1_000))
    .rejects('NOT_DUE')
  scenario('ends by people')
    .after(paid, held)
    .when(ask('ReleaseOrder', { reason: 'audit' }))
    .yieldsLike({ type: 'OrderReleased', data: { reason: 'audit' } })
  scenario('ends once').after(paid, held, expire(50)).when(expire(50)).rejects('NOT_DUE')
  scenario('of an order that is over does not end')
    .after(paid, held, ask('CancelOrder', { reason: 'buyer', cancelledBy: 'operator' }))
    .when(expire(50))
    .rejects('NOT_DUE')
  scenario('that people ended stays ended for what the order is')
    .after(paid, held, ask('ReleaseOrder', { reason: 'audit' }))
    .when(held)
    .yieldsNothing()
})
