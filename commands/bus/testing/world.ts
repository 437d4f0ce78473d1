import { setImmediate as nextTick } from 'node:timers/promises'
import type { AnyCommand } from '../../../domain/shared/aggregate.ts'
import { type EventStore, EventStoreError } from '../../../stores/events/port.ts'
import type { Answer, CommandBus } from '../../command-bus.ts'
import { contentHash } from '../content-hash.ts'
import { type CommandBusOptions, createCommandBus } from '../create-command-bus.ts'
import { load } from '../held-stream.ts'
import { record } from '../recording.ts'
import { freezeMemory } from '../remembered.ts'
import { type Asked, contradictions, eventsOf } from './asked.ts'
import { counter, counterStream, take } from './counter.ts'
import { type Fault, faultyStore } from './faulty-store.ts'
import { createMemorySnapshots, type MemorySnapshots } from './memory-snapshots.ts'
import type { Step } from './steps.ts'
import { asking, receive, stock, stream as stockStream } from './stock-commands.ts'

/** Buses on one store whose appends go wrong as planned. */
export interface World {
  readonly store: EventStore
  readonly snapshots: MemorySnapshots
  readonly buses: readonly CommandBus[]
  lengthOf(stream: string): number
}

const counterA = counterStream('a')

export function createWorld(kept: EventStore, plan: readonly Fault[], buses: number, options: Partial<CommandBusOptions>): World {
  const { store, lengthOf } = measured(kept)
  const snapshots = createMemorySnapshots()
  let appended = 0
  const faulty = faultyStore(store, {
    next: () => plan[appended++ % plan.length]!,
    overtake: (stream) => overtake(store, stream, appended),
  })
  const bus = () =>
    createCommandBus({
      store: faulty,
      aggregates: [stock, counter],
      sharedStore: false,
      snapshots,
      sleep: () => nextTick(),
      random: () => 0.5,
      ...options,
      limits: { groupCommands: 9, groupEvents: 12, eventsPerSnapshot: 10, cacheBytes: 20_000, attempts: 4, ...options.limits },
    })
  return { store, snapshots, buses: Array.from({ length: buses }, bus), lengthOf }
}

function measured(store: EventStore): { readonly store: EventStore; lengthOf(stream: string): number } {
  const lengths = new Map<string, number>()
  const append: EventStore['append'] = async (stream, events, expected) => {
    const result = await store.append(stream, events, expected)
    if (result.ok) lengths.set(stream, Math.max(result.revision + 1, lengths.get(stream) ?? 0))
    return result
  }
  return { store: { ...store, append }, lengthOf: (stream) => lengths.get(stream) ?? 0 }
}

/** Another process takes or receives a unit: enough to make decisions stale. */
async function overtake(store: EventStore, stream: string, number: number): Promise<void> {
  const [aggregate, command] = stream === stockStream ? [stock, receive(`foreign ${number}`, 1)] : [counter, take('a', 1)]
  const { state, revision } = await load(stream, aggregate, { store, snapshots: null, rememberedCommands: 1_000, eventsPerSnapshot: 10 })
  const decision = aggregate.decide(state, command)
  if (!decision.accepted) return
  const { toAppend } = record(stream, decision.events, asking(`foreign ${number}`), contentHash(command))
  await store.append(stream, toAppend, revision < 0 ? 'no-stream' : revision)
}

const streamOf = ({ type }: AnyCommand): string => (type === 'TakeUnits' ? counterA : stockStream)

export async function askAll(world: World, plan: readonly Step[]): Promise<readonly Asked[]> {
  const asked: Promise<Asked>[] = []
  for (const step of plan) {
    const one = insist(world, step, `asker ${asked.length}`)
    asked.push(one)
    if (!step.together) await one
  }
  return Promise.all(asked)
}

const PATIENCE = 200

/** Asks until there is an answer, as every caller does who got none: the same command under the same id. */
async function insist({ buses, lengthOf }: World, { command, commandId, bus }: Step, causationId: string): Promise<Asked> {
  const stream = streamOf(command)
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    const from = lengthOf(stream)
    const answer = await buses[bus]!.ask(command, asking(commandId, { causationId })).catch(unanswered)
    const until = lengthOf(stream)
    if (answer !== null && (answer.accepted || answer.code !== 'CONTENDED')) return { command, commandId, answer, from, until }
  }
  throw new Error(`no answer to ${commandId}`)
}

function unanswered(error: unknown): Answer | null {
  if (error instanceof EventStoreError) return null
  throw error
}

/** What is wrong with the answers, and with what a process that starts now would load. */
export async function faultsOf({ store, snapshots, buses }: World, asked: readonly Asked[]): Promise<readonly string[]> {
  await Promise.all(buses.map((bus) => bus.close()))
  const wrong: string[] = []
  for (const [stream, aggregate] of [[stockStream, stock] as const, [counterA, counter] as const]) {
    const own = asked.filter(({ command }) => streamOf(command) === stream)
    wrong.push(...contradictions(aggregate, await eventsOf(store, stream), own))
    const whole = await load(stream, aggregate, { store, snapshots: null, rememberedCommands: 10_000, eventsPerSnapshot: 10 })
    const shortened = await load(stream, aggregate, { store, snapshots, rememberedCommands: 10_000, eventsPerSnapshot: 10 })
    if (picture(whole) !== picture(shortened)) wrong.push(`${stream}: snapshot and tail give another state than the whole stream`)
  }
  return wrong
}

function picture({ aggregate, state, memory, revision, position }: Awaited<ReturnType<typeof load>>): string {
  const { young, old } = freezeMemory(memory)
  const known = [...old, ...young].map(([id, hash, last]) => `${id} ${hash} ${last}`)
  return JSON.stringify([aggregate.freeze(state), known, revision, String(position)])
}
