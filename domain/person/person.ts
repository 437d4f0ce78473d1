import type { Aggregate } from '../shared/aggregate.ts'
import { accept } from '../shared/decision.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { PersonCommand } from './commands.ts'
import type { PersonEvent } from './events.ts'

export interface Person {
  forgottenAt: number | null
}

export interface PersonTypes {
  state: Person
  command: PersonCommand
  event: PersonEvent
}

/** That a person was forgotten: stream `person-<person id>`. Forgetting is once and for ever, whenever it is asked again. */
export const personAggregate: Aggregate<PersonTypes> = {
  category: 'person',
  stateVersion: 1,
  commandTypes: ['ForgetPerson'],
  key: ({ data }) => streamKey([data.personId]),
  initial: () => ({ forgottenAt: null }),
  evolve: (_, { data }) => ({ forgottenAt: data.forgottenAt }),
  decide: ({ forgottenAt }, { data }) => (forgottenAt === null ? accept({ type: 'PersonForgotten', data }) : accept()),
  freeze: (person) => ({ ...person }),
  thaw: (frozen) => ({ ...(frozen as Person) }),
  weigh: () => 100,
}
