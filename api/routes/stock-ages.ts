import { z } from 'zod'
import { dayMs } from '../../domain/shared/china-day.ts'
import { country } from '../../domain/shared/region.ts'
import { type StockAge, stockAges } from '../../projections/stock-ages/stock-ages.ts'
import { type AreaStock, stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { stockInArea } from '../../projections/stock-map/place.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { type App, answers } from '../app.ts'
import { ageDocument, shownAge } from '../documents/stock-ages.ts'
import { momentOf } from '../reading/moment-of.ts'
import { asOf, findPage, given, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenStock } from '../reading/stock-at.ts'
import type { LedgerServices } from '../services.ts'

const text = z.string().max(200).optional()
const categories = z
  .string()
  .max(1_000)
  .optional()
  .describe('Categories, separated by commas')
  .transform((given) => given?.split(',').filter((each) => each !== ''))
const bounds = z
  .string()
  .regex(/^\d{1,5}(,\d{1,5}){0,11}$/)
  .default('30,60,90,180,365')
  .describe('Days at which an age ends and the next begins')
  .transform((given) => [...new Set(given.split(',').map(Number))].filter((days) => days > 0).sort((one, other) => one - other))
const weeks = z.coerce.number().int().min(1).max(65).default(13).describe('Weeks in which sales are counted')
const idleDays = z.coerce.number().int().min(0).max(36_500).optional().describe('Only what has not sold for so many days')

const mover = ageDocument.extend({
  availableToPromise: z.int().describe('Units that may be promised, at all locations together'),
  inTransit: z.int().describe('Units on their way from one location to another'),
  locations: z.int().describe('Locations that have, or had, it'),
  pace: z
    .enum(['dead', 'slow', 'moving'])
    .describe('Nothing sold in the weeks asked for; fewer than `slowBelow` units; or at least as many'),
})

const longestIdleFirst = [{ field: 'idleSince', direction: 'ascending' }] as const

/** How long stock lies, and what does not move: from the receipts and sales themselves, seen from any instant. */
export function stockAgeRoutes(app: App, { events, settings }: Pick<LedgerServices, 'events' | 'settings'>, openStock: OpenStock): void {
  const openAges = async (when: { readonly asOf?: string | undefined; readonly minPosition?: string | undefined }) => {
    const model = await openStock<StockAge>(stockAges, when)
    return { model, at: await momentOf(events, when.asOf, model.position, settings.clock.now()) }
  }
  const idleBefore = (at: number, days: number | undefined): Condition | undefined =>
    days === undefined ? undefined : { lte: at - days * dayMs }

  app.get(
    '/v1/stock-ages',
    {
      schema: {
        summary: 'How long sellable units have lain, by the day they came in, the longest not sold first',
        tags: ['stock'],
        querystring: z.object({
          ...pageQuery,
          level: z.enum(['location', 'all']).default('location').describe('Each location by itself, or all together'),
          ...{ sku: text, location: text, category: categories, buckets: bounds, weeks, idleDays, asOf },
          area: z
            .string()
            .regex(/^(CN|\d{6})$/)
            .optional()
            .describe('Division code: locations in that area'),
        }),
        response: answers(pageOf(ageDocument)),
      },
    },
    async ({ query }) => {
      const { level, sku, location, category, area, buckets, after, limit } = query
      const { model, at } = await openAges(query)
      const where = given<Condition>({
        ...{ level, stocked: true, sku, location, areas: area, category: category && { in: category } },
        idleSince: idleBefore(at, query.idleDays),
      })
      const { items, next } = await findPage(model.collection, { where, sort: longestIdleFirst, after, limit })
      return { items: items.map((age) => shownAge(age, at, buckets, query.weeks)), next, position: String(model.position) }
    },
  )

  app.get(
    '/v1/stock-movers',
    {
      schema: {
        summary: 'Spare parts, consumables and all that sells seldom: pooled over all locations, the longest not sold first',
        tags: ['stock'],
        querystring: z.object({
          ...pageQuery,
          ...{ category: categories, buckets: bounds, weeks, idleDays, asOf },
          slowBelow: z.coerce
            .number()
            .int()
            .min(1)
            .max(1_000_000)
            .default(4)
            .describe('Units sold in the weeks asked for below which it is slow'),
        }),
        response: answers(pageOf(mover)),
      },
    },
    async ({ query }) => {
      const { category, buckets, after, limit, slowBelow } = query
      const { model, at } = await openAges(query)
      const where = given<Condition>({
        ...{ level: 'all', stocked: true, category: category && { in: category }, idleSince: idleBefore(at, query.idleDays) },
      })
      const { items, next } = await findPage(model.collection, { where, sort: longestIdleFirst, after, limit })
      const pooled = await openStock<AreaStock>(stockByArea, query)
      const countries = await pooled.collection.get(items.map(({ sku }) => stockInArea(sku, country)))
      const counts = new Map(countries.flatMap(({ body }) => (body === null ? [] : [[body.sku, body] as const])))
      const shown = items.map((age) => {
        const { availableToPromise = 0, inTransit = 0, locations = 0 } = counts.get(age.sku) ?? {}
        const document = shownAge(age, at, buckets, query.weeks)
        const pace = document.soldUnits === 0 ? 'dead' : document.soldUnits < slowBelow ? 'slow' : 'moving'
        return { ...document, availableToPromise, inTransit, locations, pace }
      })
      return { items: shown, next, position: String(model.position) }
    },
  )
}
