import type { Aggregate } from '../../domain/shared/aggregate.ts'
import { reject } from '../../domain/shared/decision.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Snapshots } from '../snapshots/port.ts'
import { appendSurely } from './append-surely.ts'
import { backOffMs } from './back-off.ts'
import { catchUp, type HeldStream, load, weigh } from './held-stream.ts'
import type { BusLimits } from './limits.ts'
import { answerTurn, decideTurn, foldIn, type Ticket, type Turn, writes } from './turn.ts'

/** What mailboxes work with. */
export interface Services {
  readonly store: EventStore
  readonly snapshots: Snapshots | null
  /** Whether other processes may write to the store. */
  readonly sharedStore: boolean
  readonly limits: BusLimits
  readonly sleep: (ms: number) => Promise<void>
  /** A number from 0 up to 1, for back-off. */
  readonly random: () => number
  /** What the ids of a decision's events are made with beside its command, never the same in two processes; null where no other one decides. */
  readonly nameDecision: (() => string) | null
  readonly onConflict: (stream: string) => void
}

/** One stream at work. */
export interface Desk {
  readonly stream: string
  readonly aggregate: Aggregate
  /** Null until loaded, and again when the state can no longer be trusted. Never ahead of the store between turns. */
  held: HeldStream | null
  /** Whether another writer was met lately: the tail is then read before deciding, not after losing. */
  wary: boolean
  /** Tickets of one turn. */
  groupSize: number
}

/**
 * Decides a group, appends what it comes to, answers it. Gives back the tickets it did not come to, in order; every other one is answered
 * or failed. Never throws.
 */
export async function takeTurn(desk: Desk, group: readonly Ticket[], services: Services): Promise<readonly Ticket[]> {
  let current = false
  let tickets = group
  for (let attempt = 1; ; ) {
    let turn: Turn | null = null
    try {
      current = await bringUp(desk, current, services)
      const held = desk.held!
      turn = decideTurn(held, tickets.slice(0, desk.groupSize), services)
      if (turn.broken !== null) {
        tickets = setAside(desk, tickets, turn)
        continue
      }
      if (turn.toAppend.length === 0 && services.sharedStore && !current) {
        current = true
        if (await catchUp(held, services.store)) continue
      }
      if (await settle(desk, held, turn, services)) return tickets.slice(turn.decided.length)
      if (attempt >= services.limits.attempts) return contended(tickets, turn, attempt)
      await backOff(services, attempt)
      current = false
      attempt += 1
    } catch (error) {
      desk.held = null
      return failed(tickets, turn, error)
    }
  }
}

/** Makes sure there is a state to decide on. Whether it is known to be current. */
async function bringUp(desk: Desk, current: boolean, { store, snapshots, limits }: Services): Promise<boolean> {
  if (desk.held === null) {
    desk.held = await load(desk.stream, desk.aggregate, { store, snapshots, ...limits })
    return true
  }
  if (desk.wary && !current) {
    desk.wary = await catchUp(desk.held, store)
    return true
  }
  return current
}

/** Appends and answers. False on a conflict, with nothing written or answered. */
async function settle(desk: Desk, held: HeldStream, turn: Turn, services: Services): Promise<boolean> {
  if (turn.toAppend.length > 0) {
    const append = { stream: desk.stream, events: turn.toAppend, after: turn.expected }
    const result = await appendSurely(services.store, append, retryingOf(services))
    if (!result.written) {
      retreat(desk, held, turn, services)
      return false
    }
    held.position = result.position
    desk.groupSize = Math.min(desk.groupSize * 2, services.limits.groupCommands)
    if (!foldIn(held, turn)) desk.held = null
  }
  answerTurn(held, turn)
  return true
}

/** After a lost race: what is ahead of the store goes; a heavy state is not risked with more than one command again at once. */
function retreat(desk: Desk, held: HeldStream, turn: Turn, { limits, onConflict }: Services): void {
  onConflict(desk.stream)
  desk.wary = true
  if (weigh(held) > limits.lightStateBytes) desk.groupSize = 1
  if (turn.ahead) desk.held = null
}

function setAside(desk: Desk, tickets: readonly Ticket[], { broken, ahead }: Turn): readonly Ticket[] {
  const { ticket, error } = broken!
  if (ahead) desk.held = null
  ticket.fail(error)
  return tickets.filter((other) => other !== ticket)
}

function contended(tickets: readonly Ticket[], turn: Turn, attempts: number): readonly Ticket[] {
  for (const { ticket } of turn.decided) ticket.answer(reject('CONTENDED', { attempts }))
  return tickets.slice(turn.decided.length)
}

/** Those whose events could not be appended fail; those who only stood beside them are decided again. */
function failed(tickets: readonly Ticket[], turn: Turn | null, error: unknown): readonly Ticket[] {
  const writing = turn?.decided.filter(({ outcome }) => writes(outcome)).map(({ ticket }) => ticket) ?? []
  const failing = new Set(writing.length > 0 ? writing : tickets)
  for (const ticket of failing) ticket.fail(error)
  return tickets.filter((ticket) => !failing.has(ticket))
}

const backOff = ({ limits, random, sleep }: Services, attempt: number): Promise<void> =>
  sleep(backOffMs(attempt, limits.backOffMs, limits.longestBackOffMs, random))

const retryingOf = (services: Services) => ({
  attempts: services.limits.attempts,
  backOff: (attempt: number) => backOff(services, attempt),
})
