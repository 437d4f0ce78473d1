import type { DomainEvent } from '../../domain/events.ts'
import type { Aggregate, AggregateTypes } from '../../domain/shared/aggregate.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { Written } from './synthetic-life.ts'

/** What the ledger would write of these commands about one stream, refused ones left out, and the state they leave. */
export function decided<Types extends AggregateTypes>(
  aggregate: Aggregate<Types>,
  commands: readonly Types['command'][],
): { readonly state: Types['state']; readonly life: readonly Written[] } {
  let state = aggregate.initial()
  const life: Written[] = []
  for (const command of commands) {
    const decision = aggregate.decide(state, command)
    if (!decision.accepted) continue
    for (const event of decision.events) {
      state = aggregate.evolve(state, event)
      life.push({ stream: streamName(aggregate.category, aggregate.key(command)), event: event as DomainEvent })
    }
  }
  return { state, life }
}
