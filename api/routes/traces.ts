import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { TraceConnector } from '../../connectors/port.ts'
import type { App } from '../app.ts'
import type { ApiLimits } from '../limits.ts'
import { wholeOf } from '../messages/split.ts'
import { Problem } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

/**
 * The door for traces of carriers. Nobody who knocks has a key: a message counts because it is signed with the secret its reporter and we
 * know, and a reporter without a secret has no door. The answer leaves once the message is durable, and is what the reporter wants to hear.
 */
export function traceRoutes(app: App, { traces }: Pick<LedgerServices, 'traces'>, limits: ApiLimits): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.addHook('onRequest', async ({ mediaType, headers }) => {
    if (!mediaType) delete headers['content-type']
  })
  app.post(
    '/v1/tms/:reporter',
    {
      schema: {
        summary: 'Send what a carrier reports of a parcel, as the reporter sends it: signed with its secret, without a key',
        description: 'Kept whole and sealed, once; what cannot be read, or belongs to nothing known yet, is kept all the same.',
        tags: ['fulfilment'],
        security: [],
        params: z.object({ reporter: z.string().max(100) }),
      },
    },
    async (request) => {
      const [connector, secret] = traces.doorOf(request.params.reporter) ?? refused()
      const body: AsyncIterable<Uint8Array> = ((request.body ?? request.raw) as Readable).iterator({ destroyOnReturn: false })
      let bytes: Uint8Array = new Uint8Array()
      for await (const whole of wholeOf(body, limits)) bytes = whole
      if (!connector.isSigned(bytes, secret)) throw new Problem('SIGNATURE_WRONG')
      await traces.intake.receive(bytes, connector)
      return connector.answer(true)
    },
  )
}

function refused(): readonly [TraceConnector, string] {
  throw new Problem('UNKNOWN_REPORTER')
}
