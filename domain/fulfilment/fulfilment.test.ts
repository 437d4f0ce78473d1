import { describe, expect, test } from 'vitest'
import { streamName } from '../shared/stream-name.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { textHashOf } from '../tracking/text-hash.ts'
import type { FulfilmentCommand } from './commands.ts'
import { fulfilmentEvents } from './events.ts'
import { fulfilmentAggregate, fulfilmentAggregateRemembering, fulfilmentKey, phaseOf } from './fulfilment.ts'
import {
  accept,
  cancel,
  decline,
  deliver,
  dispatch,
  filters,
  fridges,
  fulfilmentId,
  lack,
  pack,
  refuse,
  request,
  track,
  unscannedFridges,
  which,
} from './testing/ask.ts'

const scenario = scenariosOf(fulfilmentAggregate)

test('the id of a fulfilment is the order, the try and the location', () => {
  expect(fulfilmentId).toBe('taobao.s1.1.1@WH1')
  expect(fulfilmentKey('wechat%2Dshop.s1.A%2E1', 'store 7', 2)).toBe('wechat%2Dshop.s1.A%2E1.2@store%207')
  expect(streamName('fulfilment', fulfilmentAggregate.key(request()))).toBe('fulfilment-taobao.s1.1.1@WH1')
})

test('the phase follows the units', () => {
  const phases = (...commands: readonly FulfilmentCommand[]) => {
    let state = fulfilmentAggregate.initial()
    return [phaseOf(state)].concat(
      commands.map((command) => {
        const decision = fulfilmentAggregate.decide(state, command)
        if (!decision.accepted) throw new Error(decision.code)
        for (const event of decision.events) state = fulfilmentAggregate.evolve(state, event)
        return phaseOf(state)
      }),
    )
  }
  const all = [
    request(),
    accept(),
    pack('P1', filters(2)),
    dispatch('S1', filters(2)),
    dispatch('S2', fridges('a', 'b', 'c')),
    deliver('S2'),
  ]
  const through = ['unknown', 'requested', 'accepted', 'packed', 'partDispatched', 'dispatched', 'dispatched']
  expect(phases(...all, deliver('S1'))).toEqual([...through, 'delivered'])
  expect(phases(...all, refuse('S1'))).toEqual([...through, 'refused'])
  expect(phases(request(), decline())).toEqual(['unknown', 'requested', 'rejected'])
  expect(phases(request(), cancel())).toEqual(['unknown', 'requested', 'cancelled'])
})

describe('asking', () => {
  scenario('the same request twice is one').after(request()).when(request()).yieldsNothing()
  scenario('a request whose facts changed is the same')
    .after(request())
    .when(request({ regionPath: ['310000', '310100'] }))
    .yieldsNothing()
  scenario('another request under the same id is refused')
    .after(request())
    .when(request({ kind: 'storePickup' }))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a reservation is in one line')
    .when(
      request({
        lines: [1, 2]
          .map(() => ({ ...filters(1), category: '', brand: '', serialNumberRequired: false }))
          .map(({ serialNumbers: _, ...line }) => line),
      }),
    )
    .rejects('BAD_REQUEST')
  scenario('nothing is done that nobody asked for').when(accept()).rejects('FULFILMENT_UNKNOWN')
  scenario('accepting')
    .after(request())
    .when(accept())
    .yieldsLike({ type: 'FulfilmentAccepted', data: { orderId: 'taobao.s1.1', shop: 's1' } })
  scenario('accepting twice is once').after(request(), accept()).when(accept()).yieldsNothing()
  scenario('packing has accepted')
    .after(request(), pack('P1', filters(1)))
    .when(accept())
    .yieldsNothing()
  scenario('what was rejected is not accepted')
    .after(request(), decline())
    .when(accept())
    .rejects('FULFILMENT_STATE', { phase: 'rejected' })
  scenario('work that was accepted may still be rejected')
    .after(request(), accept())
    .when(decline())
    .yieldsLike({ type: 'FulfilmentRejected' })
  scenario('rejecting twice is once').after(request(), decline()).when(decline()).yieldsNothing()
  scenario('work is not rejected once units left')
    .after(request(), dispatch('S1', filters(1)))
    .when(decline())
    .rejects('FULFILMENT_STATE')
})

describe('packing and dispatching', () => {
  scenario('never more than was asked for')
    .after(request(), dispatch('S1', filters(1)))
    .when(dispatch('S2', filters(2)))
    .rejects('QUANTITY_EXCEEDED', {
      remaining: 1,
    })
  scenario('all that was asked for')
    .after(request(), dispatch('S1', filters(1)))
    .when(dispatch('S2', filters(1), fridges('a', 'b', 'c')))
    .yieldsLike({
      type: 'ShipmentDispatched',
      data: { shipmentId: 'S2', location: 'WH1' },
    })
  scenario('a line named twice is summed')
    .after(request())
    .when(dispatch('S1', filters(1), filters(2)))
    .rejects('QUANTITY_EXCEEDED', { remaining: 2 })
  scenario('a line nobody asked for')
    .after(request())
    .when(dispatch('S1', { ...filters(1), reservationId: 'R9' }))
    .rejects('LINE_UNKNOWN', {
      reservationId: 'R9',
    })
  scenario('a line with another SKU')
    .after(request())
    .when(dispatch('S1', { ...filters(1), sku: 'fridge' }))
    .rejects('LINE_UNKNOWN')
  scenario('the same shipment twice leaves once')
    .after(request(), dispatch('S1', filters(2)))
    .when(dispatch('S1', filters(2)))
    .yieldsNothing()
  scenario('the same shipment with other units is refused')
    .after(request(), dispatch('S1', filters(2)))
    .when(dispatch('S1', filters(1)))
    .rejects('DOCUMENT_DIFFERS')
  scenario('a shipment told again after it was delivered is a repeat')
    .after(request(), dispatch('S1', filters(2)), deliver('S1'))
    .when(dispatch('S1', filters(2)))
    .yieldsNothing()
  scenario('fridges do not leave without their serial numbers')
    .after(request())
    .when(dispatch('S1', unscannedFridges(1)))
    .rejects('SERIAL_NUMBERS_MISMATCH', {
      quantity: 1,
      serialNumbers: 0,
    })
  scenario('fridges leave with one serial number each')
    .after(request())
    .when(dispatch('S1', { ...fridges('a', 'b'), quantity: 1 }))
    .rejects('SERIAL_NUMBERS_MISMATCH')
  scenario('a serial number is on one unit')
    .after(request())
    .when(dispatch('S1', fridges('a', 'a')))
    .rejects('SERIAL_NUMBERS_MISMATCH', { serialNumber: 'a' })
  scenario('a serial number leaves once')
    .after(request(), dispatch('S1', fridges('a')))
    .when(dispatch('S2', fridges('a')))
    .rejects('SERIAL_NUMBERS_MISMATCH')
  scenario('fridges may be packed before they are scanned')
    .after(request())
    .when(pack('P1', unscannedFridges(2)))
    .yieldsLike({ type: 'ParcelPacked' })
  scenario('the same parcel twice is one')
    .after(request(), pack('P1', filters(1)))
    .when(pack('P1', filters(1)))
    .yieldsNothing()
  scenario('the same parcel with other units is refused')
    .after(request(), pack('P1', filters(1)))
    .when(pack('P1', filters(2)))
    .rejects('DOCUMENT_DIFFERS')
  scenario('no more is packed than was asked for')
    .after(request(), pack('P1', filters(1)))
    .when(pack('P2', filters(2)))
    .rejects('QUANTITY_EXCEEDED')
  scenario('packed units may leave')
    .after(request(), pack('P1', filters(2)))
    .when(dispatch('S1', filters(2)))
    .yieldsLike({ type: 'ShipmentDispatched' })
  scenario('nothing leaves after it was called off')
    .after(request(), cancel())
    .when(dispatch('S1', filters(1)))
    .rejects('FULFILMENT_STATE', {
      phase: 'cancelled',
    })
  scenario('nothing is packed after it was rejected')
    .after(request(), decline())
    .when(pack('P1', filters(1)))
    .rejects('FULFILMENT_STATE')
})

describe('calling off', () => {
  scenario('before anything left')
    .after(request(), accept(), pack('P1', filters(1)))
    .when(cancel())
    .yieldsLike({ type: 'FulfilmentCancelled' })
  scenario('twice is once').after(request(), cancel()).when(cancel()).yieldsNothing()
  scenario('not after a unit left')
    .after(request(), dispatch('S1', filters(1)))
    .when(cancel())
    .rejects('FULFILMENT_STATE', {
      phase: 'partDispatched',
      requested: 5,
      dispatched: 1,
    })
  scenario('not after it was rejected').after(request(), decline()).when(cancel()).rejects('FULFILMENT_STATE')
})

describe('on the way', () => {
  const sent = [request(), dispatch('S1', filters(2))] as const
  scenario('a report is recorded')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'on the van', 7))
    .yieldsLike({ type: 'TrackingReported' })
  scenario('the same report twice is one')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'at the hub', 5))
    .yieldsNothing()
  scenario('an older report is recorded too')
    .after(...sent, track('S1', 'on the van', 7))
    .when(track('S1', 'at the hub', 5))
    .yieldsLike({
      type: 'TrackingReported',
    })
  scenario('the same report understood otherwise is one')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'at the hub', 5, { milestone: 'arrived' }))
    .yieldsNothing()
  scenario('a report of the same words at another instant is another')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'at the hub', 6))
    .yieldsLike({ type: 'TrackingReported' })
  scenario('a report of other words under the same status and instant is another')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'at the hub', 5, { textHash: '00000001' }))
    .yieldsLike({ type: 'TrackingReported' })
  scenario('a report of another carrier is another')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'at the hub', 5, { carrier: 'jd' }))
    .yieldsLike({ type: 'TrackingReported', data: { carrier: 'jd', waybill: 'SF-S1' } })
  scenario('a report on another waybill is another')
    .after(...sent, track('S1', 'at the hub', 5))
    .when(track('S1', 'at the hub', 5, { waybill: 'SF-2' }))
    .yieldsLike({ type: 'TrackingReported', data: { waybill: 'SF-2' } })
  scenario('the carrier may know before the warehouse said so')
    .after(request())
    .when(track('S1', 'collected', 5))
    .yieldsLike({ type: 'TrackingReported' })
  scenario('delivered')
    .after(...sent)
    .when(deliver('S1'))
    .yieldsLike({ type: 'ShipmentDelivered', data: { shipmentId: 'S1', orderId: 'taobao.s1.1' } })
  scenario('delivered twice is once')
    .after(...sent, deliver('S1'))
    .when(deliver('S1'))
    .yieldsNothing()
  scenario('what did not leave is not delivered')
    .after(...sent)
    .when(deliver('S2'))
    .rejects('SHIPMENT_UNKNOWN')
  scenario('refused at the door')
    .after(...sent)
    .when(refuse('S1'))
    .yieldsLike({ type: 'DeliveryRefused' })
  scenario('refused twice is once')
    .after(...sent, refuse('S1'))
    .when(refuse('S1'))
    .yieldsNothing()
  scenario('what was delivered is not refused')
    .after(...sent, deliver('S1'))
    .when(refuse('S1'))
    .rejects('FULFILMENT_STATE', { shipment: 'delivered' })
  scenario('what was refused is not delivered')
    .after(...sent, refuse('S1'))
    .when(deliver('S1'))
    .rejects('FULFILMENT_STATE', { shipment: 'refused' })
})

test('a report that was written before milestones were told is read as one that says nothing we know', () => {
  const { version, upcasts, data } = fulfilmentEvents.TrackingReported
  const old = { ...which, shipmentId: 'S1', status: 'at the hub', reportedAt: 5 }
  expect(version).toBe(2)
  expect(data.strict().parse(upcasts[1](old))).toEqual({
    ...old,
    carrier: null,
    waybill: null,
    milestone: 'unknown',
    textHash: textHashOf('at the hub'),
  })
})

const forgetful = scenariosOf(fulfilmentAggregateRemembering(1))
forgetful('a report that may be a forgotten one is refused')
  .after(request(), track('S1', 'a', 1), track('S1', 'b', 2), track('S1', 'c', 3))
  .when(track('S1', 'a', 1))
  .rejects('COMMAND_TOO_OLD')

describe('units that are lacking', () => {
  scenario('are not asked for any more')
    .after(request(), lack(['R1', 1]))
    .when(dispatch('S1', fridges('a', 'b', 'c')))
    .rejects('QUANTITY_EXCEEDED', { reservationId: 'R1', remaining: 2 })
  scenario('are told with how many they are in all')
    .after(request(), lack(['R1', 1]))
    .when(lack(['R1', 3]))
    .yieldsLike({ type: 'UnitsLacking', data: { lines: [{ lineId: '1', sku: 'fridge', reservationId: 'R1', quantity: 2, lacking: 3 }] } })
  scenario('lack once, however often that is told')
    .after(request(), lack(['R1', 2]))
    .when(lack(['R1', 2], ['R2', 1]))
    .yieldsLike({ type: 'UnitsLacking', data: { lines: [{ reservationId: 'R2', quantity: 1 }] } })
  scenario('told again, and of fewer, are a repeat')
    .after(request(), lack(['R1', 2]))
    .when(lack(['R1', 1]))
    .yieldsNothing()
  scenario('cannot have left')
    .after(request(), dispatch('S1', fridges('a', 'b')))
    .when(lack(['R1', 2]))
    .rejects('QUANTITY_EXCEEDED', { reservationId: 'R1', remaining: 1 })
  scenario('that are all there was to do reject the work')
    .after(request(), lack(['R1', 3]))
    .when(lack(['R2', 2]))
    .yieldsLike({ type: 'UnitsLacking' }, { type: 'FulfilmentRejected', data: { reason: 'lack' } })
  scenario('beside others that left end the work with those')
    .after(request(), dispatch('S1', fridges('a', 'b', 'c')))
    .when(lack(['R2', 2]))
    .yieldsLike({ type: 'UnitsLacking' })
  scenario('of a line that is not part of it are refused')
    .after(request())
    .when(lack(['R9', 1]))
    .rejects('LINE_UNKNOWN')
  scenario('named twice are refused')
    .after(request())
    .when(lack(['R1', 1], ['R1', 2]))
    .rejects('BAD_REQUEST')
  scenario('after the work was called off change nothing')
    .after(request(), cancel())
    .when(lack(['R1', 1]))
    .rejects('FULFILMENT_STATE')
})
