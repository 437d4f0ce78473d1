import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agrees, equal, type Verdict } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { ProviderCommand } from './commands.ts'
import { providerAggregate, rowOf } from './provider.ts'

type Coverage = Extract<ProviderCommand, { type: 'SetCoverage' }>

const define = (name: string, definedAt: number): ProviderCommand => ({
  type: 'DefineProvider',
  data: { provider: 'P 1', name, definedAt },
})
const cover = (change: Partial<Coverage['data']> = {}): Coverage => ({
  type: 'SetCoverage',
  data: {
    provider: 'P 1',
    serviceKind: 'install',
    area: '310115',
    category: 'airConditioner',
    brand: null,
    validFrom: 10,
    validTo: null,
    setAt: 1,
    ...change,
  },
})

test('a stream is one provider', () => {
  expect(providerAggregate.key(define('Crew', 1))).toBe('P%201')
})

const scenario = scenariosOf(providerAggregate)
scenario('a provider is defined')
  .when(define('Crew', 1))
  .yields({ type: 'ProviderDefined', data: { provider: 'P 1', name: 'Crew', definedAt: 1 } })
scenario('the same provider twice is one').after(define('Crew', 1)).when(define('Crew', 1)).yieldsNothing()
scenario('of one instant there is one provider').after(define('Crew', 1)).when(define('Gang', 1)).rejects('COMMAND_DIFFERS')
scenario('nobody is covered by a provider nobody knows').when(cover()).rejects('PROVIDER_UNKNOWN', { provider: 'P 1' })
scenario('a row is set').after(define('Crew', 1)).when(cover()).yields({ type: 'CoverageSet', data: cover().data })
scenario('the same row twice is one').after(define('Crew', 1), cover()).when(cover()).yieldsNothing()
scenario('a row is ended later')
  .after(define('Crew', 1), cover())
  .when(cover({ validTo: 50, setAt: 2 }))
  .yieldsLike({ type: 'CoverageSet', data: { validTo: 50 } })
scenario('of one instant there is one end')
  .after(define('Crew', 1), cover())
  .when(cover({ validTo: 50 }))
  .rejects('COMMAND_DIFFERS')
scenario('an end decided earlier does not bring back what was replaced')
  .after(define('Crew', 1), cover({ validTo: 50, setAt: 2 }))
  .when(cover())
  .rejects('COMMAND_TOO_OLD', { decidedAt: 2 })
scenario('a row that ends where it begins is taken back')
  .after(define('Crew', 1), cover())
  .when(cover({ validTo: 10, setAt: 2 }))
  .yieldsLike({ type: 'CoverageSet' })
scenario('no row ends before it begins')
  .after(define('Crew', 1))
  .when(cover({ validTo: 9 }))
  .rejects('BAD_REQUEST', { validFrom: 10 })
for (const other of [{ serviceKind: 'oldUnitPickup' as const }, { area: 'CN' }, { category: null }, { brand: 'Haier' }, { validFrom: 20 }])
  scenario(`another ${Object.keys(other)[0]} is another row`)
    .after(define('Crew', 1), cover({ validTo: 50, setAt: 2 }))
    .when(cover(other))
    .yieldsLike({ type: 'CoverageSet', data: other })

const row = fc.record({
  serviceKind: fc.constantFrom('install' as const, 'toHome' as const),
  area: fc.constantFrom('310115', 'CN'),
  brand: fc.constantFrom(null, 'Haier'),
  validFrom: fc.integer({ min: 1, max: 2 }),
  validTo: fc.option(fc.integer({ min: 1, max: 4 })),
  setAt: fc.integer({ min: 1, max: 200 }),
})
const command = fc.oneof(
  { weight: 9, arbitrary: row.map(cover) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('Crew', 'Gang'), fc.integer({ min: 1, max: 50 })).map((of) => define(...of)) },
)

test('of the decisions on a row the latest holds', () => {
  agrees({
    aggregate: providerAggregate,
    command,
    alter: (asked, by) =>
      asked.type === 'SetCoverage'
        ? { ...asked, data: { ...asked.data, validTo: (asked.data.validTo ?? 9) + by } }
        : { ...asked, data: { ...asked.data, name: `other ${by}` } },
    model() {
      const about = new Map<string, ProviderCommand[]>()
      const nameOf = (asked: ProviderCommand) => (asked.type === 'SetCoverage' ? rowOf(asked.data) : 'definition')
      const timed = (asked: ProviderCommand) => (asked.type === 'SetCoverage' ? asked.data.setAt : asked.data.definedAt)
      const judge = (asked: ProviderCommand): Verdict => {
        if (asked.type === 'SetCoverage' && !about.has('definition')) return 'PROVIDER_UNKNOWN'
        const before = about.get(nameOf(asked)) ?? []
        if (before.some((one) => timed(one) > timed(asked))) return 'COMMAND_TOO_OLD'
        const last = before.find((one) => timed(one) === timed(asked))
        if (last !== undefined) return JSON.stringify(last) === JSON.stringify(asked) ? 'repeat' : 'COMMAND_DIFFERS'
        if (asked.type === 'SetCoverage' && (asked.data.validTo ?? Infinity) < asked.data.validFrom) return 'BAD_REQUEST'
        about.set(nameOf(asked), [...before, asked])
        return 'happens'
      }
      return {
        judge,
        check({ coverage }) {
          const rows = [...about].filter(([name]) => name !== 'definition')
          equal([...coverage.keys()].sort(), rows.map(([name]) => name).sort(), 'rows')
          for (const [name, decisions] of rows) {
            const latest = decisions.reduce((one, other) => (timed(other) > timed(one) ? other : one)) as Coverage
            equal([coverage.get(name)!.validTo], [latest.data.validTo], 'what holds of a row')
          }
        },
      }
    },
  })
})
