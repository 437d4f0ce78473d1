import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAgenda, type Errand } from './agenda.ts'

const errand = (at: number, about: string): Errand => ({ at, about, run: () => null })
const noted = fc.array(
  fc.tuple(fc.nat(20), fc.constantFrom('a', 'b', 'c')).map(([at, about]) => errand(at, about)),
  { maxLength: 60 },
)

test('gives what is due, the earliest first, whatever the order in which it was noted', () => {
  fc.assert(
    fc.property(noted, fc.nat(20), (errands, until) => {
      const [one, other] = [createAgenda(), createAgenda()]
      errands.forEach(one.add)
      // What is about one thing is noted in its own order; the rest may come in any.
      for (const about of ['c', 'a', 'b']) errands.filter((each) => each.about === about).forEach(other.add)
      const all = (agenda: ReturnType<typeof createAgenda>) => {
        const taken: Errand[] = []
        for (let round = agenda.take(until, 1, new Set()); round.length > 0; round = agenda.take(until, 1, new Set())) taken.push(...round)
        return taken
      }
      const taken = all(one)
      expect(taken.map(({ at }) => at)).toEqual(errands.flatMap(({ at }) => (at <= until ? [at] : [])).sort((a, b) => a - b))
      expect(all(other)).toEqual(taken)
      expect(one.nextAt).toBe(
        errands.reduce<number | null>((next, { at }) => (at > until && (next === null || at < next) ? at : next), null),
      )
    }),
  )
})

test('gives no two that are about one thing at once, nor what is under way already', () => {
  const agenda = createAgenda()
  for (const each of [errand(1, 'a'), errand(1, 'b'), errand(2, 'a'), errand(3, 'c')]) agenda.add(each)
  const about = (busy: Set<string>) => agenda.take(9, 10, busy).map(({ at, about: what }) => `${what}${at}`)
  expect(about(new Set(['c']))).toEqual(['a1', 'b1'])
  expect(about(new Set())).toEqual(['a2', 'c3'])
})
