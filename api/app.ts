import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Principal } from './auth/principal.ts'
import { problemDocument } from './problem.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on open routes. */
    principal: Principal | null
  }
}

/** What a route answers, for the documentation; a test holds every route to it. */
export const answers = (schema: z.ZodType, ...statuses: readonly (200 | 201 | 202 | 503)[]): Record<string, z.ZodType<unknown>> => ({
  ...Object.fromEntries((statuses.length === 0 ? [200] : statuses).map((status) => [status, schema])),
  default: problemDocument as z.ZodType<unknown>,
})

export const position = z.string().describe('Log position, in decimal')
export const ok = z.object({ ok: z.literal(true) })
