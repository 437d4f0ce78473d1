import type { EventType } from '../../../domain/events.ts'
import { keyOf } from '../../../domain/shared/stream-name.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import { decodeEvent } from '../../../projections/runner/decode-event.ts'
import type { EventFilter, RecordedEvent } from '../../../stores/events/port.ts'
import type { Process } from '../process.ts'
import { type Awaited, followWaits, type InstanceName, waitEvents } from './awaited.ts'
import { type Acting, anywhere, cutOffAt, goingOnEvents } from './resuming.ts'

/** Something beside processes that follows the same events, such as a directory they look things up in. */
export interface Observer {
  readonly types: readonly EventType[]
  see(event: ProjectedEvent): void
}

export interface Triggers {
  readonly filter: EventFilter
  /** Instances that should look again because of these events, each once, in the order first met. */
  of(events: readonly RecordedEvent[]): readonly InstanceName[]
}

export function createTriggers(
  processes: readonly Process[],
  awaited: Awaited,
  observers: readonly Observer[] = [],
  acting: Acting = anywhere,
): Triggers {
  const byType = new Map<string, Process[]>()
  const names = new Set(processes.map(({ name }) => name))
  for (const process of processes) {
    for (const type of process.triggers) byType.set(type, [...(byType.get(type) ?? []), process])
  }

  function* concerned(event: ProjectedEvent): Generator<InstanceName> {
    for (const process of byType.get(event.type) ?? []) {
      if (event.position <= acting.deployedAt(process.name)) continue
      const { instances, wakes } = process.concerns(event)
      for (const instance of instances) yield { process: process.name, ...instance }
      for (const { key, atMost } of wakes) {
        for (const waiting of awaited.waitingFor(key, atMost)) if (waiting.process === process.name) yield waiting
      }
    }
  }

  /** Their stream tells whether they end a wait, without a look at the data: most steps are asked for by instances that never waited. */
  const onlyEndsWaits = new Set<string>([...waitEvents, ...goingOnEvents]).difference(
    new Set(['Waiting', ...byType.keys(), ...observers.flatMap(({ types }) => types)]),
  )

  return {
    filter: { types: [...new Set([...byType.keys(), ...waitEvents, ...goingOnEvents, ...observers.flatMap(({ types }) => types)])] },
    of(events) {
      const found = new Map<string, InstanceName>()
      const find = (instance: InstanceName) => {
        const name = `${instance.process}.${instance.instanceId}`
        // What one trigger knows is not lost to another that only says to look.
        if (instance.facts !== undefined || !found.has(name)) found.set(name, instance)
      }
      for (const recorded of events) {
        const cutOff = cutOffAt(recorded, acting)
        if (cutOff !== null && names.has(cutOff.process)) find(cutOff)
        if (onlyEndsWaits.has(recorded.type) && !awaited.has(keyOf(recorded.stream))) continue
        const event = decodeEvent(recorded)
        followWaits(awaited, event)
        for (const observer of observers) if (observer.types.includes(event.type)) observer.see(event)
        for (const instance of concerned(event)) find(instance)
      }
      return [...found.values()]
    },
  }
}
