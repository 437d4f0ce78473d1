import type { App } from '../app.ts'
import { asyncApiDocument } from '../documents/asyncapi.ts'
import { docsPage } from '../documents/docs-page.ts'
import { styledPolicy } from '../documents/html.ts'

/** What the API says of itself; made once, when first asked for. */
export function documentRoutes(app: App, version: string): void {
  const once = <Value>(make: () => Value): (() => Value) => {
    let made: { readonly value: Value } | null = null
    return () => {
      made ??= { value: make() }
      return made.value
    }
  }
  const openApi = once(() => JSON.stringify(app.swagger()))
  const asyncApi = once(() => JSON.stringify(asyncApiDocument(version)))
  const docs = once(() => docsPage(app.swagger()))
  const hidden = { schema: { hide: true } }
  app.get('/openapi.json', hidden, async (_request, reply) => reply.type('application/json; charset=utf-8').send(openApi()))
  app.get('/asyncapi.json', hidden, async (_request, reply) => reply.type('application/json; charset=utf-8').send(asyncApi()))
  app.get('/docs', hidden, async (_request, reply) =>
    reply.header('content-security-policy', styledPolicy).type('text/html; charset=utf-8').send(docs()),
  )
}
