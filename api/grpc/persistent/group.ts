import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { Refusal } from '../refusals.ts'
import { resolved, unresolved } from '../semantics/links.ts'
import { ackIdOf, type Connected, type Consumer, type Message, pick } from './consumer.ts'
import { createProgress, type ProgressOptions } from './progress.ts'
import { followSource, type Place, placeOf } from './source.ts'
import { park } from './system-streams.ts'

export type NackAction = 'park' | 'retry' | 'skip' | 'stop'

/** What one consumer may say. */
export interface Membership {
  ack(ids: readonly string[]): void
  nack(ids: readonly string[], action: NackAction, reason: string): void
  leave(): void
}

const LOOK_EVERY_MS = 50

/**
 * Consumers that share the events of one source: each event is somebody's until they say what became of it, or take too long. What was
 * dealt with is written down now and then; after a fall, what came since is delivered again.
 */
export function createGroup(options: ProgressOptions) {
  const { source, name, settings, services } = options
  const { events, states, now, onFailure } = services
  const connected: Connected[] = []
  const progress = createProgress(options)
  const retries: Message[] = []
  const buffer: Message[] = []
  const ending = new AbortController()
  const signal = AbortSignal.any([ending.signal, services.closing])
  const maySee = (): boolean => true
  let room = Promise.withResolvers<void>()
  let reading: Promise<void> | null = null
  let turn = 0
  let lastKnown: Place = options.reached

  const messageOf = async (event: RecordedEvent): Promise<Message> => {
    const delivered = settings.resolveLinks ? await resolved({ events, states, maySee }, event) : unresolved(event)
    return { delivered, original: event, place: placeOf(source, event), retries: 0 }
  }

  /** Reads no further ahead than the buffer goes. */
  async function read(): Promise<void> {
    for await (const event of followSource(source, services, progress.reached(), signal)) {
      const message = await messageOf(event)
      lastKnown = message.place!
      progress.take(message.place!)
      if (message.delivered.event === null && settings.resolveLinks) {
        // A link that leads nowhere any more is nothing anyone could deal with.
        progress.done(message.place)
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

  const giveUp = (message: Message, reason: string): void =>
    progress.write(async () => {
      try {
        await park(services, source, name, message.original, reason, now())
        progress.done(message.place)
      } catch (failure) {
        retries.push(message)
        throw failure
      }
    })

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
    progress.look()
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
      consumer.confirm()
      reading ??= read().catch((failure: unknown) => {
        if (!signal.aborted) onFailure(failure)
      })
      pump()
      return {
        ack(ids) {
          for (const message of take(member, ids)) progress.done(message.place)
          pump()
        },
        nack(ids, action, reason) {
          for (const message of take(member, ids)) {
            if (action === 'park') giveUp(message, `Client explicitly NAK'ed message.\n${reason}`)
            else if (action === 'retry') again(message)
            else if (action === 'skip') progress.done(message.place)
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
    state: () => ({
      connected,
      checkpoint: progress.checkpoint(),
      lastKnown,
      buffered: buffer.length,
      retrying: retries.length,
      open: progress.open(),
    }),
    /** Resolves when all that is dealt with is written down. Consumers that are left end with the refusal. */
    async stop(refusal: Refusal): Promise<void> {
      clearInterval(timer)
      ending.abort()
      room.resolve()
      for (const { consumer } of connected.splice(0)) consumer.end(refusal)
      await reading
      await progress.stop()
    },
  }
}

export type Group = ReturnType<typeof createGroup>
