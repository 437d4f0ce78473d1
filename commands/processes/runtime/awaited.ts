import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Json } from '../../../stores/documents/port.ts'

export interface InstanceName {
  readonly process: string
  readonly instanceId: string
  /** What the trigger knows that the instance cannot look up; kept when it begins. */
  readonly facts?: Json
}

/** Who waits for what, oldest first. Memory grows with the instances that wait, and every wait has an end. */
export interface Awaited {
  add(instance: InstanceName, keys: readonly string[]): void
  remove(instance: InstanceName): void
  /** By process and instance, as in the name of its stream. */
  has(key: string): boolean
  /** The longest waiting for a key, at most so many. */
  waitingFor(key: string, atMost: number): readonly InstanceName[]
  readonly size: number
}

const nameOf = ({ process, instanceId }: InstanceName): string => `${process}.${instanceId}`

export function createAwaited(): Awaited {
  const byKey = new Map<string, Map<string, InstanceName>>()
  const keysOf = new Map<string, readonly string[]>()

  function remove(instance: InstanceName): void {
    const name = nameOf(instance)
    for (const key of keysOf.get(name) ?? []) {
      const waiting = byKey.get(key)
      waiting?.delete(name)
      if (waiting?.size === 0) byKey.delete(key)
    }
    keysOf.delete(name)
  }

  return {
    add(instance, keys) {
      remove(instance)
      const name = nameOf(instance)
      keysOf.set(name, keys)
      for (const key of keys) {
        const waiting = byKey.get(key) ?? new Map<string, InstanceName>()
        byKey.set(key, waiting.set(name, instance))
      }
    },
    remove,
    has: (key) => keysOf.has(key),
    waitingFor: (key, atMost) => [...(byKey.get(key)?.values().take(atMost) ?? [])],
    get size() {
      return keysOf.size
    },
  }
}

/** Process events that begin or end a wait; the runtime must see them whatever else triggers it. */
export const waitEvents = ['Waiting', 'StepAsked', 'GivingUp', 'ProcessEnded'] as const

export function followWaits(awaited: Awaited, event: ProjectedEvent): void {
  if (event.type === 'Waiting') awaited.add(event.data, event.data.keys)
  else if (event.type === 'StepAsked' || event.type === 'GivingUp' || event.type === 'ProcessEnded') awaited.remove(event.data)
}
