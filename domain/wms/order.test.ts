import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agrees, equal, law, type Model, type Verdict } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { type Call, mayHaveIt, type WmsOrderCommand, wmsOrderAggregate } from './order.ts'

const which = { fulfilmentId: 'app.s1.1.1@HZ', orderId: 'app.s1.1', channel: 'app' as const, shop: 's1', location: 'HZ' }
type Outcome = Extract<WmsOrderCommand, { type: 'AnswerWmsCall' }>['data']['outcome']

const begin = (call: Call, attempt: number): WmsOrderCommand => ({
  type: 'BeginWmsCall',
  data: { ...which, call, attempt, policy: { name: 'wms', version: 1 }, begunAt: 1 },
})
const answer = (call: Call, attempt: number, outcome: Outcome, confirmBy: number | null = null): WmsOrderCommand => ({
  type: 'AnswerWmsCall',
  data: { ...which, call, attempt, outcome, code: null, said: null, answeredAt: 2, retryAt: null, confirmBy },
})
const confirm = (messageNumber: string, quantity: number, isFinal = false): WmsOrderCommand => ({
  type: 'RecordWmsConfirm',
  data: {
    ...{ ...which, messageNumber, isFinal, units: [{ sku: 'fridge', quantity }], confirmedAt: 3, settleBy: isFinal ? 9 : null },
    parcels: [],
  },
})
const progress = (status: string): WmsOrderCommand => ({ type: 'RecordWmsProgress', data: { ...which, status, reportedAt: 4 } })
const overdue = (dueAt: number, nextDueAt: number | null = null): WmsOrderCommand => ({
  type: 'RecordWmsOverdue',
  data: { ...which, dueAt, nextDueAt },
})

const scenario = scenariosOf(wmsOrderAggregate)
scenario('a try is written down before it is sent')
  .when(begin('create', 1))
  .yieldsLike({ type: 'WmsCallBegun', data: { attempt: 1 } })
scenario('writing it down again is a repeat').after(begin('create', 1)).when(begin('create', 1)).yieldsNothing()
scenario('a try is not begun while another one is on its way')
  .after(begin('create', 1))
  .when(begin('create', 2))
  .rejects('CONTENDED', { attempt: 1 })
scenario('a try is counted').when(begin('create', 2)).rejects('CONTENDED', { attempt: 0 })
scenario('the next try follows one that came to nothing')
  .after(begin('create', 1), answer('create', 1, 'unanswered'))
  .when(begin('create', 2))
  .yieldsLike({ type: 'WmsCallBegun', data: { attempt: 2 } })
scenario('what was taken is not asked for again')
  .after(begin('create', 1), answer('create', 1, 'taken'))
  .when(begin('create', 2))
  .rejects('CONTENDED', { outcome: 'taken' })
scenario('an answer to nothing that was asked is refused')
  .when(answer('create', 1, 'taken'))
  .rejects('CONTENDED')
scenario('an answer to an earlier try comes too late')
  .after(begin('create', 1), answer('create', 1, 'unanswered'), begin('create', 2))
  .when(answer('create', 1, 'taken'))
  .rejects('CONTENDED')
scenario('taking and letting be are asked apart')
  .after(begin('create', 1), answer('create', 1, 'taken'))
  .when(begin('cancel', 1))
  .yieldsLike({ type: 'WmsCallBegun', data: { call: 'cancel', attempt: 1 } })
scenario('a confirm is recorded once').after(confirm('C1', 1)).when(confirm('C1', 1)).yieldsNothing()
scenario('the same number for something else is refused').after(confirm('C1', 1)).when(confirm('C1', 2)).rejects('DOCUMENT_DIFFERS')
scenario('of one status the first report counts').after(progress('PICK')).when(progress('PICK')).yieldsNothing()
scenario('a deadline that is not the present one has not come')
  .after(begin('create', 1), answer('create', 1, 'taken', 50))
  .when(overdue(40))
  .rejects('NOT_DUE', { dueAt: 50 })
scenario('a deadline is noted once, and the next one set')
  .after(begin('create', 1), answer('create', 1, 'taken', 50), overdue(50, 90))
  .when(overdue(50, 90))
  .rejects('NOT_DUE', { dueAt: 90 })
scenario('what was confirmed as a whole is not overdue')
  .after(begin('create', 1), answer('create', 1, 'taken', 50), confirm('C1', 1, true))
  .when(overdue(50))
  .rejects('NOT_DUE', { dueAt: null })
scenario('of what was sent in part the rest is still waited for')
  .after(begin('create', 1), answer('create', 1, 'taken', 50), confirm('C1', 1))
  .when(overdue(50))
  .yieldsLike({ type: 'WmsOrderOverdue' })

const after = (...commands: readonly WmsOrderCommand[]) =>
  commands.reduce((state, command) => {
    const decision = wmsOrderAggregate.decide(state, command)
    if (!decision.accepted) throw new Error(decision.code)
    return decision.events.reduce((each, event) => wmsOrderAggregate.evolve(each, event), state)
  }, wmsOrderAggregate.initial())

test('a warehouse may have what it took, what is on its way, and what was lost there; not what it refused or never got', () => {
  const told = (...outcomes: readonly Outcome[]) =>
    mayHaveIt(after(...outcomes.flatMap((outcome, place) => [begin('create', place + 1), answer('create', place + 1, outcome)])))
  expect(mayHaveIt(wmsOrderAggregate.initial())).toBe(false)
  expect(mayHaveIt(after(begin('create', 1)))).toBe(true)
  expect([told('taken'), told('unanswered'), told('unreached'), told('refused')]).toEqual([true, true, false, false])
  expect([told('unanswered', 'refused'), told('unreached', 'refused'), told('refused', 'unanswered', 'unreached')]).toEqual([
    true,
    false,
    true,
  ])
  expect(mayHaveIt(after(confirm('C1', 1)))).toBe(true)
})

/** What was said, as a list that is looked through whenever somebody asks. */
function talk(): Model<{ state: ReturnType<typeof wmsOrderAggregate.initial>; command: WmsOrderCommand; event: never }> {
  const said: WmsOrderCommand[] = []
  const does = (it: WmsOrderCommand): Verdict => {
    said.push(it)
    return 'happens'
  }
  const of = (call: Call) =>
    said.flatMap((it) => ((it.type === 'BeginWmsCall' || it.type === 'AnswerWmsCall') && it.data.call === call ? [it] : []))
  const due = (): number | null => {
    let at: number | null = null
    let isConfirmed = false
    for (const { type, data } of said) {
      if (type === 'RecordWmsConfirm' && data.isFinal) isConfirmed = true
      if (type === 'RecordWmsConfirm' && data.isFinal) at = null
      if (type === 'AnswerWmsCall' && data.call === 'create' && data.outcome === 'taken') at = isConfirmed ? null : data.confirmBy
      const isKept = type === 'AnswerWmsCall' && data.call === 'cancel' && data.outcome === 'refused'
      if (isKept && data.confirmBy !== null) at = isConfirmed ? null : data.confirmBy
      if (type === 'RecordWmsOverdue') at = data.nextDueAt
    }
    return at
  }
  const judge = (it: WmsOrderCommand): Verdict => {
    switch (it.type) {
      case 'BeginWmsCall': {
        const last = of(it.data.call).at(-1)
        if (last?.type === 'BeginWmsCall') return last.data.attempt === it.data.attempt ? 'repeat' : 'CONTENDED'
        if (last?.type === 'AnswerWmsCall' && last.data.outcome === 'taken') return 'CONTENDED'
        return it.data.attempt === (last?.data.attempt ?? 0) + 1 ? does(it) : 'CONTENDED'
      }
      case 'AnswerWmsCall': {
        const last = of(it.data.call).at(-1)
        if (last?.data.attempt !== it.data.attempt) return 'CONTENDED'
        if (last.type === 'BeginWmsCall') return does(it)
        return last.data.outcome === it.data.outcome ? 'repeat' : 'CONTENDED'
      }
      case 'RecordWmsConfirm': {
        const known = said.find((one) => one.type === 'RecordWmsConfirm' && one.data.messageNumber === it.data.messageNumber)
        if (known === undefined) return does(it)
        return JSON.stringify(known) === JSON.stringify(it) ? 'repeat' : 'DOCUMENT_DIFFERS'
      }
      case 'RecordWmsProgress':
        return said.some((one) => one.type === 'RecordWmsProgress' && one.data.status === it.data.status) ? 'repeat' : does(it)
      case 'RecordWmsOverdue':
        return due() === it.data.dueAt ? does(it) : 'NOT_DUE'
    }
  }
  return {
    judge,
    check(state) {
      const answers = of('create').filter((it) => it.type === 'AnswerWmsCall')
      const lost = answers.filter(({ data }) => 'outcome' in data && data.outcome === 'unanswered').length
      const last = of('create').at(-1)
      const isTaken = last?.type === 'AnswerWmsCall' && last.data.outcome === 'taken'
      const isConfirmed = said.some(({ type }) => type === 'RecordWmsConfirm')
      law(mayHaveIt(state) === (isTaken || last?.type === 'BeginWmsCall' || lost > 0 || isConfirmed), 'whether it may have the work')
      equal([state.confirmBy, state.calls.create.lost], [due(), lost], 'deadline and tries that were lost')
    },
  }
}

test('what is said with a warehouse is what a list of it says', () => {
  const call = fc.constantFrom<Call>('create', 'create', 'cancel')
  const attempt = fc.integer({ min: 1, max: 4 })
  const outcome = fc.constantFrom<Outcome>('taken', 'refused', 'unreached', 'unanswered')
  const command = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(call, attempt).map((of) => begin(...of)) },
    { weight: 8, arbitrary: fc.tuple(call, attempt, outcome, fc.constantFrom(null, 50)).map((of) => answer(...of)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('C1', 'C2'), attempt, fc.boolean()).map((of) => confirm(...of)) },
    { weight: 1, arbitrary: fc.constantFrom('PICK', 'PACKAGE').map(progress) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(50, 90), fc.constantFrom(null, 90)).map((of) => overdue(...of)) },
  )
  agrees({
    aggregate: wmsOrderAggregate as never,
    model: talk as never,
    command,
    alter: (asked) => asked,
    commandsPerRun: 40,
    runs: 500,
  })
})
