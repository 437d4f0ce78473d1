import { z } from 'zod'
import { area, date, pathOfArea, slot } from '../../domain/capacity/fields.ts'
import { modes } from '../../domain/installation/fields.ts'
import { channel, quantity, sku } from '../../domain/shared/fields.ts'
import { type App, answers } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { mayUse } from '../auth/principal.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const flag = z.enum(['true', 'false']).default('false')

const offer = z.object({
  inStock: z.boolean(),
  missing: z.array(z.object({ sku: z.string(), quantity: z.int() })).describe('Units nobody has'),
  locations: z.array(z.string()).describe('Where it would leave from'),
  leavesOn: date.nullable(),
  arrivesOn: date.nullable().describe('The day the buyer would have it'),
  visits: z
    .array(z.object({ mode: z.enum(modes), date, slot, free: z.int().positive().describe('Visits that may still be booked') }))
    .describe('When a crew could install it, the soonest first'),
  policies: z.array(z.object({ name: z.string(), version: z.int() })).describe('Which rules decided'),
})

export function deliveryOfferRoutes(app: App, { deliveryOffers }: Pick<LedgerServices, 'deliveryOffers'>): void {
  app.get(
    '/v1/delivery-offers',
    {
      schema: {
        summary: 'When a buyer who orders now could have it, and when it could be installed: from stock, days of transport and free slots',
        description: 'Nothing is promised by asking: stock and slots are promised to orders.',
        tags: ['capacity'],
        querystring: z.object({
          sku,
          quantity: z.coerce.number().pipe(quantity()).default(1),
          area: area.describe('Division code of the district it goes to'),
          channel,
          install: flag.describe('Whether it is to be installed'),
          picksUpOldUnit: flag.describe('Whether an old unit is to be taken away'),
        }),
        response: answers(offer),
      },
    },
    async (request) => {
      const { sku: of, quantity: units, area: to, channel: by, install, picksUpOldUnit } = request.query
      if (!mayUse(askerOf(request), by)) throw new Problem('FORBIDDEN', 'this key is for other channels')
      const offered = await deliveryOffers({
        ...{
          sku: of,
          quantity: units,
          shipTo: pathOfArea(to),
          channel: by,
          install: install === 'true',
          picksUpOldUnit: picksUpOldUnit === 'true',
        },
      })
      if ('accepted' in offered) throw problemOfRejection(offered)
      const { delivery, visits, policies } = offered
      if (!delivery.inStock)
        return {
          inStock: false,
          missing: [...delivery.missing],
          locations: [],
          leavesOn: null,
          arrivesOn: null,
          visits: [],
          policies: [...policies],
        }
      const { locations, leavesOn, arrivesOn } = delivery
      return { inStock: true, missing: [], locations: [...locations], leavesOn, arrivesOn, visits: [...visits], policies: [...policies] }
    },
  )
}
