import { z } from 'zod'
import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import { type App, answers } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { revealed } from '../documents/order.ts'
import { Problem } from '../problem.ts'
import type { LedgerServices } from '../services.ts'
import { eventsOfStreams, shownEvent, timelineEvent } from './timeline.ts'

const afterSalesCase = z.looseObject({ afterSalesId: z.string(), orderId: z.string(), phase: z.string() })

export function afterSalesRoutes(app: App, { bus, events, reveal }: Pick<LedgerServices, 'bus' | 'events' | 'reveal'>): void {
  app.get(
    '/v1/after-sales/:afterSalesId',
    {
      schema: {
        summary: 'One after-sales case: how it stands, and what happened',
        tags: ['orders'],
        params: z.object({ afterSalesId: z.string().max(600) }),
        response: answers(z.object({ case: afterSalesCase, events: z.array(timelineEvent) })),
      },
    },
    async (request) => {
      const { afterSalesId } = request.params
      const state = await bus.look(afterSalesAggregate, afterSalesId)
      if (state === null) throw new Problem('AFTER_SALES_UNKNOWN')
      const told = await eventsOfStreams(events, [streamName(afterSalesAggregate.category, afterSalesId)], null)
      const shown = await revealed(reveal, told.map(shownEvent), askerOf(request).role)
      return { case: afterSalesAggregate.freeze(state) as z.infer<typeof afterSalesCase>, events: shown }
    },
  )
}
