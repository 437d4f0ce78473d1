import { processAggregate } from '../../../domain/process/process.ts'
import { categoryOf } from '../../../domain/shared/stream-name.ts'
import type { EventStore, RecordedEvent } from '../../../stores/events/port.ts'
import type { Answer, CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Process } from '../process.ts'
import type { Awaited, InstanceName } from './awaited.ts'
import { type IdentifiedAsk, runInstance } from './instance.ts'
import { createTriggers, type Observer } from './triggers.ts'

export interface LockstepOptions {
  readonly store: EventStore
  readonly processes: readonly Process[]
  readonly bus: CommandBus
  readonly clock: Clock
  readonly awaited: Awaited
  readonly observers?: readonly Observer[]
  readonly after: bigint
  /** Order in which instances start; the outcome must not depend on it. */
  readonly arrange?: (instances: readonly InstanceName[]) => readonly InstanceName[]
}

export interface Lockstep {
  /** Lets all processes act on everything written so far, and on what they cause, until all is at rest. */
  drain(): Promise<void>
  /** Makes these look again at the next drain. */
  wake(instances: readonly InstanceName[]): void
  readonly position: bigint
}

interface Blocked {
  readonly asks: readonly IdentifiedAsk[]
  readonly answer: (answers: readonly Answer[]) => void
  readonly fail: (failure: unknown) => void
}

/**
 * Runs processes in waves for a deterministic history: everybody looks while nobody writes, then all asks of the wave go
 * out in the order of their command ids. So the same inputs give the same streams, however instances are scheduled.
 */
export function createLockstep(options: LockstepOptions): Lockstep {
  const { store, bus, clock, arrange = (instances) => instances } = options
  const triggers = createTriggers(options.processes, options.awaited, options.observers)
  const byName = new Map(options.processes.map((process) => [process.name, process]))
  const dirty = new Map<string, InstanceName>()
  const active = new Set<string>()
  let blocked: Blocked[] = []
  let position = options.after
  let settled: { resolve: () => void; reject: (failure: unknown) => void } | null = null

  const nameOf = ({ process, instanceId }: InstanceName) => `${process}.${instanceId}`

  function settleIfAtRest(): void {
    if (settled !== null && blocked.length === active.size) settled.resolve()
  }

  function perform(asks: readonly IdentifiedAsk[]): Promise<readonly Answer[]> {
    return new Promise((answer, fail) => {
      blocked.push({ asks, answer, fail })
      settleIfAtRest()
    })
  }

  async function run(instance: InstanceName): Promise<void> {
    try {
      await runInstance(byName.get(instance.process)!, instance, { bus, clock, perform })
    } catch (failure) {
      settled?.reject(failure)
    } finally {
      active.delete(nameOf(instance))
      settleIfAtRest()
    }
  }

  /**
   * Takes what was written since in an order of its own, since streams written at once lie in the log as they happened to. Processes
   * wrote before the asks of their wave went out, so what they wait for is known before what may wake them.
   */
  async function consume(): Promise<void> {
    const written: RecordedEvent[] = []
    for await (const page of store.readAll({ after: position, filter: triggers.filter })) {
      for (const event of page.events) written.push(event)
      position = page.position
    }
    const byProcess = (event: RecordedEvent): number => (categoryOf(event.stream) === processAggregate.category ? 0 : 1)
    written.sort((a, b) => byProcess(a) - byProcess(b) || (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.revision - b.revision))
    for (const instance of triggers.of(written)) dirty.set(nameOf(instance), instance)
  }

  /** Starts whoever should look and lets everybody run until they ask or rest. */
  async function look(): Promise<void> {
    const starting = [...dirty.values()].filter((instance) => !active.has(nameOf(instance)))
    const rested = new Promise<void>((resolve, reject) => {
      settled = { resolve, reject }
    })
    for (const instance of arrange(starting)) {
      dirty.delete(nameOf(instance))
      active.add(nameOf(instance))
      void run(instance)
    }
    settleIfAtRest()
    await rested
    settled = null
  }

  async function act(): Promise<void> {
    const wave = blocked
    blocked = []
    const asks = wave.flatMap((run) => run.asks).sort((a, b) => (a.asking.commandId < b.asking.commandId ? -1 : 1))
    const answers = new Map<string, Answer>()
    await Promise.all(asks.map(async ({ command, asking }) => answers.set(asking.commandId, await bus.ask(command, asking))))
    await consume()
    const rested = new Promise<void>((resolve, reject) => {
      settled = { resolve, reject }
    })
    for (const run of wave) run.answer(run.asks.map(({ asking }) => answers.get(asking.commandId)!))
    await rested
    settled = null
  }

  return {
    get position() {
      return position
    },
    wake(instances) {
      for (const instance of instances) dirty.set(nameOf(instance), instance)
    },
    async drain() {
      await consume()
      while (dirty.size > 0 || blocked.length > 0) {
        await look()
        if (blocked.length > 0) await act()
        else await consume()
      }
    },
  }
}
