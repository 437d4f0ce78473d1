import type { FastifyServerOptions } from 'fastify'
import type { App } from './app.ts'
import type { ApiOptions } from './services.ts'

const redacted = [
  'req.headers',
  'req.query',
  'req.url',
  'req.body',
  'authorization',
  'cookie',
  'token',
  'key',
  'secretHash',
  'phone',
  'address',
]

/**
 * What the log says of requests: route, status, time and key id. No address of a request as it was sent, because searches are in it; no
 * headers, no bodies. Redaction stands behind that, for whatever a library might log.
 */
export const loggerOf = (
  log: ApiOptions['log'],
  level: NonNullable<ApiOptions['logLevel']>,
): NonNullable<FastifyServerOptions['logger']> => ({
  stream: log,
  level,
  base: null,
  redact: { paths: redacted, censor: '[withheld]' },
  serializers: {
    req: (request) => ({ method: request.method, route: request.routeOptions?.url ?? null }),
    res: (response) => ({ status: response.statusCode }),
    err: (failure: Error & { code?: string }) => ({ type: failure.name, message: '[withheld]', stack: '', code: failure.code ?? null }),
  },
})

/** Those nobody should have to look for; refusals of the business are ordinary answers. */
const notLetIn = new Set([401, 403, 413, 429])

/** Ordinary answers are counted in the metrics; a line for each would be most of the work of a flash sale. */
export function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, principal } = request
    const { statusCode: status } = reply
    const told = { method, route: routeOptions.url ?? null, status, ms: Math.round(reply.elapsedTime), keyId: principal?.keyId ?? null }
    if (status >= 500) request.log.warn(told, 'answered')
    else if (notLetIn.has(status)) request.log.info(told, 'answered')
    else request.log.debug(told, 'answered')
  })
}
