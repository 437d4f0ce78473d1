import type { Settings } from '../settings.ts'
import type { DocumentsAdapter, EventsAdapter } from './adapter.ts'
import { embeddedDocuments, embeddedEvents } from './embedded.ts'
import { mongoDbDocuments } from './mongodb.ts'

/** Adapters by the scheme of the setting that names a location: `<scheme>:<where>`. */
type Choice<Adapter> = ReadonlyMap<string, { readonly form: string; readonly at: (location: string) => Adapter }>

const whereIn = (location: string): string => location.slice(location.indexOf(':') + 1)

/** Another way to keep events, or documents, is a line here. */
const forEvents: Choice<EventsAdapter> = new Map([
  ['embedded', { form: 'embedded:<folder>', at: (location) => embeddedEvents(whereIn(location)) }],
])
const forDocuments: Choice<DocumentsAdapter> = new Map([
  ['embedded', { form: 'embedded:<folder>', at: (location) => embeddedDocuments(whereIn(location)) }],
  ['mongodb', { form: 'mongodb://<host>/<database>', at: mongoDbDocuments }],
  ['mongodb+srv', { form: 'mongodb+srv://<host>/<database>', at: mongoDbDocuments }],
])

export const eventsOf = ({ events }: Settings): EventsAdapter => choose(forEvents, 'LEDGER_EVENTS', events)
export const documentsOf = ({ readModels }: Settings): DocumentsAdapter => choose(forDocuments, 'LEDGER_READ_MODELS', readModels)

function choose<Adapter>(choice: Choice<Adapter>, name: string, location: string): Adapter {
  const chosen = choice.get(location.slice(0, Math.max(0, location.indexOf(':'))))
  if (chosen !== undefined && whereIn(location) !== '') return chosen.at(location)
  const forms = [...choice.values()].map(({ form }) => form)
  throw new Error(`${name}=${location} is not understood: give ${forms.join(' or ')}`)
}
