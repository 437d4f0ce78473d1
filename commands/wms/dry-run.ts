import type { Aggregate, AggregateTypes, AnyCommand } from '../../domain/shared/aggregate.ts'
import type { Rejection } from '../../domain/shared/decision.ts'

/** Why the aggregate would refuse one of these commands, asked one after another; null when it would take them all. Changes nothing. */
export function firstRefusal<Types extends AggregateTypes>(
  aggregate: Aggregate<Types>,
  state: Readonly<Types['state']> | null,
  commands: readonly AnyCommand[],
): Rejection | null {
  let copy = state === null ? aggregate.initial() : aggregate.thaw(structuredClone(aggregate.freeze(state as Types['state'])))
  for (const command of commands) {
    const decision = aggregate.decide(copy, command)
    if (!decision.accepted) return decision
    for (const event of decision.events) copy = aggregate.evolve(copy, event)
  }
  return null
}
