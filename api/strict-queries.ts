import { z } from 'zod'
import type { App } from './app.ts'

/**
 * A parameter nobody reads is refused rather than passed over: a mistyped filter would otherwise show everything. Only the door for
 * messages takes any, since platforms add their own to the address they were given.
 */
export function refuseUnknownParameters(app: App, except: readonly string[]): void {
  app.addHook('onRoute', ({ url, schema }) => {
    if (schema?.querystring instanceof z.ZodObject && !except.includes(url)) schema.querystring = schema.querystring.strict()
  })
}
