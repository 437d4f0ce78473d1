import type { Refusal } from '../refusals.ts'
import { unresolved } from '../semantics/links.ts'
import { readStream } from '../semantics/read-stream.ts'
import type { DoorServices } from '../services.ts'
import type { Message } from './consumer.ts'
import { createGroup, type Group } from './group.ts'
import type { GroupSettings } from './settings.ts'
import type { Place, Source } from './source.ts'
import { checkpointStream, parkedStream, readCheckpoint, readConfig, truncateParked, writeConfig } from './system-streams.ts'

/** A group as it is written down. */
export interface GroupEntry {
  readonly source: Source
  readonly group: string
  readonly settings: GroupSettings
  /** As asked for: -1 is the end, wherever that was. */
  readonly startFrom: string
  /** What that was then: the place before the first event. */
  readonly startsAfter: string
}

export const noGroup = (stream: string, group: string): Refusal => ({ refused: 'persistent-subscription-does-not-exist', stream, group })

/** All groups of a log. Changes are made one after another, and written down before they are answered. */
export function createGroups(services: DoorServices) {
  const running = new Map<string, { readonly entry: GroupEntry; readonly group: Group }>()
  const keyOf = (stream: string, group: string): string => `${stream}::${group}`
  let loading: Promise<void> | null = null
  let changing: Promise<unknown> = Promise.resolve()

  async function start(entry: GroupEntry): Promise<void> {
    const { source, group: name, settings, startsAfter } = entry
    const reached: Place = (await readCheckpoint(services, source, name)) ?? BigInt(startsAfter)
    running.set(keyOf(source.stream, name), { entry, group: createGroup({ source, name, settings, reached, services }) })
  }

  const loaded = (): Promise<void> => {
    loading ??= readConfig(services)
      .then(async (entries) => {
        for (const entry of entries as readonly GroupEntry[]) await start(entry)
      })
      .catch((failure: unknown) => {
        loading = null
        throw failure
      })
    return loading
  }

  const alone = <Result>(change: () => Promise<Result>): Promise<Result> => {
    const result = changing.then(loaded).then(change)
    changing = result.catch(() => undefined)
    return result
  }
  const save = (by: string): Promise<void> =>
    writeConfig(
      services,
      [...running.values()].map(({ entry }) => entry),
      by,
      services.now(),
    )

  const find = async (stream: string, group: string) => {
    await loaded()
    return running.get(keyOf(stream, group))
  }

  return {
    find,
    async all() {
      await loaded()
      return [...running.values()]
    },
    create: (entry: GroupEntry, by: string): Promise<Refusal | null> =>
      alone(async () => {
        const { source, group } = entry
        if (running.has(keyOf(source.stream, group))) return { refused: 'persistent-subscription-exists', stream: source.stream, group }
        await start(entry)
        await save(by)
        return null
      }),
    /** Whoever is connected is let go, and comes back to the new settings. */
    update: (stream: string, group: string, change: Partial<GroupEntry>, by: string): Promise<Refusal | null> =>
      alone(async () => {
        const found = running.get(keyOf(stream, group))
        if (found === undefined) return noGroup(stream, group)
        await found.group.stop({ refused: 'persistent-subscription-dropped', stream, group })
        await start({ ...found.entry, ...change })
        await save(by)
        return null
      }),
    remove: (stream: string, group: string, by: string): Promise<Refusal | null> =>
      alone(async () => {
        const found = running.get(keyOf(stream, group))
        if (found === undefined) return noGroup(stream, group)
        running.delete(keyOf(stream, group))
        await found.group.stop({ refused: 'persistent-subscription-dropped', stream, group })
        await save(by)
        for (const kept of [checkpointStream(stream, group), parkedStream(stream, group)]) {
          await services.writer.softDelete(kept, 'any')
        }
        return null
      }),
    /** `stopAt` is how many of the parked events, counted from the first ever; null for all. */
    async replayParked(stream: string, group: string, stopAt: number | null): Promise<Refusal | null> {
      const found = await find(stream, group)
      if (found === undefined) return noGroup(stream, group)
      const messages = await parkedMessages(services, stream, group, stopAt)
      const last = messages.at(-1)?.delivered.link?.revision
      if (last === undefined) return null
      await truncateParked(services, found.entry.source, group, last + 1)
      found.group.replay(messages)
      return null
    },
    parkedCount: async (stream: string, group: string): Promise<number> => (await parkedMessages(services, stream, group, null)).length,
    stop: async (refusal: Refusal): Promise<void> => {
      await changing
      await Promise.all([...running.values()].map(({ group }) => group.stop(refusal)))
    },
  }
}

export type Groups = ReturnType<typeof createGroups>

/** Parked events that are still there, each by its link. */
async function parkedMessages(services: DoorServices, stream: string, group: string, stopAt: number | null): Promise<readonly Message[]> {
  const parked = parkedStream(stream, group)
  const found = await readStream(services, { stream: parked, backwards: false, from: 'start', maxCount: Number.MAX_SAFE_INTEGER })
  const messages: Message[] = []
  for await (const page of found.found === 'stream' ? found.pages : []) {
    for (const link of page) {
      if (stopAt !== null && link.revision >= stopAt) return messages
      const [, revision, target] = /^(\d+)@(.+)$/s.exec(Buffer.from(link.data).toString('utf8')) ?? []
      if (revision === undefined || target === undefined) continue
      for await (const [event] of services.events.readStream(target, { from: Number(revision), maxCount: 1 })) {
        if (event !== undefined) messages.push({ delivered: { ...unresolved(event), link }, original: event, place: null, retries: 0 })
      }
    }
  }
  return messages
}
