import fc from 'fast-check'
import { test } from 'vitest'
import { agrees, equal, law, type Model, type Verdict } from '../shared/testing/agreement.ts'
import type { InstallationCommand } from './commands.ts'
import { waits } from './fields.ts'
import { type InstallationTypes, installationAggregate, phaseOf } from './installation.ts'
import { book, bracket, cancel, choose, complete, conditioners, fail, open, request, reschedule, stall, want } from './testing/ask.ts'

const booking = fc.constantFrom(1, 1, 2, 2, 3, 4)
const slot = fc.constantFrom('morning', 'evening')
const units = fc.constantFrom<ReturnType<typeof bracket>[]>(
  [conditioners('a', 'b'), bracket()],
  [bracket(), conditioners('a', 'b')],
  [bracket('x'), conditioners('b', 'a')],
  [conditioners('a', 'a'), bracket()],
  [conditioners('a'), bracket()],
  [conditioners(), bracket()],
  [conditioners('a', 'b')],
  [conditioners('a', 'b'), bracket(), bracket()],
)

const commandsOf = (mode: 'oneVisit' | 'twoVisits'): fc.Arbitrary<InstallationCommand> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(request(mode)) },
    { weight: 2, arbitrary: fc.integer({ min: 4, max: 6 }).map(open) },
    { weight: 6, arbitrary: fc.tuple(booking, slot).map((of) => book(...of)) },
    { weight: 4, arbitrary: fc.tuple(booking, slot).map((of) => reschedule(...of)) },
    { weight: 3, arbitrary: fc.tuple(booking, fc.constantFrom('noAnswer' as const, 'other' as const)).map((of) => fail(...of)) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('P1', 'P2', 'P9'), fc.integer({ min: 1, max: 3 })).map((of) => choose(...of)) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('2026-12-01', '2026-12-02'), fc.integer({ min: 1, max: 9 })).map((of) => want(...of)),
    },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...waits), fc.constantFrom(0, 0, 1, 1, 2, 3)).map((of) => stall(...of)) },
    { weight: 1, arbitrary: fc.tuple(booking, units).map(([of, installed]) => complete(of, { units: installed })) },
  )

/** Calling off ends a history early, so it is rare. */
const command = (mode: 'oneVisit' | 'twoVisits') =>
  fc.oneof({ weight: 40, arbitrary: commandsOf(mode) }, { weight: 1, arbitrary: fc.constant(cancel()) })

function alter(asked: InstallationCommand, by: number): InstallationCommand {
  switch (asked.type) {
    case 'RequestInstallation':
      return by === 1
        ? { ...asked, data: { ...asked.data, wantedDate: '2026-12-01' } }
        : { ...asked, data: { ...asked.data, picksUpOldUnit: !asked.data.picksUpOldUnit } }
    case 'BookVisit':
      return { ...asked, data: { ...asked.data, provider: `P${by}` } }
    case 'RescheduleVisit':
      return { ...asked, data: { ...asked.data, date: `2026-11-2${by + 6}` } }
    case 'CompleteInstallation':
      return by === 1 ? { ...asked, data: { ...asked.data, materials: [] } } : { ...asked, data: { ...asked.data, completedAt: 9 + by } }
    default:
      return asked
  }
}

/** What may be waited for, by phase. */
function stallsIn(phase: string): readonly string[] {
  if (phase === 'awaitingDelivery') return ['provider', 'signing']
  if (phase === 'toBook') return ['provider', 'slot']
  if (phase === 'visitFailed') return ['provider', 'slot', 'decision']
  return phase === 'booked' ? ['slot', 'confirmation', 'outcome'] : []
}

/** The work card as a list of what was written on it, read through from the top whenever somebody asks. */
function cardModel(): Model<InstallationTypes> {
  const card: InstallationCommand[] = []
  const has = (type: InstallationCommand['type']) => card.some((one) => one.type === type)
  const bookings = () => card.flatMap((one) => (one.type === 'BookVisit' || one.type === 'RescheduleVisit' ? [one.data] : []))
  const slotOf = ({ provider, area, date, slot: of }: ReturnType<typeof bookings>[number]) => [provider, area, date, of].join()
  const failures = () => card.flatMap((one) => (one.type === 'FailVisit' ? [one.data] : []))
  const done = () => card.flatMap((one) => (one.type === 'CompleteInstallation' ? [one.data] : []))[0]
  const first = () => card.find((one) => one.type === 'RequestInstallation')?.data
  /** Number of the booking a crew is awaited for; 0 for none. */
  const awaited = () => {
    const last = bookings().at(-1)
    if (last === undefined || has('CancelInstallation') || done() !== undefined) return 0
    return failures().some((one) => one.booking === last.booking) ? 0 : last.booking
  }
  const isOver = () => has('CancelInstallation') || done() !== undefined
  let chosen: object | null = null
  let wish: Extract<InstallationCommand, { type: 'WantVisit' }>['data'] | null = null
  let stalled: string | null = null
  /** Whatever happens, nothing is stuck any more. */
  const progress = (): Verdict => {
    stalled = null
    return 'happens'
  }
  const write = (it: InstallationCommand): Verdict => {
    card.push(it)
    if (it.type === 'BookVisit' || it.type === 'RescheduleVisit') wish = null
    return progress()
  }
  const partsOf = (of: readonly { lineId: string; sku: string; serialNumbers: string[] }[]) =>
    of
      .map((unit) => JSON.stringify(unit))
      .sort()
      .join()
  const refusal = (installed: readonly { sku: string; serialNumbers: string[] }[]): Verdict | null => {
    for (const [place, { sku, serialNumbers }] of installed.entries()) {
      if (installed.slice(0, place).some((one) => one.sku === sku)) return 'LINE_UNKNOWN'
      const wanted = sku === 'AC' ? [2] : [0, 1]
      if (!wanted.includes(serialNumbers.length) || new Set(serialNumbers).size < serialNumbers.length) return 'SERIAL_NUMBERS_MISMATCH'
    }
    return installed.length < 2 ? 'UNITS_MISSING' : null
  }

  const judge = (it: InstallationCommand): Verdict => {
    const asked = first()
    if (it.type === 'RequestInstallation') {
      if (asked === undefined) return write(it)
      return asked.picksUpOldUnit === it.data.picksUpOldUnit ? 'repeat' : 'DOCUMENT_DIFFERS'
    }
    if (asked === undefined) return 'INSTALLATION_UNKNOWN'
    switch (it.type) {
      case 'ChooseProvider':
        if (JSON.stringify(chosen) === JSON.stringify(it.data)) return 'repeat'
        if (isOver()) return 'INSTALLATION_STATE'
        if (it.data.provider === 'P9') return 'BAD_REQUEST'
        chosen = it.data
        return progress()
      case 'WantVisit':
        if (JSON.stringify(wish) === JSON.stringify(it.data)) return 'repeat'
        if (isOver()) return 'INSTALLATION_STATE'
        if (wish !== null && it.data.askedAt < wish.askedAt) return 'COMMAND_TOO_OLD'
        wish = it.data
        return progress()
      case 'StallInstallation': {
        const { waitedFor, bookings: made } = it.data
        const isHere = made === bookings().length
        if (isHere && stalled === waitedFor) return 'repeat'
        if (!isHere || !stallsIn(phase()).includes(waitedFor)) return 'INSTALLATION_STATE'
        stalled = waitedFor
        return 'happens'
      }
      case 'OpenInstallation':
        if (has('OpenInstallation')) return 'repeat'
        return asked.mode === 'oneVisit' || isOver() ? 'INSTALLATION_STATE' : write(it)
      case 'BookVisit':
      case 'RescheduleVisit': {
        const before = bookings().find((one) => one.booking === it.data.booking)
        if (before !== undefined) return slotOf(before) === slotOf(it.data) ? 'repeat' : 'DOCUMENT_DIFFERS'
        if (it.data.booking !== bookings().length + 1 || isOver()) return 'INSTALLATION_STATE'
        if (asked.mode === 'twoVisits' && !has('OpenInstallation')) return 'INSTALLATION_STATE'
        return awaited() > 0 === (it.type === 'RescheduleVisit') ? write(it) : 'INSTALLATION_STATE'
      }
      case 'FailVisit': {
        const before = failures().find((one) => one.booking === it.data.booking)
        if (before !== undefined) return before.reason === it.data.reason ? 'repeat' : 'DOCUMENT_DIFFERS'
        return awaited() === it.data.booking ? write(it) : 'INSTALLATION_STATE'
      }
      case 'CompleteInstallation': {
        const before = done()
        if (before?.booking === it.data.booking) {
          const told = ({ units: of, materials, completedAt }: typeof it.data) => [partsOf(of), materials.length, completedAt].join()
          return told(before) === told(it.data) ? 'repeat' : 'DOCUMENT_DIFFERS'
        }
        if (awaited() !== it.data.booking) return 'INSTALLATION_STATE'
        return refusal(it.data.units) ?? write(it)
      }
      case 'CancelInstallation':
        if (has('CancelInstallation')) return 'repeat'
        return done() === undefined ? write(it) : 'INSTALLATION_STATE'
    }
  }

  const phase = () => {
    const asked = first()
    if (asked === undefined) return 'unknown'
    if (isOver()) return has('CancelInstallation') ? 'cancelled' : 'completed'
    if (bookings().length > 0) return awaited() > 0 ? 'booked' : 'visitFailed'
    return asked.mode === 'oneVisit' || has('OpenInstallation') ? 'toBook' : 'awaitingDelivery'
  }
  return {
    judge,
    check(state, events) {
      equal([phaseOf(state)], [phase()], 'phase')
      equal([state.stalled, state.wish?.date, state.wish?.askedAt], [stalled, wish?.date, wish?.askedAt], 'what is stuck, and wanted')
      equal([state.visits.length], [bookings().length], 'bookings')
      law(
        state.visits.slice(0, -1).every(({ outcome }) => outcome !== null),
        'a crew is awaited once at a time',
      )
      const failed = state.visits.filter(({ outcome }) => outcome === 'failed').length
      equal([failed], [failures().length], 'failed visits')
      for (const { type, data } of events)
        if (type === 'VisitBooked') equal([data.visitNumber], [failures().length + 1], 'which visit it is')
      law((state.completion !== null) === state.visits.some(({ outcome }) => outcome === 'completed'), 'what is done was done at a visit')
    },
  }
}

test.each(['oneVisit', 'twoVisits'] as const)('an installation in %s does what its work card says', (mode) => {
  agrees({ aggregate: installationAggregate, model: cardModel, command: command(mode), alter })
})
