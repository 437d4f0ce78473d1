import fc from 'fast-check'
import { test } from 'vitest'
import { agrees, equal, law, type Model, type Verdict } from '../shared/testing/agreement.ts'
import type { FulfilmentCommand } from './commands.ts'
import { type FulfilmentTypes, fulfilmentAggregate, phaseOf } from './fulfilment.ts'
import {
  accept,
  acceptBy,
  arrivalOverdue,
  cancel,
  decline,
  deliver,
  dispatch,
  expire,
  failIntercept,
  filters,
  fridges,
  handOver,
  intercept,
  lack,
  pack,
  refuse,
  requestToSendInTime,
  sendingOverdue,
  settle,
  track,
  unscannedFridges,
} from './testing/ask.ts'

const shipment = fc.constantFrom('S1', 'S2', 'S3', 'S4')
const parcel = fc.constantFrom('P1', 'P2', 'P3')
const serialNumbers = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 })
const line = fc.oneof(
  { weight: 4, arbitrary: serialNumbers.map((numbers) => fridges(...numbers)) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 2 }).map(filters) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map(unscannedFridges) },
  { weight: 1, arbitrary: fc.constant({ ...filters(1), reservationId: 'R9' }) },
)
const lines = fc.array(line, { minLength: 1, maxLength: 2 })

const instant = fc.constantFrom(acceptBy - 1, acceptBy, acceptBy + 1)
const shortage = fc.tuple(fc.constantFrom('R1', 'R1', 'R2', 'R2', 'R9'), fc.integer({ min: 1, max: 4 }))

const report = fc.record({
  carrier: fc.constantFrom('sf', 'sf', null),
  waybill: fc.constantFrom('SF-1', 'SF-1', 'SF-2'),
  milestone: fc.constantFrom('inTransit' as const, 'arrived' as const),
})

const weighted: readonly (readonly [number, fc.Arbitrary<FulfilmentCommand>])[] = [
  [6, fc.constantFrom(requestToSendInTime(), requestToSendInTime(), requestToSendInTime({ kind: 'dropship' }))],
  [2, fc.constant(handOver())],
  [2, fc.constantFrom(settle('calledOff'), settle('refused'))],
  [2, fc.tuple(fc.constantFrom('notAccepted' as const, 'notConfirmed' as const), instant, instant).map((of) => expire(...of))],
  [2, fc.tuple(instant, instant).map((of) => sendingOverdue(...of))],
  [2, fc.tuple(shipment, instant, instant).map((of) => arrivalOverdue(...of))],
  [2, fc.constant(accept())],
  [1, fc.constantFrom(decline(), cancel(), cancel())],
  [2, fc.uniqueArray(shortage, { minLength: 1, maxLength: 2, selector: ([id]) => id }).map((of) => lack(...of))],
  [4, fc.tuple(parcel, lines).map(([id, of]) => pack(id, ...of))],
  [8, fc.tuple(shipment, lines).map(([id, of]) => dispatch(id, ...of))],
  [3, fc.tuple(shipment, fc.constantFrom('hub', 'van'), fc.integer({ min: 1, max: 5 }), report).map((of) => track(...of))],
  [3, shipment.map(deliver)],
  [2, shipment.map(refuse)],
  [2, shipment.map(intercept)],
  [1, shipment.map(failIntercept)],
]
const command = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))

function alter(asked: FulfilmentCommand, by: number): FulfilmentCommand {
  if (asked.type === 'DispatchShipment' && by === 1) return { ...asked, data: { ...asked.data, waybill: 'other' } }
  if (asked.type === 'DispatchShipment' || asked.type === 'PackParcel') {
    const more = asked.data.lines.map((one) => ({ ...one, quantity: one.quantity + by }))
    return { ...asked, data: { ...asked.data, lines: more } } as FulfilmentCommand
  }
  return asked
}

/** The work as a list of what was done, counted through whenever somebody asks. */
function workModel(): Model<FulfilmentTypes> {
  const done: FulfilmentCommand[] = []
  type Done<Type> = Extract<FulfilmentCommand, { type: Type }>
  const all = <Type extends FulfilmentCommand['type']>(type: Type) =>
    done.filter((one): one is Done<Type> => one.type === type).map(({ data }) => data as Done<Type>['data'])
  const left = () => all('DispatchShipment')
  const unitsOf = (of: readonly { lines: readonly { reservationId: string; quantity: number }[] }[], id?: string) =>
    of.flatMap((one) => one.lines).reduce((sum, one) => sum + (id === undefined || one.reservationId === id ? one.quantity : 0), 0)
  const shipped = (ids: readonly { shipmentId: string }[]) =>
    left().filter((one) => ids.some(({ shipmentId }) => shipmentId === one.shipmentId))
  let ended: 'rejected' | 'cancelled' | 'expired' | null = null
  let callOff: { as: 'cancelled' | 'expired'; refused: boolean } | null = null
  const isHandedOver = () => all('HandOverFulfilment').length > 0
  const lacking = (id: string) =>
    Math.max(0, ...all('ReportLack').flatMap(({ lines: of }) => of.filter((one) => one.reservationId === id).map((one) => one.lacking)))
  const asked: Record<string, { lineId: string; units: number; scanned: boolean }> = {
    R1: { lineId: '1', units: 3, scanned: true },
    R2: { lineId: '2', units: 2, scanned: false },
  }
  const does = (it: FulfilmentCommand): Verdict => {
    done.push(it)
    return 'happens'
  }
  const same = (a: unknown, b: unknown): Verdict => (JSON.stringify(a) === JSON.stringify(b) ? 'repeat' : 'DOCUMENT_DIFFERS')
  const told = (one: Done<'ReportTracking'>['data']) => [one.carrier, one.waybill, one.reportedAt, one.textHash, one.shipmentId].join()
  const through = (it: Done<'PackParcel'> | Done<'DispatchShipment'>): Verdict => {
    if (ended) return 'FULFILMENT_STATE'
    const leaves = it.type === 'DispatchShipment'
    const before = leaves ? left() : all('PackParcel')
    for (const [at, one] of it.data.lines.entries()) {
      const wanted = asked[one.reservationId]
      if (wanted === undefined) return 'LINE_UNKNOWN'
      const scans = one.serialNumbers.length
      if (scans !== one.quantity && ((wanted.scanned && leaves) || scans > 0)) return 'SERIAL_NUMBERS_MISMATCH'
      const sofar = unitsOf(before, one.reservationId) + unitsOf([{ lines: it.data.lines.slice(0, at + 1) }], one.reservationId)
      if (sofar > wanted.units - lacking(one.reservationId)) return 'QUANTITY_EXCEEDED'
    }
    const scanned = [...left(), it.data].flatMap((of) => of.lines.flatMap((one) => one.serialNumbers))
    if (new Set(scanned).size < scanned.length) return 'SERIAL_NUMBERS_MISMATCH'
    if (leaves) callOff = null
    return does(it)
  }
  const letBe = (it: FulfilmentCommand, as: 'cancelled' | 'expired'): Verdict => {
    if (left().length > 0 || callOff?.refused) return 'FULFILMENT_STATE'
    if (callOff) return 'repeat'
    callOff = { as, refused: false }
    return does(it)
  }
  const over = (it: FulfilmentCommand, as: 'rejected' | 'cancelled' | 'expired'): Verdict => {
    if (ended === as) return 'repeat'
    if (ended || left().length > 0) return 'FULFILMENT_STATE'
    ended = as
    return does(it)
  }
  const lacks = (it: Done<'ReportLack'>): Verdict => {
    if (it.data.lines.some(({ reservationId }) => asked[reservationId] === undefined)) return 'LINE_UNKNOWN'
    const more = it.data.lines.filter((one) => one.lacking > lacking(one.reservationId))
    if (more.length === 0) return 'repeat'
    if (ended) return 'FULFILMENT_STATE'
    const tooMany = more.some((one) => one.lacking > asked[one.reservationId]!.units - unitsOf(left(), one.reservationId))
    if (tooMany) return 'QUANTITY_EXCEEDED'
    does(it)
    if (lacking('R1') + lacking('R2') === 5) ended = 'rejected'
    return 'happens'
  }
  const expires = ({ type, data }: Done<'ExpireFulfilment'>): Verdict => {
    if (ended === 'expired') return 'repeat'
    const isWaitedFor = data.dueAt === acceptBy && all('AcceptFulfilment').length + all('PackParcel').length === 0
    const isDue = data.because === 'notAccepted' ? isWaitedFor : isHandedOver()
    if (!isDue || data.dueAt > data.askedAt || ended || left().length > 0) return 'NOT_DUE'
    return isHandedOver() ? letBe({ type, data }, 'expired') : over({ type, data }, 'expired')
  }
  const isToSend = () => !ended && !isHandedOver() && unitsOf(left()) < 5 - lacking('R1') - lacking('R2')
  const sendsLate = (it: Done<'RecordSendingOverdue'>): Verdict => {
    if (all('RecordSendingOverdue').length > 0) return 'repeat'
    const { dueAt, askedAt } = it.data
    return dueAt === acceptBy && dueAt <= askedAt && isToSend() ? does(it) : 'NOT_DUE'
  }
  const arrivesLate = (it: Done<'RecordArrivalOverdue'>): Verdict => {
    const { shipmentId, dueAt, askedAt } = it.data
    if (shipped([it.data]).length === 0) return 'SHIPMENT_UNKNOWN'
    if (all('RecordArrivalOverdue').some((one) => one.shipmentId === shipmentId)) return 'repeat'
    const isSettled = [...all('DeliverShipment'), ...all('RefuseDelivery')].some((one) => one.shipmentId === shipmentId)
    return isSettled || dueAt > askedAt ? 'NOT_DUE' : does(it)
  }
  const settles = (it: Done<'SettleCallOff'>): Verdict => {
    if (!callOff) return 'FULFILMENT_STATE'
    const { outcome } = it.data
    if (ended) return outcome === 'calledOff' && ended === callOff.as ? 'repeat' : 'FULFILMENT_STATE'
    if (outcome === 'refused' && callOff.refused) return 'repeat'
    if (outcome === 'refused') callOff = { ...callOff, refused: true }
    else ended = callOff.as
    return does(it)
  }
  const ends = (it: Done<'DeliverShipment'> | Done<'RefuseDelivery'>): Verdict => {
    if (shipped([it.data]).length === 0) return 'SHIPMENT_UNKNOWN'
    const ended = done.find(
      (one) => (one.type === 'DeliverShipment' || one.type === 'RefuseDelivery') && one.data.shipmentId === it.data.shipmentId,
    )
    return ended === undefined ? does(it) : ended.type === it.type ? 'repeat' : 'FULFILMENT_STATE'
  }
  /** What became of a parcel, and what its carrier was asked, whenever it was. */
  const turnsRound = (it: Done<'RequestIntercept'> | Done<'FailIntercept'>): Verdict => {
    if (shipped([it.data]).length === 0) return 'SHIPMENT_UNKNOWN'
    const of = <Type extends FulfilmentCommand['type']>(type: Type) =>
      (all(type) as readonly { shipmentId?: string }[]).some(({ shipmentId }) => shipmentId === it.data.shipmentId)
    if (it.type === 'FailIntercept') {
      if (of('FailIntercept')) return 'repeat'
      return of('RequestIntercept') && !of('RefuseDelivery') ? does(it) : 'FULFILMENT_STATE'
    }
    if (of('DeliverShipment')) return 'FULFILMENT_STATE'
    return of('RefuseDelivery') || of('RequestIntercept') ? 'repeat' : does(it)
  }
  const judge = (it: FulfilmentCommand): Verdict => {
    if (it.type === 'RequestFulfilment') return done.length === 0 ? does(it) : same(done[0], it)
    if (done.length === 0) return 'FULFILMENT_UNKNOWN'
    switch (it.type) {
      case 'AcceptFulfilment':
        if (ended) return 'FULFILMENT_STATE'
        return all('PackParcel').length + left().length + all('AcceptFulfilment').length > 0 ? 'repeat' : does(it)
      case 'RejectFulfilment':
        return over(it, 'rejected')
      case 'CancelFulfilment':
        return isHandedOver() && !ended ? letBe(it, 'cancelled') : over(it, 'cancelled')
      case 'HandOverFulfilment':
        return ended ? 'FULFILMENT_STATE' : isHandedOver() ? 'repeat' : does(it)
      case 'ExpireFulfilment':
        return expires(it)
      case 'SettleCallOff':
        return settles(it)
      case 'RecordSendingOverdue':
        return sendsLate(it)
      case 'RecordArrivalOverdue':
        return arrivesLate(it)
      case 'ReportLack':
        return lacks(it)
      case 'PackParcel': {
        const packed = all('PackParcel').find(({ parcelId }) => parcelId === it.data.parcelId)
        return packed === undefined ? through(it) : same(packed, it.data)
      }
      case 'DispatchShipment': {
        const dispatched = left().find(({ shipmentId }) => shipmentId === it.data.shipmentId)
        return dispatched === undefined ? through(it) : same(dispatched, it.data)
      }
      case 'ReportTracking':
        return all('ReportTracking').some((one) => told(one) === told(it.data)) ? 'repeat' : does(it)
      case 'DeliverShipment':
      case 'RefuseDelivery':
        return ends(it)
      case 'RequestIntercept':
      case 'FailIntercept':
        return turnsRound(it)
    }
  }
  return {
    judge,
    check(state) {
      const { units } = state
      const delivered = unitsOf(shipped(all('DeliverShipment')))
      const back = unitsOf(shipped(all('RefuseDelivery')))
      equal(
        [units.packed, units.dispatched, units.delivered, units.refused],
        [unitsOf(all('PackParcel')), unitsOf(left()), delivered, back],
        'units',
      )
      for (const [id, one] of state.lines)
        law(one.requested.quantity + lacking(id) === asked[id]!.units, 'what is lacking is not asked for')
      law(units.dispatched <= state.requestedUnits && units.delivered + units.refused <= units.dispatched, 'no unit goes a step twice')
      for (const one of state.lines.values()) law(one.dispatched <= one.requested.quantity, 'no line leaves more than was asked for')
      law(units.dispatched === 0 || !['rejected', 'cancelled', 'expired'].includes(phaseOf(state)), 'what left is not called off')
      law(
        units.dispatched + lacking('R1') + lacking('R2') < 5 || phaseOf(state) !== 'partDispatched',
        'what nothing more is to come of has left',
      )
      law(units.dispatched === 0 || state.callOff === null, 'what left is not asked to stay')
      equal([state.answer === 'accepted' ? null : state.answer], [ended], 'how it ended')
    },
  }
}

test('a fulfilment does what a list of what was done says', () => {
  agrees({ aggregate: fulfilmentAggregate, model: workModel, command, alter })
})
