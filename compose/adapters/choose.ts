import { SettingError } from '../setting-error.ts'
import type { Settings } from '../settings.ts'
import type { DocumentsAdapter, EventsAdapter } from './adapter.ts'
import { embeddedDocuments, embeddedEvents } from './embedded.ts'
import { eventStoreDbEvents } from './eventstoredb.ts'
import { mongoDbDocuments } from './mongodb.ts'

/** Adapters by the scheme of the setting that names a location: `<scheme>:<where>`. */
type Choice<Adapter> = ReadonlyMap<
  string,
  { readonly form: string; readonly at: (location: string, settings: Settings, name: string) => Adapter }
>

const whereIn = (location: string): string => location.slice(location.indexOf(':') + 1)

/** Another way to keep events, or documents, is a line here. */
const forEvents: Choice<EventsAdapter> = new Map([
  ['embedded', { form: 'embedded:<folder>', at: (location) => embeddedEvents(whereIn(location)) }],
  ['esdb', { form: 'esdb://<host>', at: eventStoreDbEvents }],
  ['esdb+discover', { form: 'esdb+discover://<host>', at: eventStoreDbEvents }],
  ['kurrentdb', { form: 'kurrentdb://<host>', at: eventStoreDbEvents }],
  ['kurrentdb+discover', { form: 'kurrentdb+discover://<host>', at: eventStoreDbEvents }],
])
const forDocuments: Choice<DocumentsAdapter> = new Map([
  ['embedded', { form: 'embedded:<folder>', at: (location) => embeddedDocuments(whereIn(location)) }],
  ['mongodb', { form: 'mongodb://<host>/<database>', at: mongoDbDocuments }],
  ['mongodb+srv', { form: 'mongodb+srv://<host>/<database>', at: mongoDbDocuments }],
])

export const eventsOf = (settings: Settings): EventsAdapter => choose(forEvents, 'LEDGER_EVENTS', settings.events, settings)

/** Events of another place than the ledger's own; `name` is what the user gave the location by. */
export const eventsAt = (location: string, name: string, settings: Settings): EventsAdapter => choose(forEvents, name, location, settings)

export const documentsOf = (settings: Settings): DocumentsAdapter =>
  choose(forDocuments, 'LEDGER_READ_MODELS', settings.readModels, settings)

/** The folder of the events. Throws in words a user understands where a server keeps them, which has a door of its own. */
export function folderForDoor(settings: Settings): string {
  const { folder } = eventsOf(settings)
  if (folder !== null) return folder
  throw new SettingError('the events are on a server, which speaks the protocol of the gRPC door itself: leave LEDGER_GRPC_PORT out')
}

/** A location as it may be shown and logged: what may be credentials or options is left out. */
export const withoutSecrets = (location: string): string => location.replace(/^([\w+]*:\/\/)?.*@/s, '$1…@').replace(/\?.*$/s, '?…')

function choose<Adapter>(choice: Choice<Adapter>, name: string, location: string, settings: Settings): Adapter {
  const chosen = choice.get(location.slice(0, Math.max(0, location.indexOf(':'))))
  if (chosen !== undefined && whereIn(location) !== '') return chosen.at(location, settings, name)
  const forms = [...choice.values()].map(({ form }) => form)
  throw new SettingError(`${name}=${withoutSecrets(location)} is not understood: give ${forms.join(' or ')}`)
}
