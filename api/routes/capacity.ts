import { z } from 'zod'
import { category, date, provider, slot } from '../../domain/capacity/fields.ts'
import { coveredArea } from '../../domain/provider/fields.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import { type SlotDocument, slotCalendar } from '../../projections/slot-calendar/slot-calendar.ts'
import { createAsOf } from '../../replay/as-of/as-of.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { type App, answers } from '../app.ts'
import { Problem } from '../problem.ts'
import { positionAsOf } from '../reading/moments.ts'
import { asOf, findPage, given, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { ApiOptions } from '../services.ts'

const visits = (description: string) => z.int().nonnegative().describe(description)

const slotDocument = z.object({
  area: z.string(),
  areas: z.array(z.string()).describe('Every area it lies in, from the country down'),
  date: z.string(),
  provider: z.string(),
  slot: z.string(),
  category: z.string().nullable().describe('The only category it is for; null when it is for whatever the provider services'),
  quantity: visits('Visits the crews can make'),
  overbookPercent: visits('Percent of them that may be booked on top'),
  bookable: visits('Visits that may be booked in all'),
  held: visits('Promised, and not confirmed yet'),
  confirmed: visits('Confirmed, and not made yet'),
  consumed: visits('Made'),
  free: visits('May still be booked'),
})

const filters = z.object({
  ...pageQuery,
  area: coveredArea.optional().describe('Division code: everything in that area'),
  date: date.optional(),
  from: date.optional().describe('First day'),
  to: date.optional().describe('Last day'),
  provider: provider.optional(),
  slot: slot.optional(),
  category: category.optional().describe('Slots that are for this category alone'),
  free: z.enum(['true']).optional().describe('Only slots with visits that may still be booked'),
  asOf,
})
type Filters = z.infer<typeof filters>

export function capacityRoutes(app: App, { ledger, scratch }: Pick<ApiOptions, 'ledger' | 'scratch'>, openModel: OpenModel): void {
  const { events, documents } = ledger
  const past = createAsOf({ events, documents, scratch })

  app.get(
    '/v1/capacity',
    {
      schema: {
        summary: 'The calendar of slots: what each provider offers per area and day, what is taken, and what is free',
        tags: ['capacity'],
        querystring: filters,
        response: answers(pageOf(slotDocument)),
      },
    },
    async ({ query }) => {
      if (query.asOf !== undefined) {
        const until = await positionAsOf(events, query.asOf)
        const { area, date: day } = ofOneDay(query)
        const slots = await past.capacity(area, day, until)
        return { items: slots.filter((each) => fits(each, query)).sort(bySlot), next: null, position: String(until) }
      }
      const model = await openModel<SlotDocument>(slotCalendar, query.minPosition)
      const { items, next } = await findPage(model.collection, {
        ...{ where: whereOf(query), sort: [{ field: 'date', direction: 'ascending' }], after: query.after, limit: query.limit },
      })
      return { items, next, position: String(model.position) }
    },
  )
}

function whereOf({ area, date: day, from, to, provider: of, slot: part, category: only, free }: Filters): Record<string, Condition> {
  const days = day ?? (from === undefined && to === undefined ? undefined : { gte: from ?? '', ...(to === undefined ? {} : { lte: to }) })
  return given<Condition>({
    ...{ areas: area, date: days, provider: of, slot: part, category: only },
    free: free === undefined ? undefined : { gt: 0 },
  })
}

/** Each area and day is a stream of its own, and its past is folded from that stream. */
function ofOneDay({ area, date: day }: Filters): { readonly area: string; readonly date: string } {
  if (area !== undefined && day !== undefined) return { area, date: day }
  throw new Problem('BAD_REQUEST', 'asOf: goes with area and date, and shows what is offered for exactly that area on that day')
}

const fits = (one: SlotDocument, { provider: of, slot: part, category: only, free }: Filters): boolean =>
  (of === undefined || one.provider === of) &&
  (part === undefined || one.slot === part) &&
  (only === undefined || one.category === only) &&
  (free === undefined || one.free > 0)

/** As the calendar of today is shown for one area and day: by provider and slot, what is for one category alone after what is for all. */
const placeOf = ({ provider: of, slot: part, category: only }: SlotDocument): string => streamKey([of, part, only ?? ''])
const bySlot = (one: SlotDocument, other: SlotDocument): number => (placeOf(one) < placeOf(other) ? -1 : 1)
