import type { EventType } from '../../../domain/events.ts'
import { type ListingDocument, listings } from '../../../projections/catalogue/listings.ts'
import { type LocationDocument, locations } from '../../../projections/catalogue/locations.ts'
import { type SkuDocument, skus } from '../../../projections/catalogue/skus.ts'
import type { Projection } from '../../../projections/projection.ts'
import { type CoverageDocument, coverage } from '../../../projections/providers/coverage.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { ProjectionRunner } from '../../../projections/runner/runner.ts'
import { type WaitingInstance, waiting } from '../../../projections/waiting/waiting.ts'
import type { DocumentStore } from '../../../stores/documents/port.ts'
import type { Awaited } from './awaited.ts'
import type { Observer } from './triggers.ts'

const patienceMs = 10_000

/** After a restore read models are built from the first event, which takes as long as it takes. Throws when it stops, or the signal aborts. */
export async function untilReadable(readModels: ProjectionRunner, model: string, position: bigint, signal?: AbortSignal): Promise<void> {
  while (!(await readModels.waitFor(model, position, patienceMs))) {
    signal?.throwIfAborted()
    const stopped = (await readModels.status()).find(({ projection, state }) => projection === model && state === 'stopped')
    if (stopped !== undefined) throw new Error(`read model ${model} stopped before position ${position}: ${stopped.cause}`)
  }
}

/** Who waited when the read model was last written. */
export async function loadWaiting(documents: DocumentStore, awaited: Awaited): Promise<void> {
  const model = await openReadModel<WaitingInstance>(documents, waiting)
  const found: WaitingInstance[] = []
  for await (const page of model?.collection.scan() ?? []) for (const { body } of page) if (body !== null) found.push(body)
  for (const { process, instanceId, keys } of found.sort((a, b) => a.since - b.since)) awaited.add({ process, instanceId }, keys)
}

/** As far as documents keep what an event said. */
interface Said {
  readonly type: EventType
  readonly data: object
}

/** What was said of a location, as events said it. */
function saidOfLocation({ areas: _, ability, ...definition }: LocationDocument): readonly Said[] {
  const defined: Said = { type: 'LocationDefined', data: definition }
  if (ability === undefined) return [defined]
  return [defined, { type: 'LocationAbilitySet', data: { location: definition.location, ability } }]
}

const saidOfListing = ({ channel, shop, channelSku, targets }: ListingDocument): readonly Said[] =>
  targets.map((target) => ({ type: 'ListingDefined', data: { channel, shop, channelSku, ...target } }))

/** Read models whose documents hold what observers have to know, and the events that said it. */
const models = [
  { projection: locations, types: ['LocationDefined', 'LocationAbilitySet'], said: saidOfLocation },
  { projection: coverage, types: ['CoverageSet'], said: (row: CoverageDocument): readonly Said[] => [{ type: 'CoverageSet', data: row }] },
  { projection: skus, types: ['SkuDefined'], said: (row: SkuDocument): readonly Said[] => [{ type: 'SkuDefined', data: row }] },
  { projection: listings, types: ['ListingDefined'], said: saidOfListing },
] as const

/** Those that some of these observers have to know. */
export const observedModels = (observers: readonly Observer[]) =>
  models.filter(({ types }) => observers.some((observer) => types.some((type) => observer.types.includes(type))))

/** What observers would have seen up to where the read models are. */
export async function loadObserved(documents: DocumentStore, observers: readonly Observer[]): Promise<void> {
  for (const { projection, said } of observedModels(observers)) {
    const model = await openReadModel(documents, projection as Projection)
    for await (const page of model?.collection.scan() ?? [])
      for (const { position, body } of page)
        for (const { type, data } of body === null ? [] : said(body as never))
          for (const observer of observers) if (observer.types.includes(type)) observer.see({ type, data, position } as never)
  }
}
