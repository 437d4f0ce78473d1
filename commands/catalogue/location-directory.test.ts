import { expect, test } from 'vitest'
import type { ProjectedEvent } from '../../projections/projection.ts'
import { createLocationDirectory, directoryObserver } from './location-directory.ts'

const defined = (location: string, position: bigint, more: object = {}) =>
  ({
    type: 'LocationDefined',
    position,
    data: { location, kind: 'store', region: { path: [], name: '' }, storeCode: null, covers: [], active: true, ...more },
  }) as unknown as ProjectedEvent
const enabled = (location: string, position: bigint, card: string | null) =>
  ({ type: 'LocationAbilitySet', position, data: { location, ability: card === null ? null : { card } } }) as unknown as ProjectedEvent

function directoryOf(...events: readonly ProjectedEvent[]) {
  const directory = createLocationDirectory()
  for (const event of events) directoryObserver(directory).see(event)
  return directory
}
const shown = (...events: readonly ProjectedEvent[]) =>
  directoryOf(...events)
    .active()
    .map(({ location, ability }) => [location, ability?.card ?? null])

test('locations are shown by name, with what was said last that they can do', () => {
  expect(shown(defined('B', 1n), defined('A', 2n), enabled('B', 3n, 'x'), enabled('B', 4n, 'y'))).toEqual([
    ['A', null],
    ['B', 'y'],
  ])
  expect(shown(defined('A', 1n), enabled('A', 2n, 'x'), enabled('A', 3n, null))).toEqual([['A', null]])
})

test('what an earlier event says after a later one changes nothing, and each kind of event counts for itself', () => {
  expect(shown(defined('A', 1n), enabled('A', 5n, 'new'), enabled('A', 4n, 'old'), defined('A', 3n, { active: true }))).toEqual([
    ['A', 'new'],
  ])
  expect(shown(defined('A', 5n, { active: false }), defined('A', 4n))).toEqual([])
})

test('it is known up to which event it says what the log does', () => {
  expect(directoryOf().knownAt()).toBe(0n)
  expect(directoryOf(defined('A', 7n), enabled('A', 9n, 'x'), defined('B', 8n)).knownAt()).toBe(9n)
})

test('the kind of a place is known though it is not active, and by its own id alone', () => {
  const directory = directoryOf(defined('A', 1n, { active: false, kind: 'supplier', storeCode: 'B' }))
  expect([directory.kindOf('A'), directory.kindOf('B'), directory.byCode('B')?.location]).toEqual(['supplier', null, 'A'])
})
