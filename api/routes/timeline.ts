import { z } from 'zod'
import { decode } from '../../domain/codec.ts'
import type { LedgerEvent } from '../../domain/shared/event.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { timelineStreams } from '../../projections/order-pool/timeline.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { revealed } from '../documents/order.ts'
import { Problem } from '../problem.ts'
import { positionAsOf } from '../reading/moments.ts'
import { asOf, minPosition } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

export const timelineEvent = z.object({
  stream: z.string(),
  revision: z.int(),
  position,
  type: z.string(),
  occurredAt: z.int().describe('In the world, epoch milliseconds'),
  recordedAt: z.int().describe('In the log, epoch milliseconds'),
  actor: z.string(),
  data: z.record(z.string(), z.unknown()).describe('Without the payloads of messages, which an exception shows'),
})

/** Far beyond any order's life; what comes after is told to be missing. */
const mostEvents = 5_000

export function timelineRoutes(
  app: App,
  { events, reveal, processes }: Pick<LedgerServices, 'events' | 'reveal' | 'processes'>,
  openModel: OpenModel,
): void {
  const names = processes.map(({ name }) => name)
  app.get(
    '/v1/orders/:orderId/timeline',
    {
      schema: {
        summary: "Everything that happened about an order, in the log's order",
        tags: ['orders'],
        params: z.object({ orderId: z.string().max(600) }),
        querystring: z.object({ asOf, minPosition }),
        response: answers(z.object({ events: z.array(timelineEvent), more: z.boolean().describe('Whether events are left out') })),
      },
    },
    async (request) => {
      const { params, query } = request
      const until = query.asOf === undefined ? null : await positionAsOf(events, query.asOf)
      const model = await openModel<PooledOrder>(orderPool, query.minPosition ?? (until === null ? undefined : String(until)))
      const order = (await model.collection.get([params.orderId]))[0]?.body
      if (order == null) throw new Problem('ORDER_UNKNOWN')
      const told = await eventsOfStreams(events, timelineStreams(order, names), until)
      const shown = told.slice(0, mostEvents).map(shownEvent)
      return { events: await revealed(reveal, shown, askerOf(request).role), more: told.length > mostEvents || order.moreStreams > 0 }
    },
  )
}

/** Events of some streams up to a position, in log order; at most one more than is shown. */
export async function eventsOfStreams(events: EventStore, streams: readonly string[], until: bigint | null): Promise<LedgerEvent[]> {
  const told: LedgerEvent[] = []
  for (const stream of streams) {
    for await (const page of events.readStream(stream, { maxCount: mostEvents + 1 })) {
      for (const event of page) if (until === null || event.position <= until) told.push(decode(event))
    }
  }
  return told.sort((one, other) => (one.position < other.position ? -1 : 1))
}

export function shownEvent({ stream, revision, position: at, type, metadata, recordedAt, data }: LedgerEvent): object {
  const { payload: _, ...rest } = data as Record<string, unknown>
  const { occurredAt, actor } = metadata
  return { stream, revision, position: String(at), type, occurredAt, recordedAt, actor, data: rest }
}
