import { contractAtTheDoor } from './testing/contract-at-the-door.ts'

contractAtTheDoor('eventstore', true)
