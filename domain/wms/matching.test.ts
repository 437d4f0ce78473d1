import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fulfilmentAggregate } from '../fulfilment/fulfilment.ts'
import type { Fulfilment } from '../fulfilment/state.ts'
import { dispatch, fridges, lack, request } from '../fulfilment/testing/ask.ts'
import type { DeliveryConfirm, WmsPackage, WmsUnits } from './canonical.ts'
import { fulfilmentIdOf, orderCodeOf } from './keys.ts'
import { matchConfirm, matchLack, restOf } from './matching.ts'

/** Three fridges, each with its serial number, and two filters without. */
const work = (...commands: Parameters<typeof fulfilmentAggregate.decide>[1][]): Fulfilment => {
  let state = fulfilmentAggregate.initial()
  for (const command of [request(), ...commands]) {
    const decision = fulfilmentAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(decision.code)
    for (const event of decision.events) state = fulfilmentAggregate.evolve(state, event)
  }
  return state
}
const units = (sku: string, quantity: number, ...serialNumbers: string[]): WmsUnits => ({ lineNumber: null, sku, quantity, serialNumbers })
const box = (waybill: string | null, ...of: WmsUnits[]): WmsPackage => ({ carrier: 'SF', waybill, weightGrams: null, units: of })
const confirm = (packages: readonly WmsPackage[], lines: readonly WmsUnits[] = []): DeliveryConfirm => ({
  ...{ kind: 'deliveryConfirm', orderCode: 'a', messageNumber: 'C1', status: null, isFinal: true, confirmedAt: null, packages, lines },
})
const match = (fulfilment: Fulfilment, of: DeliveryConfirm) => {
  const matched = matchConfirm(fulfilment, of, 'fallback')
  if ('accepted' in matched) throw new Error(matched.code)
  return matched
}
const refusal = (fulfilment: Fulfilment, of: DeliveryConfirm) => {
  const matched = matchConfirm(fulfilment, of, 'fallback')
  return 'accepted' in matched ? matched : null
}

describe('a confirm', () => {
  test('without parcels, or whose parcels do not say what is in them, is one shipment of its lines', () => {
    const lines = [units('fridge', 1, 'a'), units('filter', 2)]
    expect(match(work(), confirm([], lines)).shipments).toMatchObject([
      { shipmentId: 'fallback', waybill: null, lines: [{ quantity: 1 }, { quantity: 2 }] },
    ])
    const two = match(work(), confirm([box('S1'), box('S2')], lines))
    expect(two.shipments.map(({ shipmentId }) => shipmentId)).toEqual(['S1'])
    expect(two.parcels.map(({ shipmentId, units: of }) => [shipmentId, of.length])).toEqual([
      ['S1', 2],
      ['S2', 0],
    ])
  })

  test('deals serial numbers that stand with the lines to the parcels, in their order', () => {
    const matched = match(
      work(),
      confirm([box('S1', units('fridge', 1)), box('S2', units('fridge', 2))], [units('fridge', 3, 'a', 'b', 'c')]),
    )
    expect(matched.shipments.map(({ lines }) => lines[0]!.serialNumbers)).toEqual([['a'], ['b', 'c']])
  })

  test('may count its lines over all messages so far', () => {
    const before = work(dispatch('S1', fridges('a')))
    const last = confirm([box('S2', units('fridge', 2, 'b', 'c'))], [units('fridge', 3)])
    expect(match(before, last).shipments.map(({ shipmentId }) => shipmentId)).toEqual(['S2'])
    expect(refusal(before, confirm([box('S2', units('fridge', 1, 'b'))], [units('fridge', 3)]))).toMatchObject({
      code: 'WMS_CONFIRM_DIFFERS',
    })
  })

  test('names a parcel it named before once, and not with something else in it', () => {
    const before = work(dispatch('S1', fridges('a')))
    expect(match(before, confirm([box('S1', units('fridge', 1, 'a'))])).shipments).toEqual([])
    expect(refusal(before, confirm([box('S1', units('fridge', 2, 'a', 'b'))]))).toMatchObject({ code: 'DOCUMENT_DIFFERS' })
  })

  test('of two boxes under one waybill is one shipment', () => {
    const matched = match(work(), confirm([box('S1', units('filter', 1)), box('S1', units('filter', 1))]))
    expect(matched.shipments).toMatchObject([{ shipmentId: 'S1', lines: [{ quantity: 2 }] }])
  })

  test('of units that are lacking is of too many', () => {
    const short = work(lack(['R2', 1]))
    expect(refusal(short, confirm([box('S1', units('filter', 2))]))).toMatchObject({ code: 'QUANTITY_EXCEEDED', details: { remaining: 1 } })
  })

  test('with more serial numbers than units, or fewer, is refused', () => {
    expect(refusal(work(), confirm([box('S1', units('fridge', 1, 'a', 'b'))]))).toMatchObject({ code: 'SERIAL_NUMBERS_MISMATCH' })
    expect(refusal(work(), confirm([box('S1', units('fridge', 2, 'a'))]))).toMatchObject({ code: 'SERIAL_NUMBERS_MISMATCH' })
  })

  test('is taken by the fulfilment whenever it is matched, whatever it tells of and in whatever messages', () => {
    const serial = fc.constantFrom('a', 'b', 'c', 'd')
    const item = fc.oneof(
      fc.uniqueArray(serial, { minLength: 1, maxLength: 3 }).map((numbers) => units('fridge', numbers.length, ...numbers)),
      fc.integer({ min: 1, max: 3 }).map((quantity) => units('filter', quantity)),
      fc.constant(units('box', 1)),
    )
    const parcel = fc.tuple(fc.constantFrom('S1', 'S2', 'S3', null), fc.array(item, { maxLength: 2 })).map(([id, of]) => box(id, ...of))
    fc.assert(
      fc.property(fc.array(fc.array(parcel, { maxLength: 3 }), { maxLength: 6 }), (messages) => {
        let state = work()
        for (const [place, packages] of messages.entries()) {
          const matched = matchConfirm(state, confirm(packages), `M${place}`)
          if ('accepted' in matched) continue
          for (const shipment of matched.shipments) {
            const data = { fulfilmentId: state.request!.fulfilmentId, ...shipment, dispatchedAt: 1 }
            const decision = fulfilmentAggregate.decide(state, { type: 'DispatchShipment', data: data as never })
            if (!decision.accepted) {
              // The one thing it leaves to the fulfilment: a number that left before.
              expect(decision.code).toBe('SERIAL_NUMBERS_MISMATCH')
              continue
            }
            for (const event of decision.events) state = fulfilmentAggregate.evolve(state, event)
          }
        }
        expect(state.units.dispatched + restOf(state)).toBe(5)
      }),
    )
  })
})

test('lacking units are taken from the promises that wait, as many as there are', () => {
  expect(matchLack(work(), [{ sku: 'filter', quantity: 1 }])).toEqual([{ reservationId: 'R2', lacking: 1 }])
  expect(matchLack(work(lack(['R2', 1])), [{ sku: 'filter', quantity: 1 }])).toEqual([{ reservationId: 'R2', lacking: 1 }])
  expect(matchLack(work(), [{ sku: 'filter', quantity: 3 }])).toMatchObject({
    code: 'QUANTITY_EXCEEDED',
    details: { sku: 'filter', remaining: 2 },
  })
})

test('the code of work leads back to it, and nothing else leads anywhere', () => {
  const { fulfilmentId } = work().request!
  expect(fulfilmentIdOf(orderCodeOf(fulfilmentId), 'WH1')).toBe(fulfilmentId)
  for (const code of ['', 'a', 'a.b.c', 'a.b.c.1@X', 'a-b', '%.b.c.1', 'a.b.c.d.e']) expect(fulfilmentIdOf(code, 'WH1')).toBeNull()
})
