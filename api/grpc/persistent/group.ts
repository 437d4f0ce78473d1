import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { Refusal } from '../refusals.ts'
import { resolved, unresolved } from '../semantics/links.ts'
import type { DoorServices } from '../services.ts'
import { ackIdOf, type Connected, type Consumer, type Message, pick } from './consumer.ts'
import { createFinished } from './finished.ts'
import type { GroupSettings } from './settings.ts'
import { followSource, type Place, placeOf, type Source } from './source.ts'
import { park, writeCheckpoint } from './system-streams.ts'

export type NackAction = 'park' | 'retry' | 'skip' | 'stop'

/** What one consumer may say. */
export interface Membership {
  ack(ids: readonly string[]): void
  nack(ids: readonly string[], action: NackAction, reason: string): void
  leave(): void
}

export interface GroupOptions {
  readonly source: Source
  readonly name: string
  readonly settings: GroupSettings
  /** Everything up to here is dealt with. */
  readonly reached: Place
  readonly services: DoorServices
}

const LOOK_EVERY_MS = 50

/**
 * Consumers that share the events of one source: each event is somebody's until they say what became of it, or take too long. What was
 * dealt with is written down now and then; after a fall, what came since is delivered again.
 */
export function createGroup({ source, name, settings, reached, services }: GroupOptions) {
  const { events, states, now, onFailure } = services
  const connected: Connected[] = []
  const finished = createFinished(reached)
  const retries: Message[] = []
  const buffer: Message[] = []
  const ending = new AbortController()
  const signal = AbortSignal.any([ending.signal, services.closing])
  const maySee = (): boolean => true
  let room = Promise.withResolvers<void>()
  let reading: Promise<void> | null = null
  let turn = 0
  let written = reached
  let doneSince = 0
  let checkedAt = now()
  let lastKnown: Place = reached
  let writing: Promise<void> = Promise.resolve()

  const messageOf = async (event: RecordedEvent): Promise<Message> => {
    const delivered = settings.resolveLinks ? await resolved({ events, states, maySee }, event) : unresolved(event)
    return { delivered, original: event, place: placeOf(source, event), retries: 0 }
  }

  /** Reads no further ahead than the buffer goes. */
  async function read(): Promise<void> {
    for await (const event of followSource(source, services, finished.reached(), signal)) {
      const message = await messageOf(event)
      lastKnown = message.place!
      finished.take(message.place!)
      if (message.delivered.event === null && settings.resolveLinks) {
        // A link that leads nowhere any more is nothing anyone could deal with.
        done(message)
        continue
      }
      buffer.push(message)
      pump()
      while (buffer.length >= settings.historyBufferSize && !signal.aborted) await room.promise
      if (signal.aborted) return
    }
  }

  function pump(): void {
    for (;;) {
      const queue = retries.length > 0 ? retries : buffer
      const [message] = queue
      const next = message === undefined ? undefined : pick(settings.strategy, connected, message, turn)
      if (message === undefined || next === undefined) break
      queue.shift()
      turn += 1
      next.total += 1
      const due = settings.messageTimeoutMs === 0 ? Number.POSITIVE_INFINITY : now() + settings.messageTimeoutMs
      next.inFlight.set(ackIdOf(message), { message, due })
      next.consumer.deliver(message)
    }
    room.resolve()
    room = Promise.withResolvers()
  }

  function done({ place }: Message): void {
    if (place === null) return
    finished.done(place)
    doneSince += 1
    if (doneSince >= Math.max(1, settings.maxCheckpointCount)) checkpoint()
  }

  function checkpoint(): void {
    const place = finished.reached()
    doneSince = 0
    checkedAt = now()
    if (place === written) return
    written = place
    writing = writing.then(() => writeCheckpoint(services, source, name, place)).catch((failure: unknown) => void onFailure(failure))
  }

  function giveUp(message: Message, reason: string): void {
    writing = writing
      .then(() => park(services, source, name, message.original, reason, now()))
      .then(
        () => done(message),
        (failure: unknown) => {
          onFailure(failure)
          retries.push(message)
        },
      )
  }

  function again(message: Message): void {
    const { maxRetryCount } = settings
    if (message.retries >= maxRetryCount) giveUp(message, `Reached retry count of ${maxRetryCount}`)
    else retries.push({ ...message, retries: message.retries + 1 })
  }

  function look(): void {
    const at = now()
    for (const { inFlight } of connected) {
      for (const [id, { message, due }] of inFlight) {
        if (due > at) continue
        inFlight.delete(id)
        again(message)
      }
    }
    pump()
    if (at - checkedAt >= settings.checkpointAfterMs && doneSince >= Math.max(1, settings.minCheckpointCount)) checkpoint()
  }
  const timer = setInterval(look, LOOK_EVERY_MS)

  const take = (member: Connected, ids: readonly string[]): Message[] =>
    ids.flatMap((id) => {
      const found = member.inFlight.get(id)
      member.inFlight.delete(id)
      return found === undefined ? [] : [found.message]
    })

  return {
    source,
    name,
    settings,
    connect(consumer: Consumer): Membership | Refusal {
      if (settings.maxSubscriberCount > 0 && connected.length >= settings.maxSubscriberCount) {
        return { refused: 'maximum-subscribers-reached', stream: source.stream, group: name }
      }
      const member: Connected = { consumer, inFlight: new Map(), isStopped: false, total: 0 }
      connected.push(member)
      reading ??= read().catch((failure: unknown) => {
        if (!signal.aborted) onFailure(failure)
      })
      pump()
      return {
        ack(ids) {
          for (const message of take(member, ids)) done(message)
          pump()
        },
        nack(ids, action, reason) {
          for (const message of take(member, ids)) {
            if (action === 'park') giveUp(message, `Client explicitly NAK'ed message.\n${reason}`)
            else if (action === 'retry') again(message)
            else if (action === 'skip') done(message)
            else retries.push(message)
          }
          if (action === 'stop') member.isStopped = true
          pump()
        },
        leave() {
          const at = connected.indexOf(member)
          if (at < 0) return
          connected.splice(at, 1)
          for (const { message } of member.inFlight.values()) retries.push(message)
          pump()
        },
      }
    },
    /** Delivers again what was parked. */
    replay(messages: readonly Message[]): void {
      retries.push(...messages)
      pump()
    },
    state: () => ({ connected, checkpoint: written, lastKnown, buffered: buffer.length, retrying: retries.length, open: finished.open() }),
    /** Resolves when all that is dealt with is written down. Consumers that are left end with the refusal. */
    async stop(refusal: Refusal): Promise<void> {
      clearInterval(timer)
      ending.abort()
      room.resolve()
      for (const { consumer } of connected.splice(0)) consumer.end(refusal)
      await reading
      checkpoint()
      await writing
    },
  }
}

export type Group = ReturnType<typeof createGroup>
