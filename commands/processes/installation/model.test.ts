import fc from 'fast-check'
import { describe, test } from 'vitest'
import { dayMs } from '../../../domain/shared/china-day.ts'
import { runs } from '../../../tests/seed/runs.ts'
import { checkEnds, checkLives } from './testing/laws.ts'
import { hourMs, type Lives, openLives, orders } from './testing/lives.ts'

type Step = (lives: Lives) => Promise<unknown>

const line = fc.constantFrom('1', '1', '2')
const lines = fc.constantFrom(['1'], ['1', '2'])
const order = fc.nat({ max: orders - 1 })
const provider = fc.constantFrom('P1', 'P2')
const day = fc.nat({ max: 4 })
const reason = fc.constantFrom('noAnswer', 'crewAbsent', 'declined', 'unitDamaged')

const steps: readonly (readonly [number, fc.Arbitrary<Step>])[] = [
  [
    8,
    fc.tuple(order, fc.integer({ min: 1, max: 2 }), lines).map(
      ([of, units, which]) =>
        (lives) =>
          lives.place(of, units, which),
    ),
  ],
  [
    8,
    fc.tuple(provider, day, fc.nat({ max: 2 })).map(
      ([of, on, visits]) =>
        (lives) =>
          lives.offer(of, on, visits),
    ),
  ],
  [4, fc.tuple(provider, fc.boolean(), fc.constantFrom(false, false, true)).map((of) => (lives) => lives.cover(...of))],
  [5, order.map((of) => (lives) => lives.ship(of))],
  [5, order.map((of) => (lives) => lives.deliver(of))],
  [1, order.map((of) => (lives) => lives.refuse(of))],
  [
    4,
    fc.tuple(order, day, line).map(
      ([of, on, which]) =>
        (lives) =>
          lives.want(of, on, which),
    ),
  ],
  [
    4,
    fc.tuple(order, reason, line).map(
      ([of, why, which]) =>
        (lives) =>
          lives.fail(of, why, which),
    ),
  ],
  [3, fc.tuple(order, line).map((of) => (lives) => lives.complete(...of))],
  [1, fc.tuple(order, line).map((of) => (lives) => lives.callOff(...of))],
  [2, order.map((of) => (lives) => lives.cancelOrder(of))],
  [2, fc.tuple(order, line).map((of) => (lives) => lives.cancelUnit(...of))],
  [2, fc.tuple(order, line).map((of) => (lives) => lives.refund(...of))],
  [1, order.map((of) => (lives) => lives.releaseRefund(of))],
  [3, fc.tuple(order, line).map((of) => (lives) => lives.confirm(...of))],
  [
    1,
    fc.tuple(order, day).map(
      ([of, on]) =>
        (lives) =>
          lives.holdByHand(of, on),
    ),
  ],
  [4, fc.constantFrom(hourMs, 6 * hourMs, dayMs, 3 * dayMs).map((ms) => (lives) => lives.pass(ms))],
]
const step = fc.oneof(...steps.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** Providers cover the place and have some visits, or nobody would ever be booked. */
const beginning: readonly Step[] = [
  (lives) => lives.cover('P1', true, false),
  (lives) => lives.cover('P2', false, false),
  (lives) => lives.offer('P1', 1, 1),
  (lives) => lives.offer('P2', 2, 2),
]

const policies = {
  'confirmed by the ledger': {},
  'confirmed by providers': { confirmedBy: 'provider', holdForMs: 5 * hourMs, again: { mostVisits: 2 } },
  'always in two visits': { modes: ['twoVisits'], afterSigningDays: 0 },
}

describe.each(Object.entries(policies))('installations %s', (_, policy) => {
  test('never take more than is offered, keep no slot nobody wants, and all end or are shown', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (life) => {
        const lives = await openLives(policy)
        try {
          for (const act of [...beginning, ...life]) {
            await act(lives)
            await lives.drain()
            await checkLives(lives)
          }
          await checkEnds(lives)
        } finally {
          await lives.close()
        }
      }),
      { numRuns: runs(60) },
    )
  })
})
