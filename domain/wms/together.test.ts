import { expect, test } from 'vitest'
import { fulfilmentAggregate } from '../fulfilment/fulfilment.ts'
import type { Fulfilment } from '../fulfilment/state.ts'
import { dispatch, filters, request } from '../fulfilment/testing/ask.ts'
import type { DeliveryConfirm } from './canonical.ts'
import { lackTogether, matchTogether } from './together.ts'

/** Filters of one order: without serial numbers. */
function work(reservationId: string, quantity: number, ...commands: Parameters<typeof fulfilmentAggregate.decide>[1][]): Fulfilment {
  const line = { lineId: '2', sku: 'filter', reservationId, category: 'parts', brand: 'Haier', quantity, serialNumberRequired: false }
  let state = fulfilmentAggregate.initial()
  for (const command of [request({ lines: [line] }), ...commands]) {
    const decision = fulfilmentAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(decision.code)
    for (const event of decision.events) state = fulfilmentAggregate.evolve(state, event)
  }
  return state
}
const left = (reservationId: string, shipmentId: string, quantity: number) => dispatch(shipmentId, { ...filters(quantity), reservationId })
const told = (waybill: string, quantity: number): DeliveryConfirm => ({
  ...{ kind: 'deliveryConfirm', orderCode: 'a', messageNumber: 'C1', status: null, isFinal: true, confirmedAt: null, lines: [] },
  packages: [{ carrier: 'SF', waybill, weightGrams: null, units: [{ lineNumber: null, sku: 'filter', quantity, serialNumbers: [] }] }],
})
function parts(works: readonly Fulfilment[], confirm: DeliveryConfirm) {
  const matched = matchTogether(works, confirm, 'fallback')
  if ('accepted' in matched) return matched.code
  const unitsOf = ({ shipmentId, lines }: (typeof matched.parts)[number][number]) =>
    lines.map(({ reservationId, quantity }) => `${shipmentId} ${reservationId} ${quantity}`)
  return matched.parts.map((part) => part.flatMap(unitsOf))
}

test('of one parcel with units of several orders each gets what is its own', () => {
  expect(parts([work('R1', 2), work('R2', 3)], told('SF1', 4))).toEqual([['SF1 R1 2'], ['SF1 R2 2']])
  expect(parts([work('R1', 2), work('R2', 3)], told('SF1', 1))).toEqual([['SF1 R1 1'], []])
  expect(parts([work('R1', 2), work('R2', 3)], told('SF1', 6))).toBe('QUANTITY_EXCEEDED')
})

test('a parcel that was told to all is told to nobody again', () => {
  const works = [work('R1', 2, left('R1', 'SF1', 2)), work('R2', 3, left('R2', 'SF1', 1))]
  expect(parts(works, told('SF1', 3))).toEqual([[], []])
  expect(parts(works, told('SF2', 2))).toEqual([[], ['SF2 R2 2']])
  expect(parts(works, told('SF1', 4))).toBe('DOCUMENT_DIFFERS')
})

test('one that was told to some when that was cut off is told to the others', () => {
  expect(parts([work('R1', 2, left('R1', 'SF1', 2)), work('R2', 3)], told('SF1', 4))).toEqual([[], ['SF1 R2 2']])
  // Nobody would have cut it so: it is another parcel under the same number.
  expect(parts([work('R1', 2, left('R1', 'SF1', 1)), work('R2', 3)], told('SF1', 4))).toBe('DOCUMENT_DIFFERS')
})

test('what lacks in all lacks of the order that was asked for last, and then of the one before', () => {
  const works = [work('R1', 2), work('R2', 1)]
  expect(lackTogether(works, [{ sku: 'filter', quantity: 1 }])).toEqual([[], [{ reservationId: 'R2', lacking: 1 }]])
  expect(lackTogether(works, [{ sku: 'filter', quantity: 3 }])).toEqual([
    [{ reservationId: 'R1', lacking: 2 }],
    [{ reservationId: 'R2', lacking: 1 }],
  ])
})
