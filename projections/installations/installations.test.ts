import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InstallationCommand } from '../../domain/installation/commands.ts'
import { installationAggregate, phaseOf } from '../../domain/installation/installation.ts'
import {
  book,
  cancel,
  choose,
  complete,
  fail,
  installationId,
  open,
  photo,
  pipe,
  request,
  reschedule,
  stall,
  want,
} from '../../domain/installation/testing/ask.ts'
import { decided } from '../testing/decided.ts'
import { given } from '../testing/given.ts'
import { installations } from './installations.ts'

const written = (commands: readonly InstallationCommand[]) => decided(installationAggregate, commands)

test('a work card shows each booking and what came of it, and the evidence at the end', () => {
  const { life } = written([request('twoVisits'), open(), book(1), reschedule(2), fail(2), book(3), complete(3)])
  given(installations, ...life).shows(installationId, {
    ...{ state: 'completed', open: false, mode: 'twoVisits', signedAt: 5, endedAt: 9, failedVisits: 1 },
    ...{ provider: 'P1', date: '2026-11-28', slot: 'morning' },
    visits: [
      { booking: 1, visitNumber: 1, slot: 'morning', outcome: 'rescheduled', reason: 'buyer' },
      { booking: 2, visitNumber: 1, slot: 'evening', outcome: 'failed', reason: 'noAnswer' },
      { booking: 3, visitNumber: 2, slot: 'morning', outcome: 'completed', reason: null },
    ],
    units: [
      { sku: 'AC', serialNumbers: ['a', 'b'] },
      { sku: 'bracket', serialNumbers: [] },
    ],
    photos: [photo],
    materials: [pipe],
  })
})

test('calling off ends the booking that was open', () => {
  const { life } = written([request('oneVisit'), book(1), cancel()])
  const visits = [{ booking: 1, outcome: 'cancelled', reason: 'buyer' }]
  given(installations, ...life).shows(installationId, { state: 'cancelled', open: false, reason: 'buyer', endedAt: 8, visits })
})

test('a card shows who is to come, what is wished, and what it waited for in vain until anything happens', () => {
  const waiting = [request('twoVisits'), choose('P2'), open(), want('2026-12-01'), stall('slot', 0)]
  const shown = { chosenProvider: 'P2', wishedDate: '2026-12-01' }
  given(installations, ...written(waiting).life).shows(installationId, { ...shown, stalled: 'slot', stalledAt: 50 })
  given(installations, ...written([...waiting, book(1)]).life).shows(installationId, {
    ...{ chosenProvider: 'P2', wishedDate: null, stalled: null, stalledAt: null },
  })
})

test('the card stands where the installation does, whatever was asked', () => {
  const booking = fc.integer({ min: 1, max: 4 })
  const command = fc.oneof(
    { weight: 2, arbitrary: fc.constant(open()) },
    { weight: 6, arbitrary: booking.map((of) => book(of)) },
    { weight: 3, arbitrary: booking.map((of) => reschedule(of)) },
    { weight: 3, arbitrary: booking.map((of) => fail(of)) },
    { weight: 1, arbitrary: booking.map((of) => complete(of)) },
    { weight: 1, arbitrary: fc.constant(cancel()) },
  )
  fc.assert(
    fc.property(fc.constantFrom('oneVisit' as const, 'twoVisits' as const), fc.array(command, { maxLength: 30 }), (mode, commands) => {
      const { state, life } = written([request(mode), ...commands])
      const phase = phaseOf(state)
      const outcomes = state.visits.map(({ outcome }) => ({ outcome: outcome ?? 'booked' }))
      given(installations, ...life).shows(installationId, {
        ...{ state: phase, open: !['completed', 'cancelled'].includes(phase), visits: outcomes },
        failedVisits: state.visits.filter(({ outcome }) => outcome === 'failed').length,
      })
    }),
  )
  expect.hasAssertions()
})
