import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { accessEvents } from '../domain/access/events.ts'
import { afterSalesEvents } from '../domain/after-sales/events.ts'
import { capacityEvents } from '../domain/capacity/events.ts'
import { catalogueEvents } from '../domain/catalogue/events.ts'
import { channelEvents } from '../domain/channel/events.ts'
import { deploymentEvents } from '../domain/deployment/events.ts'
import { fulfilmentEvents } from '../domain/fulfilment/events.ts'
import { installationEvents } from '../domain/installation/events.ts'
import { mergingEvents } from '../domain/merging/events.ts'
import { orderEvents } from '../domain/order/events.ts'
import { personEvents } from '../domain/person/events.ts'
import { policyEvents } from '../domain/policy/events.ts'
import { processEvents } from '../domain/process/events.ts'
import { providerEvents } from '../domain/provider/events.ts'
import { publishingEvents } from '../domain/publishing/events.ts'
import { serialEvents } from '../domain/serial/events.ts'
import type { EventDefinition, EventDefinitions } from '../domain/shared/event.ts'
import { stockEvents } from '../domain/stock/events.ts'
import { traceEvents } from '../domain/trace/events.ts'
import { wmsEvents } from '../domain/wms/events.ts'

/** Writes `docs/events.md` when run: `node replay/document-events.ts`. */

const sections: readonly (readonly [title: string, streams: string, events: EventDefinitions])[] = [
  ['Channel messages', 'message-<channel>.<shop>.<message id>', channelEvents],
  ['Orders', 'order-<channel>.<shop>.<channel order id>', orderEvents],
  ['Merging', 'merging-<channel>.<shop or owner>.<fingerprint>', mergingEvents],
  ['Stock', 'stock-<sku>@<location>', stockEvents],
  ['Serial numbers', 'serial-<maker>.<serial number>', serialEvents],
  ['Fulfilments', 'fulfilment-<order>.<attempt>@<location>', fulfilmentEvents],
  ['Traces of carriers', 'trace-<reporter>.<waybill>, trace-<reporter>@<message id>', traceEvents],
  ['Warehouse systems', 'wms-<fulfilment id>, wmsmessage-<location>.<message id>', wmsEvents],
  [
    'What channels are told',
    'push-stock.<channel>.<shop>.<channel sku>, push-<fulfilment id>, push-order.<order id>, push-card.<work card>, push-case.<after-sales case>',
    publishingEvents,
  ],
  ['Capacity', 'capacity-<area>@<date>', capacityEvents],
  ['Service providers', 'provider-<provider>', providerEvents],
  ['Installations', 'installation-<installation id>', installationEvents],
  ['After-sales', 'aftersales-<channel>.<shop>.<refund id>', afterSalesEvents],
  ['Catalogue', 'sku-<sku>, location-<location>, shop-<channel>.<shop>, listing-<channel>.<shop>.<channel sku>', catalogueEvents],
  ['Policies', 'policy-<name>', policyEvents],
  ['Processes', 'process-<name>.<instance>', processEvents],
  ['Deployment of processes', 'deployment-processes', deploymentEvents],
  ['Access keys', 'access-<key id>', accessEvents],
  ['People', 'person-<person id>', personEvents],
]

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly personal?: boolean
  readonly enum?: readonly unknown[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly anyOf?: readonly JsonSchema[]
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`
  return schema.type === undefined ? 'any' : [schema.type].flat().join(' or ')
}

const isPersonal = (schema: JsonSchema): boolean => schema.personal === true || (schema.anyOf ?? []).some(isPersonal)
const descriptionOf = (schema: JsonSchema): string =>
  schema.description ?? schema.anyOf?.map(descriptionOf).find((text) => text !== '') ?? ''
const objectIn = (schema: JsonSchema): JsonSchema | undefined =>
  [schema, schema.items, ...(schema.anyOf ?? [])].find((each) => each?.properties !== undefined)

function rows(schema: JsonSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const mark = isPersonal(field) ? ' **sealed**' : ''
    const inner = objectIn(field)
    const row = `| \`${path}${name}\` | ${cell(typeOf(field))} | ${cell(descriptionOf(field))}${mark} |`
    return [row, ...(inner === undefined ? [] : rows(inner, `${path}${name}${field.items === undefined ? '.' : '[].'}`))]
  })
}

function eventText(type: string, { description, data, version = 1 }: EventDefinition): string {
  const schema = z.toJSONSchema(data, { io: 'output', unrepresentable: 'any' }) as JsonSchema
  return [
    `### ${type}`,
    '',
    `${description}. Schema version ${version}.`,
    '',
    '| field | type | meaning |',
    '|---|---|---|',
    ...rows(schema, ''),
    '',
  ].join('\n')
}

export const eventsDocument = (): string =>
  [
    '# Events',
    '',
    'Every event of the ledger, made from the schemas it is checked against (`node replay/document-events.ts`). Amounts are integer fen, instants',
    'epoch milliseconds, ids text. Sealed fields hold ciphertext. Each event also carries `occurredAt`, `$correlationId`, `$causationId`,',
    '`commandId`, `actor` and `schemaVersion` as metadata.',
    '',
    ...sections.flatMap(([title, streams, events]) => [
      `## ${title}`,
      '',
      `Streams: \`${streams}\``,
      '',
      ...Object.entries(events).map(([type, definition]) => eventText(type, definition)),
    ]),
  ].join('\n')

if (import.meta.main) writeFileSync('docs/events.md', eventsDocument())
