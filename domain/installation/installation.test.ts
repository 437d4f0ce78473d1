import { describe, expect, test } from 'vitest'
import { streamName } from '../shared/stream-name.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { InstallationCommand } from './commands.ts'
import { installationAggregate, phaseOf } from './installation.ts'
import {
  book,
  bracket,
  cancel,
  choose,
  complete,
  conditioners,
  fail,
  installationId,
  open,
  photo,
  pipe,
  request,
  reschedule,
  stall,
  want,
} from './testing/ask.ts'

const scenario = scenariosOf(installationAggregate)
const path = ['310000', '310100', '310115']
const which = { installationId, orderId: 'jd.s1.1', channel: 'jd', shop: 's1', regionPath: path } as const

test('a stream is one installation', () => {
  expect(streamName('installation', installationAggregate.key(request('oneVisit')))).toBe('installation-jd.s1.1.1')
})

test('the phase follows what happened, in both modes', () => {
  const phases = (...commands: readonly InstallationCommand[]) => {
    let state = installationAggregate.initial()
    return [phaseOf(state)].concat(
      commands.map((command) => {
        const decision = installationAggregate.decide(state, command)
        if (!decision.accepted) throw new Error(decision.code)
        for (const event of decision.events) state = installationAggregate.evolve(state, event)
        return phaseOf(state)
      }),
    )
  }
  expect(phases(request('oneVisit'), book(1), complete(1))).toEqual(['unknown', 'toBook', 'booked', 'completed'])
  expect(phases(request('twoVisits'), open(), book(1), reschedule(2), fail(2), book(3), complete(3))).toEqual(
    ['unknown', 'awaitingDelivery', 'toBook', 'booked', 'booked'].concat('visitFailed', 'booked', 'completed'),
  )
  expect(phases(request('twoVisits'), cancel())).toEqual(['unknown', 'awaitingDelivery', 'cancelled'])
})

describe('asking', () => {
  scenario('the same request twice is one').after(request('oneVisit')).when(request('oneVisit')).yieldsNothing()
  scenario('a request whose facts changed is the same')
    .after(request('oneVisit'))
    .when(request('oneVisit', { wantedDate: '2026-12-01' }))
    .yieldsNothing()
  scenario('another request under the same id is refused').after(request('oneVisit')).when(request('twoVisits')).rejects('DOCUMENT_DIFFERS')
  scenario('a SKU of a line is in one request once')
    .when(
      request('oneVisit', {
        lines: [1, 2].map((quantity) => ({ lineId: '1', sku: 'AC', category: '', brand: '', quantity, serialNumberRequired: false })),
      }),
    )
    .rejects('BAD_REQUEST')
  scenario('nothing is done that nobody asked for').when(book(1)).rejects('INSTALLATION_UNKNOWN', { installationId })
})

describe('delivery and installation apart', () => {
  scenario('no crew is booked before the units are signed for')
    .after(request('twoVisits'))
    .when(book(1))
    .rejects('INSTALLATION_STATE', { phase: 'awaitingDelivery', booking: null, nextBooking: 1 })
  scenario('signing opens the installation')
    .after(request('twoVisits'))
    .when(open())
    .yields({ type: 'InstallationOpened', data: { ...which, mode: 'twoVisits', signedAt: 5 } })
  scenario('signing twice opens it once').after(request('twoVisits'), open()).when(open(6)).yieldsNothing()
  scenario('what is signed for is booked').after(request('twoVisits'), open()).when(book(1)).yieldsLike({ type: 'VisitBooked' })
  scenario('what is called off is not opened')
    .after(request('twoVisits'), cancel())
    .when(open())
    .rejects('INSTALLATION_STATE', { phase: 'cancelled' })
})

describe('delivery and installation in one', () => {
  scenario('is booked at once')
    .after(request('oneVisit'))
    .when(book(1))
    .yields({
      type: 'VisitBooked',
      data: {
        ...which,
        mode: 'oneVisit',
        ...{ booking: 1, visitNumber: 1, provider: 'P1', area: '310115', date: '2026-11-28', slot: 'morning' },
      },
    })
  scenario('has nothing to open').after(request('oneVisit')).when(open()).rejects('INSTALLATION_STATE', { phase: 'toBook' })
})

describe('booking', () => {
  const asked = request('oneVisit')
  scenario('twice is once').after(asked, book(1)).when(book(1)).yieldsNothing()
  scenario('another slot under the same number is refused')
    .after(asked, book(1))
    .when(book(1, 'evening'))
    .rejects('DOCUMENT_DIFFERS', { booking: 1 })
  scenario('a number is not left out').after(asked).when(book(2)).rejects('INSTALLATION_STATE', { nextBooking: 1 })
  scenario('what is booked is moved, not booked again')
    .after(asked, book(1))
    .when(book(2))
    .rejects('INSTALLATION_STATE', { phase: 'booked', booking: 1, nextBooking: 2 })
  scenario('moving says from where')
    .after(asked, book(1))
    .when(reschedule(2))
    .yieldsLike({
      type: 'VisitRescheduled',
      data: {
        ...{ booking: 2, visitNumber: 1, slot: 'evening', rescheduledBy: 'buyer' },
        from: { booking: 1, provider: 'P1', area: '310115', date: '2026-11-28', slot: 'morning' },
      },
    })
  scenario('moving twice is once').after(asked, book(1), reschedule(2)).when(reschedule(2)).yieldsNothing()
  scenario('what was not booked is not moved').after(asked).when(reschedule(1)).rejects('INSTALLATION_STATE', { phase: 'toBook' })
  scenario('after a failed visit a second one is booked')
    .after(asked, book(1), fail(1))
    .when(book(2, 'evening'))
    .yieldsLike({ type: 'VisitBooked', data: { booking: 2, visitNumber: 2 } })
  scenario('a moved booking is no visit of its own')
    .after(asked, book(1), reschedule(2), fail(2))
    .when(book(3))
    .yieldsLike({ type: 'VisitBooked', data: { booking: 3, visitNumber: 2 } })
  scenario('a late repeat of a booking that was moved changes nothing').after(asked, book(1), reschedule(2)).when(book(1)).yieldsNothing()
})

describe('failing', () => {
  const booked = [request('oneVisit'), book(1)] as const
  scenario('has a reason')
    .after(...booked)
    .when(fail(1, 'siteNotReady'))
    .yieldsLike({ type: 'VisitFailed', data: { booking: 1, provider: 'P1', slot: 'morning', reason: 'siteNotReady', failedAt: 7 } })
  scenario('twice is once')
    .after(...booked, fail(1))
    .when(fail(1))
    .yieldsNothing()
  scenario('has one reason')
    .after(...booked, fail(1))
    .when(fail(1, 'other'))
    .rejects('DOCUMENT_DIFFERS', { recorded: 'noAnswer' })
  scenario('a visit that was moved did not fail')
    .after(...booked, reschedule(2))
    .when(fail(1))
    .rejects('INSTALLATION_STATE', { booking: 2 })
  scenario('a visit nobody booked did not fail')
    .after(...booked)
    .when(fail(2))
    .rejects('INSTALLATION_STATE')
})

describe('completing', () => {
  const booked = [request('oneVisit'), book(1)] as const
  scenario('keeps the evidence, line by line')
    .after(...booked)
    .when(complete(1, { units: [bracket(), conditioners('a', 'b')] }))
    .yields({
      type: 'InstallationCompleted',
      data: {
        ...which,
        mode: 'oneVisit',
        ...{ booking: 1, visitNumber: 1, provider: 'P1', area: '310115', date: '2026-11-28', slot: 'morning' },
        units: [
          { lineId: '1', sku: 'AC', category: 'airConditioner', brand: 'Haier', quantity: 2, serialNumbers: ['a', 'b'] },
          { lineId: '1', sku: 'bracket', category: 'parts', brand: 'Haier', quantity: 1, serialNumbers: [] },
        ],
        photos: [photo],
        materials: [pipe],
        completedAt: 9,
      },
    })
  scenario('twice is once, in whatever order the units are named')
    .after(...booked, complete(1))
    .when(complete(1, { units: [bracket(), conditioners('a', 'b')] }))
    .yieldsNothing()
  scenario('with other serial numbers is refused')
    .after(...booked, complete(1))
    .when(complete(1, { units: [conditioners('a', 'c'), bracket()] }))
    .rejects('DOCUMENT_DIFFERS')
  scenario('with other photos is refused')
    .after(...booked, complete(1))
    .when(complete(1, { photos: [] }))
    .rejects('DOCUMENT_DIFFERS')
  scenario('needs every serial number that is required')
    .after(...booked)
    .when(complete(1, { units: [conditioners('a'), bracket()] }))
    .rejects('SERIAL_NUMBERS_MISMATCH', { quantity: 2, serialNumbers: 1 })
  scenario('needs serial numbers where they are required')
    .after(...booked)
    .when(complete(1, { units: [conditioners(), bracket()] }))
    .rejects('SERIAL_NUMBERS_MISMATCH', { quantity: 2, serialNumbers: 0 })
  scenario('takes numbers for every unit of a line or for none')
    .after(...booked)
    .when(complete(1, { units: [conditioners('a', 'b'), bracket('x', 'y')] }))
    .rejects('SERIAL_NUMBERS_MISMATCH', { sku: 'bracket' })
  scenario('takes a serial number once')
    .after(...booked)
    .when(complete(1, { units: [conditioners('a', 'a'), bracket()] }))
    .rejects('SERIAL_NUMBERS_MISMATCH', { serialNumber: 'a' })
  scenario('names every unit that was to be installed')
    .after(...booked)
    .when(complete(1, { units: [conditioners('a', 'b')] }))
    .rejects('UNITS_MISSING', { missing: [{ lineId: '1', sku: 'bracket', quantity: 1 }] })
  scenario('names no other unit')
    .after(...booked)
    .when(complete(1, { units: [conditioners('a', 'b'), { ...bracket(), sku: 'shelf' }] }))
    .rejects('LINE_UNKNOWN', { sku: 'shelf' })
  scenario('names no unit twice')
    .after(...booked)
    .when(complete(1, { units: [conditioners('a', 'b'), bracket(), bracket()] }))
    .rejects('LINE_UNKNOWN', { sku: 'bracket' })
  scenario('is of the visit that is booked')
    .after(...booked, reschedule(2))
    .when(complete(1))
    .rejects('INSTALLATION_STATE', { booking: 2 })
  scenario('does not follow a failed visit')
    .after(...booked, fail(1))
    .when(complete(1))
    .rejects('INSTALLATION_STATE', { phase: 'visitFailed' })
})

describe('calling off', () => {
  scenario('says which booking it ends')
    .after(request('oneVisit'), book(1), reschedule(2))
    .when(cancel())
    .yieldsLike({ type: 'InstallationCancelled', data: { booking: 2, reason: 'buyer' } })
  scenario('ends no booking where none is open')
    .after(request('oneVisit'), book(1), fail(1))
    .when(cancel())
    .yieldsLike({ type: 'InstallationCancelled', data: { booking: null } })
  scenario('twice is once').after(request('oneVisit'), cancel()).when(cancel()).yieldsNothing()
  scenario('not once it is done')
    .after(request('oneVisit'), book(1), complete(1))
    .when(cancel())
    .rejects('INSTALLATION_STATE', { phase: 'completed' })
  scenario('nothing is booked after it').after(request('oneVisit'), cancel()).when(book(1)).rejects('INSTALLATION_STATE')
})

describe('who is to come', () => {
  const asked = request('twoVisits')
  scenario('is one of those that could, and by which rules')
    .after(asked)
    .when(choose('P1'))
    .yieldsLike({ type: 'ProviderChosen', data: { provider: 'P1', policy: { name: 'installation', version: 1 }, ...which } })
  scenario('chosen twice is chosen once').after(asked, choose('P1')).when(choose('P1')).yieldsNothing()
  scenario('may be chosen anew')
    .after(asked, choose('P1'))
    .when(choose('P2'))
    .yieldsLike({ type: 'ProviderChosen', data: { provider: 'P2' } })
  scenario('is nobody who could not').after(asked).when(choose('P9')).rejects('BAD_REQUEST', { provider: 'P9' })
  scenario('is nobody once it is called off')
    .after(asked, cancel())
    .when(choose('P1'))
    .rejects('INSTALLATION_STATE', { phase: 'cancelled' })
})

describe('another day', () => {
  const booked = [request('oneVisit'), book(1)] as const
  scenario('is wanted as long as none is booked')
    .after(...booked)
    .when(want('2026-12-01'))
    .yieldsLike({ type: 'VisitWanted', data: { date: '2026-12-01', slot: null, wantedBy: 'buyer' } })
  scenario('wanted twice is wanted once')
    .after(...booked, want('2026-12-01'))
    .when(want('2026-12-01'))
    .yieldsNothing()
  scenario('is wanted again after it was booked')
    .after(...booked, want('2026-12-01'), reschedule(2))
    .when(want('2026-12-01'))
    .yieldsLike({ type: 'VisitWanted' })
  scenario('a wish that comes late does not replace a later one')
    .after(...booked, want('2026-12-01', 6))
    .when(want('2026-12-02', 5))
    .rejects('COMMAND_TOO_OLD', { decidedAt: 6 })
  scenario('is not wanted of what is done')
    .after(request('oneVisit'), book(1), complete(1))
    .when(want('2026-12-01'))
    .rejects('INSTALLATION_STATE')
})

describe('a wait that was in vain', () => {
  const asked = request('twoVisits')
  scenario('is shown')
    .after(asked)
    .when(stall('signing', 0))
    .yieldsLike({ type: 'InstallationStalled', data: { waitedFor: 'signing', dueAt: 50 } })
  scenario('is shown once').after(asked, stall('signing', 0)).when(stall('signing', 0)).yieldsNothing()
  scenario('is over when what was waited for comes after all')
    .after(asked, stall('signing', 0), open())
    .when(stall('signing', 0))
    .rejects('INSTALLATION_STATE', { phase: 'toBook' })
  scenario('of an earlier booking says nothing of the next')
    .after(request('oneVisit'), book(1), reschedule(2))
    .when(stall('outcome', 1))
    .rejects('INSTALLATION_STATE', { nextBooking: 3 })
  scenario('comes again for the next booking')
    .after(request('oneVisit'), book(1), stall('outcome', 1), reschedule(2))
    .when(stall('outcome', 2))
    .yieldsLike({ type: 'InstallationStalled' })
})
