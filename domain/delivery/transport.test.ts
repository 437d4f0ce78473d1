import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { transportKind } from '../policy/kinds/transport.ts'
import { departureDay, transportDays } from './transport.ts'

const document = (rows: readonly (readonly [string, string, number])[], more: object = {}) =>
  transportKind.document.parse({ rows: rows.map(([from, to, days]) => ({ from, to, days })), ...more })

const shanghai = ['310000', '310100', '310115']
const hangzhou = ['330000', '330100', '330106']

describe('the days units are on their way', () => {
  test('are those of the row that names the end most closely, then the beginning', () => {
    const rows = document([
      ['CN', 'CN', 5],
      ['310000', 'CN', 4],
      ['CN', '330000', 3],
      ['310000', '330000', 2],
      ['CN', '330106', 1],
    ])
    expect(transportDays(rows, shanghai, hangzhou)).toBe(1)
    expect(transportDays(rows, shanghai, ['330000', '330100', '330102'])).toBe(2)
    expect(transportDays(rows, ['440000'], ['330000'])).toBe(3)
    expect(transportDays(rows, shanghai, ['440000'])).toBe(4)
    expect(transportDays(rows, ['440000'], ['440000'])).toBe(5)
  })

  test('are the same for all places no row fits', () => {
    expect(transportDays(document([]), shanghai, hangzhou)).toBe(3)
    expect(transportDays(document([['310000', '440000', 2]], { otherwiseDays: 7 }), shanghai, hangzhou)).toBe(7)
  })

  test('do not depend on the order of the rows', () => {
    const code = fc.constantFrom('CN', ...shanghai, ...hangzhou)
    const row = fc.tuple(code, code, fc.nat({ max: 9 }))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        expect(transportDays(document(rows.toReversed()), shanghai, hangzhou)).toBe(transportDays(document(rows), shanghai, hangzhou))
      }),
    )
  })
})

test('what is ordered late in the day counts for the next day, in China', () => {
  const until = document([], { lastOrderAt: '16:00', leavesAfterDays: 1 })
  expect(departureDay(until, Date.parse('2026-11-11T15:59:59+08:00'))).toBe('2026-11-12')
  expect(departureDay(until, Date.parse('2026-11-11T16:00:00+08:00'))).toBe('2026-11-13')
  expect(departureDay(document([]), Date.parse('2026-11-11T23:59:00+08:00'))).toBe('2026-11-12')
  expect(departureDay(document([]), Date.parse('2026-11-10T17:00:00Z'))).toBe('2026-11-12')
})
