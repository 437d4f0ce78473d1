import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { type Milestone, milestones, settles } from './milestones.ts'
import { textHashOf } from './text-hash.ts'
import { notTracked, standing, type TrackingFact, takeFact } from './tracking.ts'

const fold = (facts: readonly TrackingFact[]) => facts.reduce(takeFact, notTracked)
const said = (milestone: Milestone, reportedAt: number, status: string = milestone): TrackingFact => ({ milestone, status, reportedAt })
const fact: fc.Arbitrary<TrackingFact> = fc.record({
  milestone: fc.constantFrom(...milestones),
  status: fc.constantFrom('a', 'b', 'c'),
  reportedAt: fc.integer({ min: 1, max: 12 }),
})

describe('the tracking of a parcel', () => {
  test('is the same whatever the order its facts come in, and however often', () => {
    const arrivals = fc.array(fact, { minLength: 1, maxLength: 30 }).chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        shuffled: fc.shuffledSubarray(facts, { minLength: facts.length }),
        repeats: fc.array(fc.tuple(fc.nat({ max: facts.length - 1 }), fc.nat({ max: facts.length })), { maxLength: 30 }),
      }),
    )
    fc.assert(
      fc.property(arrivals, ({ facts, shuffled, repeats }) => {
        const arrived = [...shuffled]
        for (const [which, at] of repeats) arrived.splice(at, 0, facts[which]!)
        expect(fold(arrived)).toEqual(fold(facts))
        expect(standing(fold(arrived))).toEqual(standing(fold(facts)))
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('is never larger than there are milestones, and knows the first and the last of each', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 60 }), (facts) => {
        const tracking = fold(facts)
        expect(tracking.map(({ milestone }) => milestone)).toEqual(
          milestones.filter((one) => facts.some(({ milestone }) => milestone === one)),
        )
        for (const { milestone, firstAt, lastAt } of tracking) {
          const instants = facts.filter((one) => one.milestone === milestone).map(({ reportedAt }) => reportedAt)
          expect([firstAt, lastAt]).toEqual([Math.min(...instants), Math.max(...instants)])
        }
      }),
    )
  })

  test('stands where a report was made that is as late as any of its kind', () => {
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 30 }), (facts) => {
        const { milestone, lastAt, status } = standing(fold(facts))!
        expect(facts).toContainEqual({ milestone, status, reportedAt: lastAt })
        const ofItsKind = facts.filter((one) => settles(one.milestone) === settles(milestone) && one.milestone !== 'unknown')
        if (milestone !== 'installed' && milestone !== 'unknown')
          expect(Math.max(...ofItsKind.map(({ reportedAt }) => reportedAt))).toBe(lastAt)
        expect(settles(milestone)).toBe(facts.some((one) => settles(one.milestone)))
      }),
    )
  })

  test('stands nowhere before anything was reported', () => expect(standing(notTracked)).toBeNull())

  test.each<[string, readonly TrackingFact[], Milestone]>([
    ['a scan that came late does not bring it back on the way', [said('delivered', 9), said('inTransit', 5)], 'delivered'],
    ['a scan dated after the signature by a wrong clock does not either', [said('delivered', 9), said('inTransit', 10)], 'delivered'],
    ['a parcel that was refused is on its way back', [said('refused', 9), said('returning', 10), said('inTransit', 11)], 'returning'],
    ['a parcel that was refused and delivered later is delivered', [said('refused', 9), said('delivered', 12)], 'delivered'],
    ['a parcel that came back is back', [said('returning', 10), said('returned', 14), said('delivered', 3)], 'returned'],
    ['an installed unit stays installed though it was signed for after', [said('installed', 9), said('delivered', 10)], 'installed'],
    ['a unit that is fetched back is not installed any more', [said('installed', 9), said('returning', 20)], 'returning'],
    ['a problem that was solved is none', [said('problem', 5), said('outForDelivery', 6)], 'outForDelivery'],
    ['of one instant the report further along is believed', [said('outForDelivery', 5), said('collected', 5)], 'outForDelivery'],
    ['words nobody knows say nothing beside others', [said('collected', 5), said('unknown', 9)], 'collected'],
    ['words nobody knows are all there is', [said('unknown', 9)], 'unknown'],
  ])('%s', (_, facts, milestone) => {
    expect(standing(fold(facts))?.milestone).toBe(milestone)
    expect(standing(fold(facts.toReversed()))?.milestone).toBe(milestone)
  })

  test("shows the carrier's last word", () => {
    const tracking = fold([said('inTransit', 7, 'left Jinan'), said('inTransit', 5, 'left Qingdao')])
    expect(tracking).toEqual([{ milestone: 'inTransit', firstAt: 5, lastAt: 7, status: 'left Jinan' }])
  })
})

test('the fingerprint of a text is short, and another for another text', () => {
  expect(textHashOf('')).toBe('811c9dc5')
  expect(textHashOf('已签收')).toMatch(/^[0-9a-f]{8}$/)
  expect(textHashOf('已签收')).not.toBe(textHashOf('已揽收'))
  const texts = Array.from({ length: 2_000 }, (_, number) => `parcel ${number} left`)
  expect(new Set(texts.map(textHashOf)).size).toBe(texts.length)
})
