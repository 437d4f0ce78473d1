import { expect, test } from 'vitest'
import { freezeRemembered, mayBeForgotten, type Remembered, recall, remember, remembering, thawRemembered } from './remembered.ts'

const seeing = (remembered: Remembered<string>, ...keys: readonly (readonly [key: string, askedAt: number])[]) => {
  for (const [key, askedAt] of keys) remember(remembered, key, askedAt, `note of ${key}`)
  return remembered
}
const known = (remembered: Remembered<string>, keys: string) => [...keys].filter((key) => recall(remembered, key) !== undefined).join('')

test('what was seen last is remembered, however long ago it was asked', () => {
  const remembered = seeing(remembering(2), ['a', 9], ['b', 8], ['c', 7], ['d', 6], ['e', 1], ['f', 2])
  expect(known(remembered, 'abcdef')).toBe('abef')
})

test('of what was seen before, the latest asked ones are remembered', () => {
  expect(known(seeing(remembering(2), ['a', 9], ['b', 1], ['c', 7], ['d', 8], ['e', 9]), 'abcde')).toBe('acde')
})

test('whatever was asked up to the latest forgotten instant may be a repeat', () => {
  const remembered = seeing(remembering(1), ['a', 5], ['b', 9], ['c', 7])
  expect([4, 5, 6].map((askedAt) => mayBeForgotten(remembered, askedAt))).toEqual([true, true, false])
})

test('what is forgotten late does not bring that instant back', () => {
  const remembered = seeing(remembering(1), ['a', 5], ['b', 9], ['c', 7], ['d', 1], ['e', 8])
  expect([7, 8].map((askedAt) => mayBeForgotten(remembered, askedAt))).toEqual([true, false])
})

test('as long as nothing is forgotten nothing is too old', () => {
  expect(mayBeForgotten(seeing(remembering(1), ['a', 5], ['b', 9]), -1_000_000)).toBe(false)
})

test('an instant far in the future does not make everything else too old', () => {
  const remembered = seeing(remembering(1), ['a', 4_000_000_000_000], ['b', 1], ['c', 2], ['d', 3])
  expect(mayBeForgotten(remembered, 4)).toBe(false)
  expect(known(remembered, 'abcd')).toBe('ad')
})

test('of equal instants the first key goes first', () => {
  expect(known(seeing(remembering(1), ['b', 1], ['a', 1], ['c', 1]), 'abc')).toBe('bc')
})

test('a thawed memory forgets as the one it was taken of', () => {
  const live = remembering<string>(50)
  let thawed = remembering<string>(50)
  for (let at = 0; at < 500; at++) {
    const askedAt = (at * 7_919) % 101
    remember(live, `${at}`, askedAt, '')
    remember(thawed, `${at}`, askedAt, '')
    thawed = thawRemembered(50, JSON.parse(JSON.stringify(freezeRemembered(thawed, (note) => note))), (note) => note as string)
    if (at % 50 === 49) expect(thawed).toEqual(live)
  }
})

test('a key is seen once', () => {
  expect(() => seeing(remembering(1), ['a', 1], ['a', 2])).toThrow('remembered already')
})
