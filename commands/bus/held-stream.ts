import { setImmediate as breathe } from 'node:timers/promises'
import { decode } from '../../domain/codec.ts'
import type { Aggregate } from '../../domain/shared/aggregate.ts'
import type { AnyEvent, LedgerEvent } from '../../domain/shared/event.ts'
import type { EventStore, RecordedEvent } from '../../stores/events/port.ts'
import { START } from '../../stores/events/port.ts'
import type { Snapshot, Snapshots } from '../snapshots/port.ts'
import { type CommandMemory, createCommandMemory, recallCommand, rememberCommand, weighMemory } from './remembered.ts'

/** A stream's state in memory. Its mailbox owns it: while a turn runs it may be ahead of the store, between turns it never is. */
export interface HeldStream {
  readonly stream: string
  readonly aggregate: Aggregate
  readonly memory: CommandMemory
  state: unknown
  /** Of the last event folded in; -1 for none. */
  revision: number
  /** Of the last durable event folded in. */
  position: bigint
  /** Revision the last snapshot stands at; -1 for none. */
  snapshotRevision: number
}

export interface Loading {
  readonly store: EventStore
  readonly snapshots: Snapshots | null
  readonly rememberedCommands: number
  /** Fewest events of a stream that may have a snapshot. */
  readonly eventsPerSnapshot: number
}

/** Events folded before the event loop gets a turn. */
const EVENTS_PER_BREATH = 500

/** Most streams end before that: one question then tells everything, also that a stream is not there. */
const SHORT_STREAM = 64

/** The state from the snapshot, where a usable one exists, and what followed it; from the whole stream otherwise. */
export async function load(stream: string, aggregate: Aggregate, loading: Loading): Promise<HeldStream> {
  const { store, snapshots, rememberedCommands, eventsPerSnapshot } = loading
  const empty = { stream, aggregate, memory: createCommandMemory(rememberedCommands), state: aggregate.initial() }
  const whole: HeldStream = { ...empty, revision: -1, position: START, snapshotRevision: -1 }
  const atMost = Math.min(SHORT_STREAM, eventsPerSnapshot)
  const first: RecordedEvent[] = []
  for await (const page of store.readStream(stream, { maxCount: atMost })) first.push(...page)
  const isLong = first.length === atMost
  const snapshot = isLong && snapshots !== null ? await snapshots.read(stream, aggregate.stateVersion) : null
  const held = snapshot === null ? null : await fromSnapshot(snapshot, aggregate, loading)
  if (held !== null) return held
  await foldPage(whole, first)
  if (isLong) await catchUp(whole, store)
  return whole
}

/** Null when the stream does not hold the event the snapshot ends with: it is of another log. */
async function fromSnapshot(snapshot: Snapshot, aggregate: Aggregate, { store, rememberedCommands }: Loading): Promise<HeldStream | null> {
  const { stream, revision, position, state, remembered } = snapshot
  const held: HeldStream = {
    stream,
    aggregate,
    memory: createCommandMemory(rememberedCommands, remembered),
    state: aggregate.thaw(state),
    revision,
    position,
    snapshotRevision: revision,
  }
  const tail = store.readStream(stream, { from: revision })
  const verified = afterVerifying(tail, position)
  return (await foldAll(held, verified)) ? held : null
}

/** The pages without their first event, when that one stands where the snapshot says; no page at all otherwise. */
async function* afterVerifying(tail: AsyncIterable<readonly RecordedEvent[]>, position: bigint): AsyncGenerator<readonly RecordedEvent[]> {
  let first = true
  for await (const page of tail) {
    if (first && page[0]?.position !== position) return
    yield first ? page.slice(1) : page
    first = false
  }
}

/** Folds what was written behind its back. Whether there was anything. */
export async function catchUp(held: HeldStream, store: EventStore): Promise<boolean> {
  const before = held.revision
  await foldAll(held, store.readStream(held.stream, { from: before + 1 }))
  return held.revision > before
}

/** Whether there was any page. */
async function foldAll(held: HeldStream, pages: AsyncIterable<readonly RecordedEvent[]>): Promise<boolean> {
  let any = false
  for await (const page of pages) {
    any = true
    await foldPage(held, page)
  }
  return any
}

async function foldPage(held: HeldStream, page: readonly RecordedEvent[]): Promise<void> {
  for (const [place, recorded] of page.entries()) {
    fold(held, decode(recorded))
    if ((place + 1) % EVENTS_PER_BREATH === 0) await breathe()
  }
}

function fold(held: HeldStream, event: LedgerEvent): void {
  const { revision, position, recordedAt } = event
  if (revision !== held.revision + 1) throw new Error(`${held.stream}: revision ${revision} follows ${held.revision}`)
  held.state = held.aggregate.evolve(held.state, event)
  held.revision = revision
  held.position = position
  const { commandId, commandHash } = event.metadata
  if (commandHash === undefined) return
  const known = recallCommand(held.memory, commandId)
  if (known === undefined) rememberCommand(held.memory, commandId, { hash: commandHash, askedAt: recordedAt, revision, position })
  else Object.assign(known, { revision, position })
}

/** Folds what a turn decided, before or after it is durable; `position` then follows. */
export function advance(held: HeldStream, events: readonly AnyEvent[]): void {
  for (const event of events) held.state = held.aggregate.evolve(held.state, event)
  held.revision += events.length
}

export const weigh = ({ aggregate, state, memory }: HeldStream): number => aggregate.weigh(state) + weighMemory(memory)
