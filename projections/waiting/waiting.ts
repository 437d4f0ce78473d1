import { keyOf } from '../../domain/shared/stream-name.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

/** A process instance at rest until something wakes it. */
export type WaitingInstance = {
  process: string
  /** What it is about: order, after-sales case, transfer. */
  instanceId: string
  forWhat: string
  /** What wakes it. */
  keys: string[]
  /** When it stops waiting; null when only its keys wake it. */
  dueAt: number | null
  since: number
}

type WaitEvent = Extract<ProjectedEvent, { type: 'Waiting' | 'StepAsked' | 'GivingUp' | 'ProcessEnded' }>

/** Who waits for what, by process and instance as in the name of the stream; gone when it goes on. */
export const waiting = projection<WaitingInstance>({
  name: 'waiting',
  version: 1,
  indexes: [{ fields: ['dueAt'] }, { fields: ['keys', 'since'] }, { fields: ['process', 'since'] }],
  handles: ['Waiting', 'StepAsked', 'GivingUp', 'ProcessEnded'],
  keys: (event) => [keyOf(event.stream)],
  evolve(_, event) {
    const { type, data } = event as WaitEvent
    if (type !== 'Waiting') return undefined
    const { process, instanceId, forWhat, keys, dueAt } = data
    return { process, instanceId, forWhat, keys: [...keys], dueAt, since: event.metadata.occurredAt }
  },
})
