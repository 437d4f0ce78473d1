import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Asking } from '../../commands/command-bus.ts'
import type { Retried } from '../../commands/intake/exceptions.ts'
import { retryOpen } from '../../commands/intake/retry-open.ts'
import { messageAggregate, messageKey } from '../../domain/channel/message.ts'
import type { Rejection } from '../../domain/shared/decision.ts'
import { channel } from '../../domain/shared/fields.ts'
import { wmsMessageKey } from '../../domain/wms/keys.ts'
import { wmsMessageAggregate } from '../../domain/wms/message.ts'
import { type ChannelException, exceptions } from '../../projections/exceptions/exceptions.ts'
import type { Condition, Json } from '../../stores/documents/port.ts'
import { type App, answers, ok } from '../app.ts'
import { askingBy } from '../asking/asking.ts'
import { askerOf } from '../auth/authenticate.ts'
import { channelsShown, mayUse, type Principal } from '../auth/principal.ts'
import { shownText } from '../documents/order.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import { cursorOf, parseCursor } from '../reading/cursor.ts'
import { findPage, given, minPosition, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const document = z.looseObject({
  exceptionId: z.string(),
  open: z.boolean(),
  channel: channel.nullable().describe('Null for a warehouse'),
  shop: z.string().nullable(),
  location: z.string().nullable().describe('Location whose warehouse sent it; null for a channel'),
  subject: z.string().nullable().describe('Of what a channel is told: the listing or fulfilment it is about; null for a message'),
  channelOrderId: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  attempts: z.int(),
  lastAt: z.int(),
})
const tried = z.object({
  ok: z.boolean().describe('Whether the message went through; it still waits when not'),
  outcome: z.string().nullable(),
  orderId: z.string().nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
})
const triedAll = z.object({
  tried: z.int(),
  wentThrough: z.int(),
  stillWaiting: z.int(),
  next: z.string().nullable().describe('For `after`; null once all were tried'),
})
const tags = ['exceptions']
const params = z.object({ exceptionId: z.string().max(200) })

export function exceptionRoutes(
  app: App,
  { bus, reveal, settings, exceptions: resolving }: Pick<LedgerServices, 'bus' | 'reveal' | 'settings' | 'exceptions'>,
  openModel: OpenModel,
): void {
  async function nameOf(exceptionId: string, asker: Principal, wanted?: string): Promise<ChannelException> {
    const model = await openModel<ChannelException>(exceptions, wanted)
    const found = (await model.collection.get([exceptionId]))[0]?.body
    if (found == null || !mayUse(asker, found.channel ?? '')) throw new Problem('EXCEPTION_UNKNOWN')
    return found
  }
  const kept = async ({ channel: of, shop, location, subject, messageId }: ChannelException) =>
    subject !== null
      ? null
      : of === null
        ? bus.look(wmsMessageAggregate, wmsMessageKey(location ?? '', messageId))
        : bus.look(messageAggregate, messageKey(of, shop, messageId))
  const askingFor = (keyId: string, what: string): Asking => askingBy(keyId, `${what}/${randomUUID()}`, settings.clock.now())

  app.get(
    '/v1/exceptions',
    {
      schema: {
        summary: 'Messages that could not be taken further and what channels were told in vain, the latest first',
        tags,
        querystring: z.object({
          ...pageQuery,
          open: z.enum(['true', 'false', 'all']).default('true'),
          channel: channel.optional(),
          location: z.string().max(200).optional().describe('Of its warehouse'),
          code: z.string().max(100).optional(),
          orderId: z.string().max(600).optional(),
        }),
        response: answers(pageOf(document)),
      },
    },
    async (request) => {
      const { query } = request
      const model = await openModel<ChannelException>(exceptions, query.minPosition)
      const open = query.open === 'all' ? undefined : query.open === 'true'
      const where = given<Condition>({
        open,
        channel: channelsShown(askerOf(request), query.channel),
        location: query.location,
        code: query.code,
        orderId: query.orderId,
      })
      const sort = [{ field: 'lastAt', direction: 'descending' }] as const
      const { items, next } = await findPage(model.collection, { where, sort, after: query.after, limit: query.limit })
      return { items, next, position: String(model.position) }
    },
  )
  app.get(
    '/v1/exceptions/:exceptionId',
    {
      schema: {
        summary: 'One exception with its payload as it came, and as it was last corrected',
        tags,
        params,
        querystring: z.object({ minPosition }),
        response: answers(
          document.extend({
            payload: shownText.describe('What is tried: as last corrected, else as it came'),
            received: shownText.describe('As the channel sent it'),
          }),
        ),
      },
    },
    async (request) => {
      const asker = askerOf(request)
      const found = await nameOf(request.params.exceptionId, asker, request.query.minPosition)
      const state = await kept(found)
      const received = state?.received?.payload ?? null
      return reveal({ ...found, payload: state?.corrected?.payload ?? received, received } as Json, asker.role)
    },
  )
  app.post(
    '/v1/exceptions/retry',
    {
      schema: {
        summary: 'Take the kept payloads of all open exceptions of a code again, so many at a time',
        tags,
        body: z.object({
          code: z.string().min(1).max(100),
          channel: channel.optional(),
          after: z.string().max(1_000).optional().describe('`next` of the answer before'),
          limit: z.int().min(1).max(200).default(100),
        }),
        response: answers(triedAll),
      },
    },
    async (request) => {
      const asker = askerOf(request)
      const { code, channel: wanted, after, limit } = request.body
      const model = await openModel<ChannelException>(exceptions)
      const where = given<Condition>({ code, channel: channelsShown(asker, wanted) })
      const from = after === undefined ? null : parseCursor(after, 2)
      const { next, ...counts } = await retryOpen(
        model.collection,
        resolving,
        { where, after: from, limit },
        askingFor(asker.keyId, 'retry'),
      )
      return { ...counts, next: next === null ? null : cursorOf(next) }
    },
  )
  app.post(
    '/v1/exceptions/:exceptionId/retry',
    { schema: { summary: 'Take the kept payload again', tags, params, response: answers(tried) } },
    async (request) => {
      const asker = askerOf(request)
      const found = await nameOf(request.params.exceptionId, asker)
      return shown(await resolving.retry(found, askingFor(asker.keyId, 'retry')))
    },
  )
  app.post(
    '/v1/exceptions/:exceptionId/correct',
    {
      schema: {
        summary: 'Put a corrected payload beside the kept one, and take that',
        tags,
        params,
        body: z.object({ text: z.string().min(1).max(1_048_576), note: z.string().min(1).max(500).describe('Why; no personal data') }),
        response: answers(tried),
      },
    },
    async (request) => {
      const asker = askerOf(request)
      const found = await nameOf(request.params.exceptionId, asker)
      const { text, note } = request.body
      return shown(await resolving.correct(found, text, note, askingFor(asker.keyId, 'correct')))
    },
  )
  app.post(
    '/v1/exceptions/:exceptionId/drop',
    { schema: { summary: 'Set it aside for good', tags, params, response: answers(ok) } },
    async (request) => {
      const asker = askerOf(request)
      const found = await nameOf(request.params.exceptionId, asker)
      const answer = await resolving.drop(found, askingFor(asker.keyId, 'drop'))
      if (!answer.accepted) throw problemOfRejection(answer)
      return { ok: true }
    },
  )
}

function shown(result: Retried | Rejection): z.infer<typeof tried> {
  if ('accepted' in result) throw problemOfRejection(result)
  return result.ok
    ? { ok: true, outcome: result.outcome, orderId: result.orderId, code: null, reason: null }
    : { ok: false, outcome: null, orderId: null, code: result.code, reason: result.reason }
}
