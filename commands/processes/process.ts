import type { EventType } from '../../domain/events.ts'
import type { Ask, ProcessState } from '../../domain/process/process.ts'
import type { ProjectedEvent } from '../../projections/projection.ts'
import type { Json } from '../../stores/documents/port.ts'
import type { Tell } from './told.ts'

/** What an instance does next, looking only at how things stand. */
export type Next =
  /** Ask these commands; durable before the first is asked, and so are their answers. */
  | { readonly do: 'ask'; readonly step: string; readonly asks: readonly Ask[] }
  /**
   * Tell its subject what was found, by naturally keyed commands (`told.ts`): the subject keeps it, and the instance nothing. It looks again in any
   * case; what it would tell then is made from how things stand then.
   */
  | { readonly do: 'tell'; readonly step: string; readonly asks: readonly Tell[] }
  /** Undo what was done; durable before the first undoing step. */
  | { readonly do: 'giveUp'; readonly reason: string }
  | { readonly do: 'compensated' }
  | { readonly do: 'wait'; readonly forWhat: string; readonly keys: readonly string[]; readonly dueAt: number | null }
  | { readonly do: 'end'; readonly outcome: string }
  | { readonly do: 'nothing' }

export interface Concern {
  /** Instances that should look again. */
  readonly instances: readonly { readonly instanceId: string; readonly facts?: Json }[]
  /** Keys whose longest waiting instances, of this process, should look again, at most so many. */
  readonly wakes: readonly { readonly key: string; readonly atMost: number }[]
}

/**
 * Reacts to events and asks for the next command. Level-triggered: a trigger only says that an instance should look again,
 * so a trigger repeated, missed once or out of order does no harm. `next` must not depend on anything that an ask of another
 * instance can change at the same time, except through the answers to its own asks.
 */
export interface Process {
  readonly name: string
  readonly triggers: readonly EventType[]
  concerns(event: ProjectedEvent): Concern
  /** Keys that wake an instance whose step was refused, where most triggers wake only who waits: it then waits for those. */
  refusedWaitsFor?(instanceId: string): readonly string[]
  /** `facts` are those of the trigger that began the instance; null when it began without. */
  next(instanceId: string, state: Readonly<ProcessState>, facts: Json): Promise<Next>
}
