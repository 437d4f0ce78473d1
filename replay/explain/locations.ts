import type { LocationAbility } from '../../domain/catalogue/ability.ts'
import type { LocationDefinition, LocationEvent } from '../../domain/catalogue/location.ts'
import { decode } from '../../domain/codec.ts'
import { streamKey, streamName } from '../../domain/shared/stream-name.ts'
import type { SourcingLocation } from '../../domain/sourcing/asking.ts'
import { type LocationDocument, locations } from '../../projections/catalogue/locations.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'

interface Known {
  readonly position: Position
  readonly event: LocationEvent
}

/** All locations as they were at a position. Reads the streams of locations alone, once for as long as it is asked. */
export function createLocationsAsOf({ events, documents }: { readonly events: EventStore; readonly documents: DocumentStore }) {
  let known: Promise<readonly (readonly Known[])[]> | null = null

  async function readAll(): Promise<readonly (readonly Known[])[]> {
    const model = await openReadModel<LocationDocument>(documents, locations)
    const histories: Known[][] = []
    for await (const page of model?.collection.scan() ?? [])
      for (const { body } of page) if (body !== null) histories.push(await historyOf(body.location))
    return histories
  }

  async function historyOf(location: string): Promise<Known[]> {
    const history: Known[] = []
    for await (const page of events.readStream(streamName('location', streamKey([location]))))
      for (const stored of page) history.push({ position: stored.position, event: decode(stored) as unknown as LocationEvent })
    return history
  }

  return async (until: Position): Promise<readonly SourcingLocation[]> => {
    known ??= readAll()
    return (await known).flatMap((history) => asOf(history, until) ?? [])
  }
}

function asOf(history: readonly Known[], until: Position): SourcingLocation | null {
  let definition: LocationDefinition | null = null
  let ability: LocationAbility | null = null
  for (const { position, event } of history) {
    if (position > until) break
    if (event.type === 'LocationDefined') definition = event.data
    else ability = event.data.ability
  }
  return definition === null ? null : { ...(definition as LocationDefinition), ability }
}
