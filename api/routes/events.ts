import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { definitionOf } from '../../domain/events.ts'
import type { RecordedEvent } from '../../stores/events/port.ts'
import { type App, answers } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { mayUse, validKey } from '../auth/principal.ts'
import type { ApiLimits } from '../limits.ts'
import { cloudEventOf } from '../live/cloud-event.ts'
import type { EventHub } from '../live/event-hub.ts'
import { followLog } from '../live/follow-log.ts'
import type { OpenStreams } from '../live/open-streams.ts'
import { frame, openServerSent, type ServerSent } from '../live/server-sent.ts'
import type { Counters } from '../metrics/counters.ts'
import { forLog, Problem } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const commaSeparated = z
  .string()
  .max(4_000)
  .optional()
  .transform((text) => (text ?? '').split(',').filter((word) => word !== ''))
const query = z.object({
  after: z
    .string()
    .regex(/^(\d{1,19}|head)$/)
    .optional()
    .describe(
      'Position to go on after; `head` for what comes from now on. From the first event when neither this nor Last-Event-ID is given',
    ),
  types: commaSeparated.describe('Event types, comma-separated'),
  streams: commaSeparated.describe('Prefixes of stream names, comma-separated; with types, both must match'),
})

/** Positions are told at least this often, so that a resumed stream skips what nothing matched in. */
const tellPositionMs = 5_000

export interface LiveServices {
  readonly limits: ApiLimits
  readonly counters: Counters
  readonly streams: OpenStreams
}

export function eventRoutes(
  app: App,
  { events, bus }: Pick<LedgerServices, 'events' | 'bus'>,
  hub: EventHub,
  { limits, counters, streams }: LiveServices,
): void {
  const open = (reply: FastifyReply, keyId: string): ServerSent =>
    streams.add(() => openServerSent(reply, { ...limits, stillAllowed: async () => (await validKey(bus, keyId)) !== null }))

  app.get(
    '/v1/events',
    {
      schema: {
        summary: 'Every event of the ledger as server-sent CloudEvents, from any position on, then live; personal data stays sealed',
        description:
          'The id of each event is its position: EventSource resumes by itself. An event named `position` says how far the log was seen.',
        tags: ['events'],
        querystring: query,
        headers: z.looseObject({ 'last-event-id': z.string().max(40).optional() }),
        response: answers(z.string().describe('text/event-stream')),
      },
    },
    async (request, reply) => {
      const asker = askerOf(request)
      const { types, streams: prefixes } = request.query
      const stranger = types.find((type) => definitionOf(type) === undefined)
      if (stranger !== undefined)
        throw new Problem('BAD_REQUEST', 'types: not all of them are in the catalogue of events; see /asyncapi.json')
      const resumed = request.headers['last-event-id'] ?? request.query.after ?? '0'
      if (!/^(\d{1,19}|head)$/.test(resumed)) throw new Problem('BAD_REQUEST', 'Last-Event-ID: not a position')
      const after = resumed === 'head' ? await events.head() : BigInt(resumed)
      const filter = types.length > 0 ? { types } : prefixes.length > 0 ? { streamPrefixes: prefixes } : null
      const isAsked = (event: RecordedEvent): boolean =>
        (types.length === 0 || types.includes(event.type)) &&
        (prefixes.length === 0 || prefixes.some((prefix) => event.stream.startsWith(prefix)))
      const isOwn = (event: RecordedEvent): boolean => asker.role !== 'integrator' || mayUse(asker, cloudEventOf(event).channel ?? '')
      const matches = (event: RecordedEvent): boolean => isAsked(event) && isOwn(event)
      const stream = open(reply, asker.keyId)
      counters.streams.inc({ stream: 'events' })
      try {
        await tell(stream, followLog({ events, hub, after, filter, matches, mostEvents: limits.streamEvents, signal: stream.signal }))
      } catch (failure) {
        if (!stream.signal.aborted) request.log.error(forLog(failure), 'an event stream failed')
        stream.end('something went wrong; resume after the last id')
      } finally {
        counters.streams.dec({ stream: 'events' })
      }
    },
  )
}

async function tell(stream: ServerSent, followed: ReturnType<typeof followLog>): Promise<void> {
  let toldAt = 0
  for await (const { events, position } of followed) {
    if (stream.signal.aborted) return
    const frames = events.map((event) => frame(cloudEventOf(event).text, { id: String(event.position) }))
    const now = performance.now()
    if (events.at(-1)?.position !== position && now - toldAt > tellPositionMs) {
      const at = String(position)
      frames.push(frame(JSON.stringify({ position: at }), { id: at, name: 'position' }))
    }
    if (frames.length === 0) continue
    toldAt = now
    await stream.send(frames.join(''))
  }
}
