import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Asking } from '../../commands/command-bus.ts'
import type { Retried } from '../../commands/intake/exceptions.ts'
import { messageAggregate, messageKey } from '../../domain/channel/message.ts'
import type { Rejection } from '../../domain/shared/decision.ts'
import { channel } from '../../domain/shared/fields.ts'
import { type ChannelException, exceptions } from '../../projections/exceptions/exceptions.ts'
import type { Condition, Json } from '../../stores/documents/port.ts'
import { type App, answers, ok } from '../app.ts'
import { askingBy } from '../asking/asking.ts'
import { askerOf } from '../auth/authenticate.ts'
import { shownText } from '../documents/order.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import { findPage, given, minPosition, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const document = z.looseObject({
  exceptionId: z.string(),
  open: z.boolean(),
  channel,
  shop: z.string().nullable(),
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
const tags = ['exceptions']
const params = z.object({ exceptionId: z.string().max(200) })

export function exceptionRoutes(
  app: App,
  { bus, reveal, settings, exceptions: resolving }: Pick<LedgerServices, 'bus' | 'reveal' | 'settings' | 'exceptions'>,
  openModel: OpenModel,
): void {
  async function nameOf(exceptionId: string, wanted?: string): Promise<ChannelException> {
    const model = await openModel<ChannelException>(exceptions, wanted)
    const found = (await model.collection.get([exceptionId]))[0]?.body
    if (found == null) throw new Problem('EXCEPTION_UNKNOWN')
    return found
  }
  const askingFor = (keyId: string, what: string): Asking => askingBy(keyId, `${what}/${randomUUID()}`, settings.clock.now())

  app.get(
    '/v1/exceptions',
    {
      schema: {
        summary: 'Messages that could not be taken further, the latest first',
        tags,
        querystring: z.object({
          ...pageQuery,
          open: z.enum(['true', 'false', 'all']).default('true'),
          channel: channel.optional(),
          code: z.string().max(100).optional(),
          orderId: z.string().max(600).optional(),
        }),
        response: answers(pageOf(document)),
      },
    },
    async ({ query }) => {
      const model = await openModel<ChannelException>(exceptions, query.minPosition)
      const open = query.open === 'all' ? undefined : query.open === 'true'
      const where = given<Condition>({ open, channel: query.channel, code: query.code, orderId: query.orderId })
      const sort = [{ field: 'lastAt', direction: 'descending' }] as const
      const { items, next } = await findPage(model.collection, { where, sort, after: query.after, limit: query.limit })
      return { items, next, position: String(model.position) }
    },
  )
  app.get(
    '/v1/exceptions/:exceptionId',
    {
      schema: {
        summary: 'One exception with its payload as it came, or as it was last corrected',
        tags,
        params,
        querystring: z.object({ minPosition }),
        response: answers(document.extend({ payload: shownText })),
      },
    },
    async (request) => {
      const found = await nameOf(request.params.exceptionId, request.query.minPosition)
      const state = await bus.look(messageAggregate, messageKey(found.channel, found.shop, found.messageId))
      const payload = (state?.corrected ?? state?.received)?.payload ?? null
      return reveal({ ...found, payload } as Json, askerOf(request).role)
    },
  )
  app.post(
    '/v1/exceptions/:exceptionId/retry',
    { schema: { summary: 'Take the kept payload again', tags, params, response: answers(tried) } },
    async (request) => {
      const found = await nameOf(request.params.exceptionId)
      return shown(await resolving.retry(found, askingFor(askerOf(request).keyId, 'retry')))
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
      const found = await nameOf(request.params.exceptionId)
      const { text, note } = request.body
      return shown(await resolving.correct(found, text, note, askingFor(askerOf(request).keyId, 'correct')))
    },
  )
  app.post(
    '/v1/exceptions/:exceptionId/drop',
    { schema: { summary: 'Set it aside for good', tags, params, response: answers(ok) } },
    async (request) => {
      const found = await nameOf(request.params.exceptionId)
      const answer = await resolving.drop(found, askingFor(askerOf(request).keyId, 'drop'))
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
