import { z } from 'zod'
import { eventDefinitions } from '../../domain/events.ts'
import type { EventDefinition } from '../../domain/shared/event.ts'

/** The schema of an event's data and those it refers to, by their names in this document. */
function schemasOf(type: string, definition: EventDefinition): Record<string, object> {
  const text = JSON.stringify(z.toJSONSchema(definition.data, { io: 'output' })).replaceAll('"#/$defs/', `"#/components/schemas/${type}.`)
  const { $schema: _, $defs = {}, ...schema } = JSON.parse(text) as { $schema?: string; $defs?: Record<string, object> }
  return { [type]: schema, ...Object.fromEntries(Object.entries($defs).map(([name, inner]) => [`${type}.${name}`, inner])) }
}

const attribute = (description: string) => ({ type: 'string', description })
const envelope = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: attribute('Id of the event, the same for ever'),
    source: { const: '/order-ledger' },
    subject: attribute('Stream'),
    time: attribute('When it happened in the world, ISO 8601'),
    position: attribute('Log position, in decimal: resume after it'),
    revision: { type: 'integer', description: 'Place in its stream, from 0' },
    recordedtime: attribute('When it was recorded, ISO 8601'),
    correlationid: attribute('What it is all about'),
    causationid: attribute('What caused it'),
    actor: attribute('Who asked: key:<key id>, channel:<channel>, process:<name>, timer'),
  },
}

/** The events of the ledger as an AsyncAPI document, made from their definitions. */
export function asyncApiDocument(version: string): object {
  const definitions = Object.entries<EventDefinition>(eventDefinitions)
  const reference = (type: string) => ({ $ref: `#/components/messages/${type}` })
  const messages = Object.fromEntries(definitions.map(([type]) => [type, reference(type)]))
  return {
    asyncapi: '3.0.0',
    info: { title: 'order-ledger events', version, description: 'Every event of the ledger as a CloudEvent, over server-sent events.' },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      events: { address: '/v1/events', description: 'Server-sent events; personal data is sealed text', messages },
    },
    operations: {
      follow: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        messages: definitions.map(([type]) => ({ $ref: `#/channels/events/messages/${type}` })),
      },
    },
    components: {
      schemas: Object.assign({ CloudEvent: envelope }, ...definitions.map(([type, definition]) => schemasOf(type, definition))),
      messages: Object.fromEntries(
        definitions.map(([type, { description }]) => [
          type,
          {
            name: type,
            summary: description,
            payload: {
              allOf: [
                { $ref: '#/components/schemas/CloudEvent' },
                { type: 'object', properties: { type: { const: type }, data: { $ref: `#/components/schemas/${type}` } } },
              ],
            },
          },
        ]),
      ),
    },
  }
}
