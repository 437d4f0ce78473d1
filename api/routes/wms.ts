import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { WmsResult } from '../../commands/wms/intake.ts'
import { errorCodes } from '../../domain/shared/error-codes.ts'
import type { App } from '../app.ts'
import type { ApiLimits } from '../limits.ts'
import { wholeOf } from '../messages/split.ts'
import type { Counters } from '../metrics/counters.ts'
import { explain, forLog } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const xml = 'text/xml; charset=utf-8'

interface Said {
  readonly ok: boolean
  readonly code: string
  readonly message: string
}

/**
 * The one door for warehouse management systems, in Qimen form. Whoever signs with the secret of the location is let in: such systems send no
 * keys. What is answered is Qimen's form whatever happens; `success` means that the message is durable, be it as an exception.
 */
export function wmsRoutes(app: App, { wms }: Pick<LedgerServices, 'wms'>, limits: ApiLimits, counters: Counters): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.addHook('onRequest', async ({ mediaType, headers }) => {
    if (!mediaType) delete headers['content-type']
  })
  app.setErrorHandler((failure, request, reply) => {
    const { status, body, unexpected } = explain(failure)
    if (unexpected) request.log.error({ ...forLog(failure), errorId: body.errorId }, 'a message of a warehouse was not taken')
    return reply
      .code(status)
      .type(xml)
      .serializer(String)
      .send(wms.reply({ ok: false, code: body.code, message: body.title }))
  })

  app.post(
    '/v1/wms/:warehouse',
    {
      serializerCompiler: () => String,
      schema: {
        summary: 'Send a message of a warehouse management system, in Qimen form',
        description:
          'XML, signed with the secret of the location over the parameters and the body. Always `success` once durable: what cannot be taken further is kept as an exception. Sending it again changes nothing.',
        tags: ['warehouses'],
        consumes: ['text/xml'],
        params: z.object({ warehouse: z.string().max(200).describe('Location the warehouse is') }),
        querystring: z.looseObject({
          method: z.string().max(200).describe('What the message is, such as taobao.qimen.deliveryorder.confirm'),
          sign: z.string().max(200).describe('MD5 over secret, sorted parameters, body and secret'),
        }),
        response: { default: z.string().describe('A Qimen response: flag, code and message') },
      },
    },
    async (request, reply) => {
      const { warehouse } = request.params
      const body: AsyncIterable<Uint8Array> = ((request.body ?? request.raw) as Readable).iterator({ destroyOnReturn: false })
      let bytes: Uint8Array = new Uint8Array()
      for await (const whole of wholeOf(body, limits)) bytes = whole
      // A parameter given several times was signed as no system signs: joined, it fits no signature.
      const parameters = Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, [value].flat().map(String).join()]))
      const result = await wms.receive(warehouse, parameters, bytes)
      counters.wmsMessages.inc({ outcome: result.kept ? result.outcome : result.because })
      void reply.type(xml)
      return wms.reply(saidOf(result))
    },
  )
}

function saidOf(result: WmsResult): Said {
  if (result.kept) {
    const { outcome, messageId, reason } = result
    return { ok: true, code: '0', message: reason === null ? outcome : `kept as exception ${messageId}: ${reason}` }
  }
  // Which of the two it was is nobody's business who does not know the secret.
  return { ok: false, code: 'sign-check-failure', message: errorCodes.WMS_UNKNOWN.title }
}
