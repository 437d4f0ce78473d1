import type { Readable } from 'node:stream'
import { z } from 'zod'
import { type Channel, channels } from '../../domain/shared/fields.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { mayUse } from '../auth/principal.ts'
import type { ApiLimits } from '../limits.ts'
import { linesOf, wholeOf } from '../messages/split.ts'
import { type TakenMessage, takeAll } from '../messages/take-all.ts'
import type { Counters } from '../metrics/counters.ts'
import { Problem } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const result = z.object({
  messageId: z.string().describe('Keyed hash of the bytes as received; empty when the message was not kept'),
  outcome: z.enum(['placed', 'updated', 'duplicate', 'stale', 'exception']),
  orderId: z.string().nullable().describe('Order, or after-sales case, the message is about'),
  exceptionId: z.string().nullable().describe('Where it waits to be corrected'),
  reason: z.string().nullable(),
  position: position.nullable().describe('For `minPosition`'),
})

// A platform repeats for ever what it gets a 4xx for, so a shop named wrongly is no refusal: what it counts for is decided message by message.
const isLines = (contentType: string): boolean => /^application\/(x-ndjson|ndjson|jsonl)\b/i.test(contentType)

/**
 * The one door for channels' messages. Bodies are read as they come, line by line, and kept as exactly the bytes received; the answer leaves
 * once all of them are durable, in their order.
 */
export function channelOrderRoutes(app: App, { intake }: Pick<LedgerServices, 'intake'>, limits: ApiLimits, counters: Counters): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  // A kind of content that is none is no reason to refuse the content.
  app.addHook('onRequest', async ({ mediaType, headers }) => {
    if (!mediaType) delete headers['content-type']
  })
  app.post(
    '/v1/channel-orders/:channel',
    {
      schema: {
        summary: 'Send messages of a channel: one as JSON, or several as NDJSON',
        description:
          'Always 200 once durable: what cannot be taken further is kept as an exception. Sending the same bytes again is a duplicate.',
        tags: ['channels'],
        consumes: ['application/json', 'application/x-ndjson'],
        params: z.object({ channel: z.string() }),
        querystring: z.object({
          shop: z
            .union([z.string(), z.array(z.string())])
            .optional()
            .describe('Shop it is sent for, where messages do not say'),
        }),
        response: answers(z.array(result)),
      },
    },
    async (request) => {
      const channel = channels.find((each) => each === request.params.channel) as Channel | undefined
      if (channel === undefined) throw new Problem('UNKNOWN_CHANNEL', `there are ${channels.join(', ')}`)
      const asker = askerOf(request)
      if (!mayUse(asker, channel)) throw new Problem('FORBIDDEN', 'this key is for other channels')
      const many = isLines(request.headers['content-type'] ?? '')
      const most = many ? limits.messagesBytes : limits.messageBytes
      if (Number(request.headers['content-length'] ?? 0) > most) throw new Problem('TOO_LARGE', undefined, { limitBytes: most })
      // What is refused half-way is answered first: an iterator that destroyed the stream would take the connection with it.
      const body: AsyncIterable<Uint8Array> = ((request.body ?? request.raw) as Readable).iterator({ destroyOnReturn: false })
      const { shop } = request.query
      const named = Array.isArray(shop) ? '' : shop
      const sender = { channel, actor: `key:${asker.keyId}`, ...(named === undefined ? {} : { shop: named }) }
      const messages = many ? linesOf(body, limits) : wholeOf(body, limits)
      const taken = await takeAll(messages, (bytes) => intake.receive(bytes, sender), limits.messagesAtOnce)
      for (const { outcome } of taken) counters.messages.inc({ channel, outcome })
      return taken.map(shown)
    },
  )
}

const shown = ({ position: reached, ...rest }: TakenMessage) => ({ ...rest, position: reached === null ? null : String(reached) })
