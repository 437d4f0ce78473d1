import fastifyStatic from '@fastify/static'
import type { App } from './app.ts'
import { escaped, htmlPage, styledPolicy } from './documents/html.ts'

/** Nothing from elsewhere, nothing inline. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Vite names these files by a hash of what is in them. */
const isNamedByContent = (path: string): boolean => /[/\\]assets[/\\]/.test(path)

/** The web page, or where there is none, a word about it. */
export async function servePage(app: App, folder: string | null): Promise<void> {
  if (folder === null) {
    const text = htmlPage(
      'order-ledger',
      `<h1>order-ledger</h1><p>${escaped('The ledger runs; its page was not built.')} <a href="/docs">API</a></p>`,
    )
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply.header('content-security-policy', styledPolicy).type('text/html; charset=utf-8').send(text),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    schemaHide: true,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header('content-security-policy', pagePolicy)
      reply.header('cache-control', isNamedByContent(path) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
