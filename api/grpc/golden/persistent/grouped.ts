import { randomUUID } from 'node:crypto'
import { type PersistentSubscriptionToStream, persistentSubscriptionToStreamSettingsFromDefaults, START } from '@eventstore/db-client'
import { all, type World } from '../world.ts'

type Settings = Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0]

export const settingsOf = (settings: Settings = {}) => persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...settings })

/** A group of a stream of so many events. */
export async function grouped(world: World, count: number, settings: Settings = {}) {
  const [stream, group] = [await world.streamOf(count), `g-${randomUUID()}`]
  await world.client.createPersistentSubscriptionToStream(stream, group, settingsOf(settings))
  return { stream, group, join: (bufferSize = 10) => world.client.subscribeToPersistentSubscriptionToStream(stream, group, { bufferSize }) }
}

export type Found = Parameters<PersistentSubscriptionToStream['ack']>[0] & { retryCount: number }
type React = (following: PersistentSubscriptionToStream, found: Found, n: number) => Promise<unknown> | undefined

/** The first so many that are delivered, each dealt with as said. */
export async function take(following: PersistentSubscriptionToStream, count: number, react: React = (each, found) => each.ack(found)) {
  const seen: { revision: bigint | undefined; retries: number }[] = []
  try {
    for await (const found of following) {
      seen.push({ revision: found.event?.revision, retries: found.retryCount })
      await react(following, found as Found, seen.length)
      if (seen.length === count) break
    }
  } finally {
    // What was said last is still on its way: leaving at once would take it back.
    await pause(150)
    await following.unsubscribe().catch(() => undefined)
  }
  return seen
}

export const revisions = (seen: readonly { revision: bigint | undefined }[]) => seen.map(({ revision }) => revision)
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
export const parkedIn = async ({ client }: World, stream: string, group: string) => {
  const found = await all(client.readStream(`$persistentsubscription-${stream}::${group}-parked`)).catch(() => [])
  return found.map(({ event: each }) => ({
    type: each?.type,
    data: Buffer.from(each?.data as Uint8Array)
      .toString()
      .replace(stream, 'S'),
    reason: (each?.metadata as { reason?: string } | undefined)?.reason,
  }))
}
