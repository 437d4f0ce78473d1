import { setTimeout as sleep } from 'node:timers/promises'
import type { EventStore } from '../../../stores/events/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Process } from '../process.ts'
import type { Awaited, InstanceName } from './awaited.ts'
import { createFinishedPrefix } from './finished-prefix.ts'
import { runInstance } from './instance.ts'
import type { Acting } from './resuming.ts'
import { createTriggers, type Observer } from './triggers.ts'

export interface LiveRuntimeOptions {
  readonly store: EventStore
  readonly processes: readonly Process[]
  readonly bus: CommandBus
  readonly clock: Clock
  readonly awaited: Awaited
  readonly observers?: readonly Observer[]
  readonly acting?: Acting
  /** Where the finished prefix ended when the runtime last stopped. */
  readonly after: bigint
  readonly saveCheckpoint: (position: bigint) => Promise<void>
  readonly onFailure: (instance: InstanceName, failure: unknown) => void
  /** Instances at work at the same time. */
  readonly concurrency?: number
  readonly checkpointEveryMs?: number
}

export interface LiveRuntime {
  /** Instances at work or waiting for their turn. */
  readonly active: number
  readonly position: bigint
  /** Makes these look again; resolves once they are at rest. */
  wake(instances: readonly InstanceName[]): Promise<void>
  /** Lets what is running come to rest and saves the checkpoint. */
  stop(): Promise<void>
  /** Begins nothing more and saves nothing; what is running fails at its next ask, unsaid. */
  abandon(): void
  /** Rejects when the runtime cannot go on (the log cannot be read). */
  readonly ended: Promise<void>
}

interface Slot {
  readonly instance: InstanceName
  running: boolean
  /** Callbacks of triggers that came since the current run began. */
  waiting: (() => void)[]
}

const retryDelaysMs = [50, 200, 1_000, 5_000, 30_000]

export function startLiveRuntime(options: LiveRuntimeOptions): LiveRuntime {
  const { store, bus, clock, processes, concurrency = 256, checkpointEveryMs = 1_000 } = options
  const stopping = new AbortController()
  const triggers = createTriggers(processes, options.awaited, options.observers, options.acting)
  const prefix = createFinishedPrefix(options.after)
  const byName = new Map(processes.map((process) => [process.name, process]))
  const slots = new Map<string, Slot>()
  let waiters: (() => void)[] = []
  let begun = options.after
  let isAbandoned = false

  const perform = (asks: Parameters<Parameters<typeof runInstance>[2]['perform']>[0]) =>
    Promise.all(asks.map(({ command, asking }) => bus.ask(command, asking)))

  async function run(slot: Slot): Promise<void> {
    const { process, instanceId } = slot.instance
    slot.running = true
    for (let failures = 0; slot.waiting.length > 0 && !stopping.signal.aborted; ) {
      const triggered = slot.waiting
      slot.waiting = []
      try {
        await runInstance(byName.get(process)!, slot.instance, { bus, clock, perform })
        for (const finish of triggered) finish()
        failures = 0
      } catch (failure) {
        slot.waiting.push(...triggered)
        if (!isAbandoned) options.onFailure(slot.instance, failure)
        const delayMs = retryDelaysMs[Math.min(failures++, retryDelaysMs.length - 1)]
        await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
    slots.delete(`${process}.${instanceId}`)
    const resumed = waiters
    waiters = []
    for (const resume of resumed) resume()
  }

  function trigger(instance: InstanceName, finish: () => void): void {
    const name = `${instance.process}.${instance.instanceId}`
    const slot = slots.get(name) ?? { instance, running: false, waiting: [] }
    slots.set(name, slot)
    slot.waiting.push(finish)
    if (!slot.running) void run(slot)
  }

  const someoneRests = () => new Promise<void>((resume) => waiters.push(resume))

  async function follow(): Promise<void> {
    for await (const page of store.subscribeAll({ after: options.after, filter: triggers.filter, signal: stopping.signal })) {
      const instances = triggers.of(page.events)
      const { finish } = prefix.begin(page.position, instances.length)
      begun = page.position
      for (const instance of instances) {
        while (slots.size >= concurrency && !stopping.signal.aborted) await someoneRests()
        if (stopping.signal.aborted) return
        trigger(instance, finish)
      }
    }
  }

  let saved = options.after
  async function saveCheckpoint(): Promise<void> {
    const { position } = prefix
    if (position === saved || isAbandoned) return
    await options.saveCheckpoint(position)
    saved = position
  }

  async function keepCheckpoint(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(checkpointEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      await saveCheckpoint()
    }
  }

  const ended = Promise.all([follow(), keepCheckpoint()]).then(() => undefined)
  ended.catch(() => stopping.abort())

  return {
    get active() {
      return slots.size
    },
    get position() {
      return prefix.position
    },
    ended,
    async wake(instances) {
      // It holds the checkpoint as an event would: what these write, cut off or not, lies after it and is read again.
      const { finish } = prefix.begin(begun, instances.length)
      const atRest = (instance: InstanceName) => new Promise<void>((rest) => trigger(instance, rest)).then(finish)
      await Promise.all(instances.map(atRest))
    },
    abandon() {
      isAbandoned = true
      stopping.abort()
      for (const resume of waiters) resume()
    },
    async stop() {
      stopping.abort()
      for (const resume of waiters) resume()
      await ended.catch(() => undefined)
      while ([...slots.values()].some(({ running }) => running)) await someoneRests()
      await saveCheckpoint()
    },
  }
}
