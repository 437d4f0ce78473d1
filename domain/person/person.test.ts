import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agrees, equal } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { PersonCommand } from './commands.ts'
import { personAggregate } from './person.ts'

const scenario = scenariosOf(personAggregate)
const forget = (forgottenAt: number): PersonCommand => ({ type: 'ForgetPerson', data: { personId: 'p-1', forgottenAt } })

test('a stream is one person', () => {
  expect(personAggregate.key(forget(1))).toBe('p%2D1')
})

scenario('a person is forgotten')
  .when(forget(1))
  .yields({ type: 'PersonForgotten', data: { personId: 'p-1', forgottenAt: 1 } })
scenario('forgetting again changes nothing').after(forget(1)).when(forget(2)).yieldsNothing()

test('a person is forgotten once', () => {
  agrees({
    aggregate: personAggregate,
    command: fc.integer({ min: 1, max: 9 }).map(forget),
    alter: (asked, by) => forget(asked.data.forgottenAt + by),
    model() {
      let first: number | null = null
      return {
        judge({ data }) {
          if (first !== null) return 'repeat'
          first = data.forgottenAt
          return 'happens'
        },
        check: (person) => equal([person.forgottenAt], [first], 'when'),
      }
    },
  })
})
