import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import type { Decision, Rejection } from '../../domain/shared/decision.ts'
import { reject } from '../../domain/shared/decision.ts'
import type { AnyEvent } from '../../domain/shared/event.ts'
import type { EventToAppend } from '../../stores/events/port.ts'
import type { Answer, Asking } from '../command-bus.ts'
import { contentHash } from './content-hash.ts'
import { advance, type HeldStream } from './held-stream.ts'
import type { BusLimits } from './limits.ts'
import { record } from './recording.ts'
import { type Remembered, recallCommand, rememberCommand } from './remembered.ts'

/** A command that waits for its answer. */
export interface Ticket {
  readonly command: AnyCommand
  readonly asking: Asking
  answer(answer: Answer): void
  fail(error: unknown): void
}

export interface Outcome {
  readonly accepted: true
  readonly revision: number
  /** Whose result it is; null when the decider itself knows the repeat. */
  readonly remembered: Remembered | null
  readonly events: readonly string[]
  readonly repeated: boolean
  readonly note: string | null
}

/** What a group of tickets comes to, one after another. Nobody may know of it before `toAppend` is durable. */
export interface Turn {
  /** Revision before the turn: what its append expects. */
  readonly expected: number
  /** What the ids of its events are made with, so that no other process comes to the same; null where there is none. */
  readonly decision: string | null
  readonly toAppend: EventToAppend[]
  bytes: number
  readonly decided: { readonly ticket: Ticket; readonly outcome: Outcome | Rejection }[]
  /** Events decided last, not folded into the state yet. */
  unfolded: { readonly ticket: Ticket; readonly events: readonly AnyEvent[]; readonly remembered: Remembered | null } | null
  /** Whether the state holds events of this turn already, and is good for nothing should the append fail. */
  ahead: boolean
  /** The ticket whose decider, events or fold threw: to be failed, and the turn taken again without it. */
  broken: { readonly ticket: Ticket; readonly error: unknown } | null
}

export interface TurnRules {
  readonly limits: BusLimits
  /**
   * Whether other processes may write. Then the last decision is folded in only when it is durable, so that a turn of one command which
   * loses a race leaves the state as it was. Otherwise at once, so that no event is ever written that cannot be folded.
   */
  readonly sharedStore: boolean
  readonly nameDecision: (() => string) | null
}

/** Decides tickets on the held state until the group is full. Synchronous. */
export function decideTurn(held: HeldStream, tickets: readonly Ticket[], { limits, sharedStore, nameDecision }: TurnRules): Turn {
  const turn: Turn = {
    ...{ expected: held.revision, decision: nameDecision === null ? null : nameDecision() },
    ...{ toAppend: [], bytes: 0, decided: [], unfolded: null, ahead: false, broken: null },
  }
  for (const ticket of tickets) {
    if (!foldIn(held, turn) || !decideNext(held, turn, ticket, limits)) return turn
  }
  if (!sharedStore) foldIn(held, turn)
  return turn
}

/** Folds in what was decided last. False when the fold throws. */
export function foldIn(held: HeldStream, turn: Turn): boolean {
  if (turn.unfolded === null) return true
  const { ticket, events, remembered } = turn.unfolded
  turn.unfolded = null
  turn.ahead = true
  try {
    advance(held, events)
    if (remembered !== null) rememberCommand(held.memory, ticket.asking.commandId, remembered)
    return true
  } catch (error) {
    turn.broken = { ticket, error }
    return false
  }
}

/** False when the group is full, or the ticket broken. */
function decideNext(held: HeldStream, turn: Turn, ticket: Ticket, limits: BusLimits): boolean {
  try {
    return decideCommand(held, turn, ticket, limits)
  } catch (error) {
    turn.broken = { ticket, error }
    return false
  }
}

function decideCommand(held: HeldStream, turn: Turn, ticket: Ticket, limits: BusLimits): boolean {
  const { command, asking } = ticket
  const isNaturallyKeyed = held.aggregate.naturallyKeyed?.includes(command.type) ?? false
  const known = isNaturallyKeyed ? undefined : recallCommand(held.memory, asking.commandId)
  if (known !== undefined) {
    turn.decided.push({ ticket, outcome: repeatOf(known, ticket) })
    return true
  }
  const decision: Decision<AnyEvent> = held.aggregate.decide(held.state, command)
  if (!decision.accepted || decision.events.length === 0) {
    turn.decided.push({ ticket, outcome: decision.accepted ? nothingToDo(held, decision.note) : decision })
    return true
  }
  if (!isNaturallyKeyed && isTooOld(held, asking)) {
    turn.decided.push({ ticket, outcome: tooOld(held, asking) })
    return true
  }
  const hash = isNaturallyKeyed ? null : hashOf(ticket)
  const { events, toAppend, bytes } = record(held.stream, decision.events, asking, hash, turn.decision)
  const full = turn.toAppend.length + toAppend.length > limits.groupEvents || turn.bytes + bytes > limits.groupBytes
  if (full && turn.toAppend.length > 0) return false
  for (const event of toAppend) turn.toAppend.push(event)
  turn.bytes += bytes
  const revision = held.revision + events.length
  const remembered: Remembered | null = hash === null ? null : { hash, askedAt: asking.askedAt, revision, position: null }
  const outcome = {
    accepted: true,
    revision,
    remembered,
    events: events.map(typeOf),
    repeated: false,
    note: decision.note ?? null,
  } as const
  turn.decided.push({ ticket, outcome })
  turn.unfolded = { ticket, events, remembered }
  return true
}

const typeOf = ({ type }: AnyEvent): string => type

const hashOf = ({ command, asking }: Ticket): string =>
  contentHash(asking.said === undefined ? command : { type: command.type, data: asking.said })

function repeatOf(known: Remembered, ticket: Ticket): Outcome | Rejection {
  const { asking } = ticket
  if (known.hash !== undefined && known.hash !== hashOf(ticket)) {
    return reject('COMMAND_DIFFERS', { commandId: asking.commandId, revision: known.revision })
  }
  return { accepted: true, revision: known.revision, remembered: known, events: [], repeated: true, note: null }
}

const nothingToDo = ({ revision }: HeldStream, note: string | undefined): Outcome => ({
  accepted: true,
  revision,
  remembered: null,
  events: [],
  repeated: true,
  note: note ?? null,
})

/** Whether it might be a repeat of a command that is no longer remembered. */
function isTooOld({ memory }: HeldStream, { askedAt }: Asking): boolean {
  const { forgottenUntil } = memory
  return askedAt !== undefined && forgottenUntil !== null && askedAt <= forgottenUntil
}

const tooOld = ({ memory }: HeldStream, { askedAt }: Asking): Rejection =>
  reject('COMMAND_TOO_OLD', { askedAt, rememberedAfter: memory.forgottenUntil })

export const writes = (outcome: Outcome | Rejection): outcome is Outcome => outcome.accepted && !outcome.repeated

/** Tells everyone what the turn came to. Its events must be durable, or there are none. */
export function answerTurn(held: HeldStream, { decided }: Turn): void {
  for (const { outcome } of decided) {
    if (writes(outcome) && outcome.remembered !== null) outcome.remembered.position = held.position
  }
  for (const { ticket, outcome } of decided) ticket.answer(outcome.accepted ? done(held, outcome) : outcome)
}

function done({ stream, position }: HeldStream, { revision, remembered, events, repeated, note }: Outcome): Answer {
  return { accepted: true, stream, revision, position: remembered?.position ?? position, events, repeated, note }
}
