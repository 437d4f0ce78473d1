import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Aggregate } from '../../domain/shared/aggregate.ts'
import { reject } from '../../domain/shared/decision.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { Answer, CommandBus } from '../command-bus.ts'
import type { Snapshots } from '../snapshots/port.ts'
import { createSnapshotter } from '../snapshots/snapshotter.ts'
import { type HeldStream, weigh } from './held-stream.ts'
import { type BusLimits, withDefaults } from './limits.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import type { Services } from './take-turn.ts'

export interface CommandBusOptions {
  readonly store: EventStore
  /** One for each category, together every command there is. */
  readonly aggregates: readonly Aggregate[]
  /**
   * Whether other processes may write to the store: answers that write nothing are then given only after reading the stream's tail, and no two
   * decisions append events of the same ids.
   */
  readonly sharedStore: boolean
  readonly snapshots?: Snapshots
  readonly limits?: Partial<BusLimits>
  readonly random?: () => number
  readonly sleep?: (ms: number) => Promise<void>
  /** Another process wrote first; the group is decided again. */
  readonly onConflict?: (stream: string) => void
  /** A snapshot could not be written, or taken; nothing depends on it. */
  readonly onSnapshotFailure?: (stream: string, error: unknown) => void
}

/** A new one after each turn: the cache weighs a value only when it is another one than before. */
interface Cached {
  readonly held: HeldStream
}

/** What a held stream weighs beside its state and its remembered commands. */
const HELD_BYTES = 512

/** Throws when two aggregates take the same command or category, or limits contradict each other. */
export function createCommandBus(options: CommandBusOptions): CommandBus {
  const services = servicesOf(options)
  const { limits } = services
  const byCommand = byCommandType(options.aggregates)
  const snapshotter =
    services.snapshots && createSnapshotter(services.snapshots, limits.eventsPerSnapshot, options.onSnapshotFailure ?? nobody)
  const mailboxes = new Map<string, Mailbox>()
  const cache = new LRUCache<string, Cached>({ maxSize: limits.cacheBytes, sizeCalculation: ({ held }) => HELD_BYTES + weigh(held) })
  let idle = Promise.withResolvers<void>()
  let queued = 0
  let closing = false

  function mailboxOf(stream: string, aggregate: Aggregate): Mailbox {
    const existing = mailboxes.get(stream)
    if (existing !== undefined) return existing
    const mailbox = createMailbox({
      stream,
      aggregate,
      held: cache.get(stream)?.held ?? null,
      services,
      snapshotter,
      onTurn: (held) => {
        if (held === null) cache.delete(stream)
        else cache.set(stream, { held })
      },
      onIdle: () => {
        mailboxes.delete(stream)
        if (mailboxes.size === 0) idle.resolve()
      },
    })
    mailboxes.set(stream, mailbox)
    return mailbox
  }

  const ask: CommandBus['ask'] = (command, asking) => {
    const aggregate = byCommand.get(command.type)
    if (aggregate === undefined) return Promise.reject(new Error(`No aggregate takes the command ${command.type}`))
    if (closing) return Promise.resolve(reject('STOPPING'))
    const mailbox = mailboxOf(streamName(aggregate.category, aggregate.key(command)), aggregate)
    if (mailbox.waiting >= limits.queuedPerStream || queued >= limits.queued) return Promise.resolve(reject('OVERLOADED'))
    queued += 1
    return new Promise<Answer>((resolve, fail) => {
      mailbox.ask({
        command,
        asking,
        answer(answer) {
          queued -= 1
          resolve(answer)
        },
        fail(error) {
          queued -= 1
          fail(error)
        },
      })
    })
  }

  /** What is shown is made at once, so that state and revision are of one instant. */
  function show<Shown>(aggregate: Aggregate, key: string, show: (held: HeldStream) => Shown): Promise<Shown | null> {
    if (closing) return Promise.reject(new Error('The command bus is stopping'))
    const stream = streamName(aggregate.category, key)
    const shown = (held: HeldStream) => (held.revision < 0 ? null : show(held))
    const known = services.sharedStore || mailboxes.has(stream) ? undefined : cache.get(stream)
    if (known !== undefined) return Promise.resolve(shown(known.held))
    const mailbox = mailboxOf(stream, aggregate)
    return new Promise((answer, fail) => mailbox.look({ answer: (held) => answer(shown(held)), fail }))
  }

  return {
    ask,
    look: (aggregate, key) => show(aggregate as unknown as Aggregate, key, ({ state }) => state as never),
    see: (aggregate, key) => show(aggregate as unknown as Aggregate, key, ({ state, revision }) => ({ state: state as never, revision })),
    async close() {
      closing = true
      while (mailboxes.size > 0) {
        idle = Promise.withResolvers()
        await idle.promise
      }
      await snapshotter?.rest()
    },
  }
}

function servicesOf(options: CommandBusOptions): Services {
  const { store, snapshots = null, sharedStore, random = Math.random, onConflict = nobody } = options
  const limits = withDefaults(options.limits)
  const nameDecision = sharedStore ? randomUUID : null
  return { store, snapshots, sharedStore, limits, random, nameDecision, onConflict, sleep: options.sleep ?? ((ms) => sleep(ms)) }
}

const nobody = (): void => {}

function byCommandType(aggregates: readonly Aggregate[]): ReadonlyMap<string, Aggregate> {
  const byType = new Map<string, Aggregate>()
  const categories = new Set<string>()
  for (const aggregate of aggregates) {
    if (categories.has(aggregate.category)) throw new Error(`Two aggregates have the category ${aggregate.category}`)
    categories.add(aggregate.category)
    for (const type of aggregate.commandTypes) {
      if (byType.has(type)) throw new Error(`Two aggregates take the command ${type}`)
      byType.set(type, aggregate)
    }
  }
  return byType
}
