import { contractAtTheDoor } from './testing/contract-at-the-door.ts'

/** Those that `eventstoredb-event-store.test.ts` leaves to whoever has more time. */
contractAtTheDoor('eventstore', false)
contractAtTheDoor('kurrent', true)
contractAtTheDoor('kurrent', false)
