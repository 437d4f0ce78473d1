import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { installationKind } from '../policy/kinds/installation.ts'
import { type CoverageRow, candidatesFor, type Wanted } from './choosing.ts'

const row = (provider: string, change: Partial<CoverageRow> = {}): CoverageRow => ({
  ...{ provider, serviceKind: 'install', area: '330100', category: null, brand: null, validFrom: 10, validTo: null },
  ...change,
})
const wanted: Wanted = {
  ...{ regionPath: ['330000', '330100', '330106'], category: 'airConditioner', brand: 'Snow', picksUpOldUnit: false, at: 50 },
}
const prefers = (...preferences: readonly object[]) => installationKind.document.parse({ prefers: preferences })
const names = (rows: readonly CoverageRow[], change: Partial<Wanted> = {}, document = prefers()) =>
  candidatesFor(document, rows, 'install', { ...wanted, ...change }).map(({ provider }) => provider)

describe('who can install', () => {
  test.each<[string, Partial<CoverageRow>, boolean]>([
    ['in the district', { area: '330106' }, true],
    ['in the whole country', { area: 'CN' }, true],
    ['in another city', { area: '330200' }, false],
    ['of the category', { category: 'airConditioner' }, true],
    ['of another category', { category: 'tv' }, false],
    ['of the brand', { brand: 'Snow' }, true],
    ['of another brand', { brand: 'Ice' }, false],
    ['something else', { serviceKind: 'toHome' }, false],
    ['from that instant on', { validFrom: 50 }, true],
    ['from the next instant on', { validFrom: 51 }, false],
    ['until the next instant', { validTo: 51 }, true],
    ['until that instant', { validTo: 50 }, false],
  ])('is who does it %s', (_, change, can) => {
    expect(names([row('P1', change)])).toEqual(can ? ['P1'] : [])
  })

  test('takes the old unit away, where that is wanted', () => {
    const rows = [row('P1'), row('P2'), row('P2', { serviceKind: 'oldUnitPickup' })]
    expect(names(rows)).toEqual(['P1', 'P2'])
    expect(names(rows, { picksUpOldUnit: true })).toEqual(['P2'])
  })
})

describe('preferences', () => {
  const rows = ['P1', 'P2', 'P3'].map((provider) => row(provider))

  test('come before names', () => {
    expect(names(rows)).toEqual(['P1', 'P2', 'P3'])
    expect(names(rows, {}, prefers({ providers: ['P3'] }, { providers: ['P2'] }))).toEqual(['P3', 'P2', 'P1'])
  })

  test('are for where and what they say', () => {
    expect(names(rows, {}, prefers({ providers: ['P3'], areas: ['440000'] }))).toEqual(['P1', 'P2', 'P3'])
    expect(names(rows, {}, prefers({ providers: ['P3'], areas: ['330000'] }))).toEqual(['P3', 'P1', 'P2'])
    expect(names(rows, {}, prefers({ providers: ['P3'], categories: ['tv'] }))).toEqual(['P1', 'P2', 'P3'])
  })

  test('of one preference providers are equal', () => {
    const document = prefers({ providers: ['P3', 'P2'] })
    expect(candidatesFor(document, rows, 'install', wanted).map(({ rank }) => rank)).toEqual([0, 0, 1])
  })
})

test('the same rows in any order give the same answer, and each of them at most one candidate', () => {
  const anyRow = fc.record({
    provider: fc.constantFrom('P1', 'P2', 'P3'),
    serviceKind: fc.constantFrom('install' as const, 'oldUnitPickup' as const),
    area: fc.constantFrom('CN', '330000', '330106', '440000'),
    category: fc.constantFrom(null, 'airConditioner', 'tv'),
    brand: fc.constantFrom(null, 'Snow', 'Ice'),
    validFrom: fc.integer({ min: 40, max: 60 }),
    validTo: fc.constantFrom(null, 50, 60),
  })
  const document = prefers({ providers: ['P2'] })
  fc.assert(
    fc.property(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
      fc.array(anyRow, { minLength: 6, maxLength: 6 }),
      (order, rows) => {
        const found = names(rows, {}, document)
        expect(
          names(
            order.map((place) => rows[place]!),
            {},
            document,
          ),
        ).toEqual(found)
        expect(new Set(found).size).toBe(found.length)
        for (const provider of found) expect(rows.some((each) => each.provider === provider)).toBe(true)
      },
    ),
  )
})
