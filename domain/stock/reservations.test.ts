import { describe } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { stockAggregate, stockAggregateRemembering } from './stock.ts'
import { count, damage, issue, keepBack, receive, release, reserve, setQuota, where } from './testing/ask.ts'

const scenario = scenariosOf(stockAggregate)
const reserved = { ...where, orderId: 'taobao.s1.1', channel: 'taobao', askedAt: 1_700_000_000_000 } as const

describe('reserving', () => {
  scenario('the last unit goes to the first who asks')
    .after(receive('D1', 1), reserve('A'))
    .when(reserve('B'))
    .rejects('INSUFFICIENT_STOCK', {
      requested: 1,
      available: 0,
    })
  scenario('the last unit can be had')
    .after(receive('D1', 2), reserve('A'))
    .when(reserve('B'))
    .yields({
      type: 'StockReserved',
      data: { ...reserved, reservationId: 'B', lineId: 'line B', quantity: 1, availableToPromise: { before: 1, after: 0 } },
    })
  scenario('the same SKU on two lines of an order is summed')
    .after(receive('D1', 3))
    .when(reserve({ A: 2, B: 2 }))
    .rejects('INSUFFICIENT_STOCK', {
      requested: 4,
      available: 3,
    })
  scenario('two lines of an order get all their units or none')
    .after(receive('D1', 4))
    .when(reserve({ A: 2, B: 2 }))
    .yieldsLike(
      { type: 'StockReserved', data: { reservationId: 'A', availableToPromise: { before: 4, after: 2 } } },
      { type: 'StockReserved', data: { reservationId: 'B', availableToPromise: { before: 2, after: 0 } } },
    )
  scenario('a refusal says how many could have been promised')
    .after(receive('D1', 5), reserve('A', 2))
    .when(reserve('B', 4))
    .rejects('INSUFFICIENT_STOCK', { requested: 4, available: 3 })
  scenario('asking again for the same promise changes nothing').after(receive('D1', 1), reserve('A')).when(reserve('A')).yieldsNothing()
  scenario('the same reservation with another quantity is refused')
    .after(receive('D1', 9), reserve('A', 2))
    .when(reserve('A', 3))
    .rejects('RESERVATION_DIFFERS', { promised: 2 })
  scenario('the same reservation for another order is refused')
    .after(receive('D1', 9), reserve('A', 2))
    .when(reserve('A', 2, { orderId: 'taobao.s1.2' }))
    .rejects('RESERVATION_DIFFERS')
  scenario('a repeat stamped anew is found out')
    .after(receive('D1', 9), reserve('A', 2))
    .when(reserve('A', 2, { askedAt: 5 }))
    .rejects('RESERVATION_DIFFERS')
  scenario('a repeat is one even after a part was released')
    .after(receive('D1', 9), reserve('A', 3), release('A', 2))
    .when(reserve('A', 3))
    .yieldsNothing()
  scenario('a released reservation does not come back')
    .after(receive('D1', 1), reserve('A'), release('A'))
    .when(reserve('A'))
    .rejects('RESERVATION_CLOSED', { released: 1, issued: 0 })
  scenario('an issued reservation does not come back')
    .after(receive('D1', 2), reserve('A'), issue('A', 1))
    .when(reserve('A'))
    .rejects('RESERVATION_CLOSED', {
      released: 0,
      issued: 1,
    })
  scenario('a repeat is one even after a count found fewer than are promised')
    .after(receive('D1', 3), reserve('A', 3), count('C1', 1))
    .when(reserve('A', 3))
    .yieldsNothing()
  scenario('one reservation cannot be asked for twice at once')
    .after(receive('D1', 9))
    .when({
      type: 'ReserveStock',
      data: {
        ...reserved,
        regionPath: [...where.regionPath],
        reservations: [
          { reservationId: 'A', lineId: '1', quantity: 1 },
          { reservationId: 'A', lineId: '1', quantity: 1 },
        ],
      },
    })
    .rejects('BAD_REQUEST')
  scenario('damaged units are not promised')
    .after(receive('D1', 3), damage('X1', 2))
    .when(reserve('A', 2))
    .rejects('INSUFFICIENT_STOCK', { available: 1 })
  scenario('safety stock is not promised')
    .after(receive('D1', 3), keepBack(2))
    .when(reserve('A', 2))
    .rejects('INSUFFICIENT_STOCK', { available: 1 })
  scenario('after a count found fewer than are promised nothing is available')
    .after(receive('D1', 5), reserve('A', 4), count('C1', 2))
    .when(reserve('B'))
    .rejects('INSUFFICIENT_STOCK', { available: 0 })
})

describe('channel quotas', () => {
  scenario('units kept for a channel are not for others')
    .after(receive('D1', 5), setQuota('douyin', 4))
    .when(reserve('A', 2))
    .rejects('INSUFFICIENT_STOCK', {
      available: 1,
    })
  scenario('a channel takes the units kept for it')
    .after(receive('D1', 5), setQuota('douyin', 4))
    .when(reserve('A', 4, { channel: 'douyin' }))
    .yieldsLike({ type: 'StockReserved' })
  scenario('a channel may take free units beyond those kept for it')
    .after(receive('D1', 5), setQuota('douyin', 2))
    .when(reserve('A', 5, { channel: 'douyin' }))
    .yieldsLike({ type: 'StockReserved' })
  scenario('units a channel took of its own are no longer kept')
    .after(receive('D1', 5), setQuota('douyin', 2), reserve('A', 2, { channel: 'douyin' }))
    .when(reserve('B', 3))
    .yieldsLike({ type: 'StockReserved' })
  scenario('units issued from a quota are used up')
    .after(receive('D1', 5), setQuota('douyin', 2), reserve('A', 2, { channel: 'douyin' }), issue('A', 2))
    .when(reserve('B', 3))
    .yieldsLike({ type: 'StockReserved' })
  scenario('a released unit of a quota is kept again')
    .after(receive('D1', 5), setQuota('douyin', 2), reserve('A', 2, { channel: 'douyin' }), release('A'))
    .when(reserve('B', 4))
    .rejects('INSUFFICIENT_STOCK', { available: 3 })
  scenario('a channel gets no more than its shared quota')
    .after(receive('D1', 5), setQuota('taobao', 2, 'shared'))
    .when(reserve('A', 3))
    .rejects('QUOTA_EXCEEDED', { available: 2 })
  scenario('a channel gets all of its shared quota')
    .after(receive('D1', 5), setQuota('taobao', 2, 'shared'))
    .when(reserve('A', 2))
    .yieldsLike({ type: 'StockReserved' })
  scenario('a shared quota that was sold stays sold')
    .after(receive('D1', 5), setQuota('taobao', 2, 'shared'), reserve('A', 2), issue('A', 2))
    .when(reserve('B'))
    .rejects('QUOTA_EXCEEDED', { available: 0 })
  scenario('a shared quota keeps nothing from others')
    .after(receive('D1', 5), setQuota('douyin', 4, 'shared'))
    .when(reserve('A', 5))
    .yieldsLike({ type: 'StockReserved' })
  scenario('units open for a channel when its quota is set are part of it')
    .after(receive('D1', 9), reserve('A', 2), setQuota('taobao', 3, 'shared'))
    .when(reserve('B', 2))
    .rejects('QUOTA_EXCEEDED', { available: 1 })
  scenario('setting a quota again starts it anew')
    .after(receive('D1', 9), setQuota('taobao', 2, 'shared'), reserve('A', 2), issue('A', 2), setQuota('taobao', 2, 'shared', 2))
    .when(reserve('B', 2))
    .yieldsLike({ type: 'StockReserved' })
  scenario('a quota that is removed binds nobody')
    .after(receive('D1', 5), setQuota('douyin', 4), setQuota('douyin', null, 'exclusive', 2))
    .when(reserve('A', 5))
    .yieldsLike({ type: 'StockReserved' })
  scenario('too little stock is said to be that, whatever the quota')
    .after(receive('D1', 1), setQuota('taobao', 2, 'shared'))
    .when(reserve('A', 3))
    .rejects('INSUFFICIENT_STOCK', { available: 1 })
})

describe('releasing', () => {
  scenario('all that is promised')
    .after(receive('D1', 3), reserve('A', 3))
    .when(release('A'))
    .yieldsLike({ type: 'ReservationReleased', data: { quantity: 3, remaining: 0, lineId: 'line A', channel: 'taobao' } })
  scenario('a part')
    .after(receive('D1', 3), reserve('A', 3))
    .when(release('A', 2))
    .yieldsLike({
      type: 'ReservationReleased',
      data: { quantity: 1, remaining: 2 },
    })
  scenario('the same part twice frees it once')
    .after(receive('D1', 3), reserve('A', 3), release('A', 2))
    .when(release('A', 2))
    .yieldsNothing()
  scenario('all of it twice frees it once').after(receive('D1', 3), reserve('A', 3), release('A')).when(release('A')).yieldsNothing()
  scenario('an older request to keep more changes nothing')
    .after(receive('D1', 3), reserve('A', 3), release('A', 1))
    .when(release('A', 2))
    .yieldsNothing()
  scenario('units that left count as kept')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 1))
    .when(release('A', 2))
    .yieldsLike({ type: 'ReservationReleased', data: { quantity: 1, remaining: 1 } })
  scenario('only those that left are kept')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 1))
    .when(release('A', 1))
    .yieldsLike({ type: 'ReservationReleased', data: { quantity: 2, remaining: 0 } })
  scenario('units that left cannot be freed')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 1))
    .when(release('A'))
    .rejects('QUANTITY_EXCEEDED', {
      issued: 1,
      releasable: 2,
    })
  scenario('nothing is freed of a reservation that left')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 3))
    .when(release('A'))
    .rejects('RESERVATION_CLOSED', { issued: 3 })
  scenario('of what was never promised').after(receive('D1', 3)).when(release('A')).rejects('RESERVATION_UNKNOWN')
  scenario('released units go to the next who asks')
    .after(receive('D1', 1), reserve('A'), release('A'))
    .when(reserve('B'))
    .yieldsLike({ type: 'StockReserved' })
})

describe('issuing', () => {
  scenario('promised units')
    .after(receive('D1', 3), reserve('A', 3))
    .when(issue('A', 2))
    .yieldsLike({ type: 'StockIssued', data: { quantity: 2, remaining: 1, lineId: 'line A', orderId: 'taobao.s1.1', shipmentId: 'S1' } })
  scenario('units that left are promised no longer')
    .after(receive('D1', 3), reserve('A', 2), issue('A', 2))
    .when(reserve('B', 1))
    .yieldsLike({ type: 'StockReserved' })
  scenario('the same shipment twice leaves once')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 2))
    .when(issue('A', 2))
    .yieldsNothing()
  scenario('the last shipment twice leaves once')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 3))
    .when(issue('A', 3))
    .yieldsNothing()
  scenario('the same shipment with another quantity is refused')
    .after(receive('D1', 3), reserve('A', 3), issue('A', 2))
    .when(issue('A', 1))
    .rejects('DOCUMENT_DIFFERS', { issued: 2 })
  scenario('more than is promised')
    .after(receive('D1', 9), reserve('A', 3), issue('A', 2))
    .when(issue('A', 2, 'S2'))
    .rejects('QUANTITY_EXCEEDED', {
      promised: 1,
    })
  scenario('without a promise').after(receive('D1', 9)).when(issue('A', 1)).rejects('RESERVATION_UNKNOWN')
  scenario('what was released').after(receive('D1', 9), reserve('A', 3), release('A')).when(issue('A', 1)).rejects('RESERVATION_CLOSED')
  scenario('units a count did not find')
    .after(receive('D1', 3), reserve('A', 3), count('C1', 2))
    .when(issue('A', 3))
    .rejects('INSUFFICIENT_STOCK', {
      onHand: 2,
    })
})

describe('after long', () => {
  const forgetful = scenariosOf(stockAggregateRemembering(1))
  const at = (id: string, askedAt: number) => [reserve(id, 1, { askedAt }), release(id)]
  const longAgo = [receive('D1', 9), ...at('A', 1), ...at('B', 2), ...at('C', 3)]
  forgetful('what may be a forgotten reservation is not promised again')
    .after(...longAgo)
    .when(reserve('A', 1, { askedAt: 1 }))
    .rejects('COMMAND_TOO_OLD', { forgottenUpTo: 1 })
  forgetful('what was asked later is promised')
    .after(...longAgo)
    .when(reserve('D', 1, { askedAt: 2 }))
    .yieldsLike({ type: 'StockReserved' })
  forgetful('a forgotten reservation is not released again')
    .after(...longAgo)
    .when(release('A'))
    .rejects('RESERVATION_UNKNOWN')
})
