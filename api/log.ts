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
export const loggerOf = (log: ApiOptions['log']): NonNullable<FastifyServerOptions['logger']> => ({
  stream: log,
  level: 'info',
  base: null,
  redact: { paths: redacted, censor: '[withheld]' },
  serializers: {
    req: (request) => ({ method: request.method, route: request.routeOptions?.url ?? null }),
    res: (response) => ({ status: response.statusCode }),
    err: (failure: Error & { code?: string }) => ({ type: failure.name, message: '[withheld]', stack: '', code: failure.code ?? null }),
  },
})

export function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, principal } = request
    const route = routeOptions.url ?? null
    request.log.info(
      { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), keyId: principal?.keyId ?? null },
      'answered',
    )
  })
}
