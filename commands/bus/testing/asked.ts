import { decode } from '../../../domain/codec.ts'
import type { Aggregate, AnyCommand } from '../../../domain/shared/aggregate.ts'
import type { AnyEvent, LedgerEvent } from '../../../domain/shared/event.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import type { Answer, Done } from '../../command-bus.ts'
import { contentHash } from '../content-hash.ts'

/** One asking of a command, and how long its stream was when it was asked and when it was answered. */
export interface Asked {
  readonly command: AnyCommand
  readonly commandId: string
  readonly answer: Answer
  readonly from: number
  readonly until: number
}

export async function eventsOf(store: EventStore, stream: string): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = []
  for await (const page of store.readStream(stream)) events.push(...page.map(decode))
  return events
}

/**
 * Compares answers with what stands in the stream, folding it once. What was accepted stands there, once, decided on exactly the state before
 * it. What wrote nothing was the right answer at some moment between asking and answering. Returns what is wrong.
 */
export function contradictions(aggregate: Aggregate, events: readonly LedgerEvent[], asked: readonly Asked[]): string[] {
  const wrong = asked.filter(isWriter).flatMap((each) => wrongWriter(events, each, asked))
  const byContent = new Map(asked.map((each) => [`${each.commandId} ${contentHash(each.command)}`, each.command]))
  const written = new Map<string, Written>()
  const open = new Set(asked.filter((each) => !isWriter(each)))
  let state = aggregate.initial()

  const settle = (length: number) => {
    for (const each of open) {
      if (each.from <= length && length <= each.until && isRight(each, aggregate, state, length, written)) open.delete(each)
    }
  }

  settle(0)
  for (const group of byCommand(events)) {
    const { revision, metadata } = group.at(-1)!
    const { commandId, commandHash: hash } = metadata
    if (written.has(commandId)) wrong.push(`${commandId} was written twice, the second time up to ${revision}`)
    const command = byContent.get(`${commandId} ${hash}`)
    if (command !== undefined && !decides(aggregate, state, command, group))
      wrong.push(`${commandId} at ${revision} fits no state before it`)
    for (const event of group) state = aggregate.evolve(state, event)
    written.set(commandId, { hash, revision })
    settle(revision + 1)
  }
  for (const { commandId, answer, from, until } of open)
    wrong.push(`${commandId}: ${text(answer)} was never right from ${from} to ${until}`)
  return wrong
}

interface Written {
  readonly hash: string | undefined
  readonly revision: number
}

const isWriter = (asked: Asked): asked is Asked & { answer: Done } => asked.answer.accepted && !asked.answer.repeated

function* byCommand(events: readonly LedgerEvent[]): Generator<readonly LedgerEvent[]> {
  for (let index = 0; index < events.length; ) {
    let end = index + 1
    while (events[end]?.metadata.commandId === events[index]!.metadata.commandId) end += 1
    yield events.slice(index, end)
    index = end
  }
}

function decides(aggregate: Aggregate, state: unknown, command: AnyCommand, group: readonly AnyEvent[]): boolean {
  const decision = aggregate.decide(state, command)
  return decision.accepted && text(decision.events.map(({ type }) => type)) === text(group.map(({ type }) => type))
}

/** Whether a stream of this length, in this state, gives this answer without writing. */
function isRight(asked: Asked, aggregate: Aggregate, state: unknown, length: number, written: ReadonlyMap<string, Written>): boolean {
  const { command, commandId, answer } = asked
  const first = written.get(commandId)
  if (first !== undefined) {
    if (first.hash !== contentHash(command)) return !answer.accepted && answer.code === 'COMMAND_DIFFERS'
    return answer.accepted && answer.revision === first.revision
  }
  const decision = aggregate.decide(state, command)
  if (!decision.accepted) return text(decision) === text(answer)
  return decision.events.length === 0 && answer.accepted && answer.revision === length - 1 && answer.note === (decision.note ?? null)
}

function wrongWriter(events: readonly LedgerEvent[], { commandId, answer }: Asked & { answer: Done }, asked: readonly Asked[]): string[] {
  const own = events.slice(answer.revision + 1 - answer.events.length, answer.revision + 1)
  const stands = own.every(({ metadata }) => metadata.commandId === commandId) && text(own.map(({ type }) => type)) === text(answer.events)
  const waits = own.length > 0 && answer.position >= own.at(-1)!.position && answer.position <= events.at(-1)!.position
  const first = asked.filter((other) => other.commandId === commandId && isWriter(other)).length === 1
  return stands && waits && first ? [] : [`${commandId}: ${text(answer)} does not stand there so, once`]
}

const text = (value: unknown): string => JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? String(each) : each))
