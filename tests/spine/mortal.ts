import type { CommandBus } from '../../commands/command-bus.ts'
import type { Process } from '../../commands/processes/process.ts'
import { reject } from '../../domain/shared/decision.ts'
import type { ErrorCode } from '../../domain/shared/error-codes.ts'

/** What is asked on behalf of a process: `process.instance/step/attempt/place`, or `process.instance/#sequence` for what it writes of itself. */
export interface ProcessAsk {
  readonly commandId: string
  readonly process: string
  readonly type: string
}

/**
 * What becomes of an ask: it passes; the processes die before it gets anywhere, or before they hear what came of it; business refuses it; or
 * somebody is faster.
 */
export type Fate = 'pass' | 'dieBefore' | 'dieAfter' | { readonly refuse: ErrorCode } | { readonly first: () => Promise<unknown> }

export interface Mortal {
  readonly bus: CommandBus
  readonly processes: readonly Process[]
  readonly isDead: boolean
  /** Nothing they began is under way any more. */
  still(): Promise<void>
}

/** One life of all processes: once it has ended nothing of it gets anywhere, as when the ledger is killed there. */
export function mortal(bus: CommandBus, processes: readonly Process[], fateOf: (ask: ProcessAsk) => Fate): Mortal {
  const under = new Set<Promise<unknown>>()
  let isDead = false

  async function follow<Value>(promise: Promise<Value>): Promise<Value> {
    under.add(promise)
    try {
      return await promise
    } finally {
      under.delete(promise)
    }
  }
  const killed = () => Promise.reject(new Error('killed'))

  return {
    bus: {
      ...bus,
      ask(command, asking) {
        if (isDead) return killed()
        const process = asking.actor.slice('process:'.length)
        const fate = fateOf({ commandId: asking.commandId, process, type: command.type })
        if (fate === 'pass') return follow(bus.ask(command, asking))
        if (typeof fate === 'object')
          return 'first' in fate ? follow(fate.first().then(() => bus.ask(command, asking))) : Promise.resolve(reject(fate.refuse, {}))
        isDead = true
        return fate === 'dieBefore' ? killed() : follow(bus.ask(command, asking)).then(killed)
      },
    },
    processes: processes.map((process) => ({ ...process, next: (...look) => follow(process.next(...look)) })),
    get isDead() {
      return isDead
    },
    async still() {
      while (under.size > 0) await Promise.allSettled(under)
    },
  }
}
