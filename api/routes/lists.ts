import { z } from 'zod'
import { date } from '../../domain/capacity/fields.ts'
import { modes, waitedFor, waits } from '../../domain/installation/fields.ts'
import { coveredArea, serviceKind } from '../../domain/provider/fields.ts'
import { pushedStatuses } from '../../domain/publishing/statuses.ts'
import { channel } from '../../domain/shared/fields.ts'
import { listings } from '../../projections/catalogue/listings.ts'
import { locations } from '../../projections/catalogue/locations.ts'
import { shops } from '../../projections/catalogue/shops.ts'
import { skus } from '../../projections/catalogue/skus.ts'
import { channelPushes } from '../../projections/channel-pushes/channel-pushes.ts'
import { deadlines } from '../../projections/deadlines/deadlines.ts'
import { fulfilments } from '../../projections/fulfilments/fulfilments.ts'
import { installations } from '../../projections/installations/installations.ts'
import type { Projection } from '../../projections/projection.ts'
import { coverage, covering } from '../../projections/providers/coverage.ts'
import { providers } from '../../projections/providers/providers.ts'
import { traces } from '../../projections/traces/traces.ts'
import { waiting } from '../../projections/waiting/waiting.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { type App, answers } from '../app.ts'
import { instantOf } from '../reading/moments.ts'
import { findPage, given, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'

type Where = Record<string, Condition>
type Sort = readonly { readonly field: string; readonly direction: 'ascending' | 'descending' }[]

/** A list that shows documents of a read model as they are. */
interface List<Filters extends z.ZodRawShape> {
  readonly url: string
  readonly summary: string
  readonly tag: string
  readonly projection: Projection
  readonly filters: Filters
  readonly item: z.ZodType
  find(query: z.infer<z.ZodObject<Filters>>): { readonly where: Where; readonly sort: Sort }
}

const text = z.string().max(300).optional()
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const up = (...fields: readonly string[]): Sort => fields.map((field) => ({ field, direction: 'ascending' }))

const lastFirst: Sort = [{ field: 'lastAt', direction: 'descending' }]
const pushState = z.enum(['sending', 'retrying', 'taken', 'failed', 'dropped'])
const pushItem = z.looseObject({
  subject: z.string(),
  pushId: z.string(),
  channel,
  shop: z.string(),
  state: pushState,
  attempts: z.array(
    z.looseObject({ begunAt: z.int(), answeredAt: z.int().nullable(), outcome: z.string().nullable(), code: z.string().nullable() }),
  ),
})

function list<Filters extends z.ZodRawShape>(app: App, openModel: OpenModel, definition: List<Filters>): void {
  const { url, summary, tag, projection, filters, item } = definition
  const querystring = z.object({ ...pageQuery, ...filters })
  app.get(url, { schema: { summary, tags: [tag], querystring, response: answers(pageOf(item)) } }, async (request) => {
    const query = request.query as z.infer<z.ZodObject<typeof pageQuery>> & z.infer<z.ZodObject<Filters>>
    const model = await openModel<object>(projection, query.minPosition)
    const { items, next } = await findPage(model.collection, { ...definition.find(query), after: query.after, limit: query.limit })
    return { items, next, position: String(model.position) }
  })
}

export function listRoutes(app: App, openModel: OpenModel): void {
  list(app, openModel, {
    ...{ url: '/v1/fulfilments', summary: 'Work of locations; what is open when nothing is asked for', tag: 'fulfilment' },
    projection: fulfilments,
    filters: {
      ...{ location: text, status: text, open: flag.optional(), orderId: text, waybill: text },
      dueBefore: text.describe('Only what was to leave by this instant, longest due first: epoch milliseconds, or ISO 8601 with offset'),
      oldest: flag.optional().describe('The oldest work first'),
      overdue: z.enum(['sending', 'arrival']).optional().describe('What did not happen in time, and has not happened since'),
    },
    item: z.looseObject({ fulfilmentId: z.string(), orderId: z.string(), location: z.string(), state: z.string(), open: z.boolean() }),
    find({ location, status, open, orderId, waybill, dueBefore, oldest, overdue }) {
      const narrow = [location, status, orderId, waybill, overdue].some((each) => each !== undefined)
      const promisedBy = dueBefore === undefined ? undefined : { lte: instantOf('dueBefore', dueBefore) }
      const isOpen = open ?? (narrow ? undefined : true)
      const where = given<Condition>({ location, state: status, orderId, waybills: waybill, overdue, open: isOpen, promisedBy })
      if (promisedBy !== undefined) return { where, sort: up('promisedBy') }
      if (oldest === true) return { where, sort: up('requestedAt') }
      return { where, sort: narrow ? [{ field: 'requestedAt', direction: 'descending' }] : up('promisedBy') }
    },
  })
  list(app, openModel, {
    ...{
      url: '/v1/channel-publications',
      summary: 'How many units channels are told to show, each try with its time and outcome',
      tag: 'stock',
    },
    projection: channelPushes,
    filters: { channel: channel.optional(), shop: text, sku: text, state: pushState.optional() },
    item: pushItem.extend({ channelSku: z.string(), quantity: z.int(), shownQuantity: z.int().nullable() }),
    find: ({ channel, shop, sku, state }) => ({ where: given<Condition>({ kind: 'stock', channel, shop, sku, state }), sort: lastFirst }),
  })
  list(app, openModel, {
    ...{
      url: '/v1/status-pushes',
      summary: 'What channels are told of orders and of after-sales cases, each try with its time and outcome',
      tag: 'fulfilment',
    },
    projection: channelPushes,
    filters: { channel: channel.optional(), shop: text, order: text, state: pushState.optional() },
    item: pushItem.extend({ orderId: z.string() }),
    find: ({ channel, shop, order, state }) => ({
      where: given<Condition>({ kind: { in: pushedStatuses }, channel, shop, orderId: order, state }),
      sort: lastFirst,
    }),
  })
  list(app, openModel, {
    ...{ url: '/v1/deadlines', summary: 'What is decided next unless something happens before', tag: 'operation' },
    projection: deadlines,
    filters: { kind: z.enum(['unpaid', 'balance', 'backorder', 'audit', 'return', 'accept']).optional() },
    item: z.looseObject({ kind: z.string(), orderId: z.string(), dueAt: z.int() }),
    find: ({ kind }) => ({ where: given<Condition>({ kind }), sort: up('dueAt') }),
  })
  list(app, openModel, {
    ...{ url: '/v1/waiting', summary: 'Processes at rest until something wakes them', tag: 'operation' },
    projection: waiting,
    filters: { process: text, key: text },
    item: z.looseObject({ process: z.string(), instanceId: z.string(), forWhat: z.string(), keys: z.array(z.string()) }),
    find: ({ process, key }) => ({
      where: given<Condition>({ process, keys: key }),
      sort: process === undefined && key === undefined ? up('dueAt') : up('since'),
    }),
  })
  catalogueLists(app, openModel)
  serviceLists(app, openModel)
}

function serviceLists(app: App, openModel: OpenModel): void {
  list(app, openModel, {
    ...{ url: '/v1/installations', summary: 'Work cards of crews; what is open when nothing is asked for', tag: 'capacity' },
    projection: installations,
    filters: {
      ...{ orderId: text, provider: text, date: date.optional(), status: text, open: flag.optional() },
      stalled: z
        .union([waitedFor, z.literal('any')])
        .optional()
        .describe('Only what waits in vain, for this or for anything, and so for somebody to see to it'),
    },
    item: z.looseObject({ installationId: z.string(), orderId: z.string(), state: z.string(), open: z.boolean(), mode: z.enum(modes) }),
    find({ orderId, provider, date: of, status, open, stalled }) {
      const narrow = orderId !== undefined || provider !== undefined || of !== undefined || status !== undefined
      const inVain = stalled === 'any' ? { in: [...waits] } : stalled
      const where = given<Condition>({
        ...{ orderId, provider, date: of, state: status, stalled: inVain, open: open ?? (narrow ? undefined : true) },
      })
      return { where, sort: provider === undefined ? up('requestedAt') : up('date') }
    },
  })
  list(app, openModel, {
    ...{ url: '/v1/traces', summary: 'Traces of carriers; those somebody has to see to when nothing is asked for', tag: 'fulfilment' },
    projection: traces,
    filters: { waybill: text, open: flag.optional() },
    item: z.looseObject({ reporter: z.string(), waybill: z.string().nullable(), state: z.string(), open: z.boolean() }),
    find: ({ waybill, open }) => ({
      where: given<Condition>({ waybill, open: open ?? (waybill === undefined ? true : undefined) }),
      sort: [{ field: 'lastAt', direction: 'descending' }],
    }),
  })
  list(app, openModel, {
    ...{ url: '/v1/providers', summary: 'Service providers', tag: 'capacity' },
    projection: providers,
    filters: {},
    item: z.looseObject({ provider: z.string(), name: z.string() }),
    find: () => ({ where: {}, sort: up('id') }),
  })
  list(app, openModel, {
    ...{ url: '/v1/coverage', summary: 'Which provider does which service where, for what, and when', tag: 'capacity' },
    projection: coverage,
    filters: {
      ...{ provider: text, category: text, brand: text, serviceKind: serviceKind.optional() },
      area: coveredArea.optional().describe('Division code: what is done there, as said of it or of an area it lies in'),
      at: text.describe('What is in force at this instant: epoch milliseconds, or ISO 8601 with offset'),
    },
    item: z.looseObject({ provider: z.string(), serviceKind, area: z.string(), validFrom: z.int(), validTo: z.int().nullable() }),
    find: ({ provider, at, ...wanted }) => ({
      where: { ...given<Condition>({ provider }), ...covering({ ...wanted, at: at === undefined ? undefined : instantOf('at', at) }) },
      sort: provider === undefined ? up('area', 'provider') : up('provider', 'area'),
    }),
  })
}

function catalogueLists(app: App, openModel: OpenModel): void {
  list(app, openModel, {
    ...{ url: '/v1/skus', summary: 'Stock SKUs and bundles', tag: 'catalogue' },
    projection: skus,
    filters: { sku: text, category: text, brand: text, barCode: text },
    item: z.looseObject({ sku: z.string(), name: z.string(), category: z.string(), brand: z.string() }),
    find: ({ sku, category, brand, barCode }) => ({
      where: given<Condition>({ id: sku, category, brand, barCode }),
      sort: category === undefined && brand === undefined ? up('id') : up('sku'),
    }),
  })
  list(app, openModel, {
    ...{ url: '/v1/locations', summary: 'Warehouses, stores, suppliers', tag: 'catalogue' },
    projection: locations,
    filters: { location: text, area: text, active: flag.optional() },
    item: z.looseObject({ location: z.string(), name: z.string(), active: z.boolean(), areas: z.array(z.string()) }),
    find: ({ location, area, active }) => ({
      where: given<Condition>({ id: location, areas: area, active }),
      sort: area === undefined && active === undefined ? up('id') : up('location'),
    }),
  })
  list(app, openModel, {
    ...{ url: '/v1/shops', summary: 'Shops of channels', tag: 'catalogue' },
    projection: shops,
    filters: { channel: channel.optional() },
    item: z.looseObject({ channel, shop: z.string(), name: z.string() }),
    find: ({ channel: of }) => ({ where: given<Condition>({ channel: of }), sort: up('channel', 'shop') }),
  })
  list(app, openModel, {
    ...{ url: '/v1/listings', summary: 'What channels sell, and which SKU of ours it is', tag: 'catalogue' },
    projection: listings,
    filters: { channel: channel.optional(), shop: text, channelSku: text, sku: text },
    item: z.looseObject({ channel, shop: z.string(), channelSku: z.string(), skus: z.array(z.string()) }),
    find: ({ channel: of, shop, channelSku, sku }) => ({
      where: given<Condition>({ channel: of, shop, channelSku, skus: sku }),
      sort: sku === undefined ? up('channel', 'shop', 'channelSku') : up('id'),
    }),
  })
}
