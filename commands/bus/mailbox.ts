import { setImmediate as breathe } from 'node:timers/promises'
import type { Aggregate } from '../../domain/shared/aggregate.ts'
import type { Snapshotter } from '../snapshots/snapshotter.ts'
import { catchUp, type HeldStream, load } from './held-stream.ts'
import { type Desk, type Services, takeTurn } from './take-turn.ts'
import type { Ticket } from './turn.ts'

/** Someone who wants to see the state. */
export interface Look {
  answer(held: HeldStream): void
  fail(error: unknown): void
}

/** Everything asked of one stream, taken turn by turn. It works while there is something to do and is then gone. */
export interface Mailbox {
  readonly waiting: number
  ask(ticket: Ticket): void
  look(look: Look): void
}

export interface MailboxOptions {
  readonly stream: string
  readonly aggregate: Aggregate
  readonly held: HeldStream | null
  readonly services: Services
  readonly snapshotter: Snapshotter | null
  /** The state after each turn, for the cache; null when there is none to trust. */
  readonly onTurn: (held: HeldStream | null) => void
  /** Nothing is left to do; whatever is asked next needs a new mailbox. */
  readonly onIdle: () => void
}

export function createMailbox(options: MailboxOptions): Mailbox {
  const { stream, aggregate, services, snapshotter } = options
  const desk: Desk = { stream, aggregate, held: options.held, wary: false, groupSize: services.limits.groupCommands }
  let tickets: Ticket[] = []
  let looks: Look[] = []
  let running = false

  function start(): void {
    if (running) return
    running = true
    queueMicrotask(run)
  }

  async function run(): Promise<void> {
    while (tickets.length > 0 || looks.length > 0) {
      if (looks.length > 0) await answerLooks()
      if (tickets.length > 0) await answerTickets()
      options.onTurn(desk.held)
      if (desk.held !== null && snapshotter?.isDue(desk.held)) {
        await breathe()
        snapshotter.take(desk.held)
      }
    }
    options.onIdle()
  }

  async function answerTickets(): Promise<void> {
    const group = tickets.slice(0, services.limits.groupCommands)
    tickets = tickets.slice(group.length)
    const left = await takeTurn(desk, group, services)
    if (left.length > 0) tickets = [...left, ...tickets]
  }

  /** Who looks sees what is durable, and has seen it before the next turn changes it. */
  async function answerLooks(): Promise<void> {
    const asked = looks
    looks = []
    try {
      const held = await bringCurrent(desk, services)
      for (const look of asked) look.answer(held)
      await breathe()
    } catch (error) {
      desk.held = null
      for (const look of asked) look.fail(error)
    }
  }

  return {
    get waiting() {
      return tickets.length
    },
    ask(ticket) {
      tickets.push(ticket)
      start()
    },
    look(look) {
      looks.push(look)
      start()
    },
  }
}

async function bringCurrent(desk: Desk, { store, snapshots, limits, sharedStore }: Services): Promise<HeldStream> {
  if (desk.held === null) {
    desk.held = await load(desk.stream, desk.aggregate, { store, snapshots, ...limits })
  } else if (sharedStore) await catchUp(desk.held, store)
  return desk.held
}
