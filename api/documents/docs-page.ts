import { errorCodes } from '../../domain/shared/error-codes.ts'
import { type Access, accessOf } from '../roles.ts'
import { escaped, htmlPage } from './html.ts'

interface Operation {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description?: string
  }[]
  readonly requestBody?: unknown
  readonly responses?: Readonly<Record<string, unknown>>
}

interface Described {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The API for people to read, made from its OpenAPI document; needs no script and loads nothing. */
export function docsPage(document: { readonly paths?: object }): string {
  const byTag = new Map<string, Described[]>()
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations as Record<string, Operation>)) {
      const tag = operation.tags?.[0] ?? 'other'
      byTag.set(tag, [...(byTag.get(tag) ?? []), { method: method.toUpperCase(), path, operation }])
    }
  }
  const sections = [...byTag].map(([tag, described]) => `<h2>${escaped(tag)}</h2>${described.map(operationHtml).join('')}`)
  return htmlPage('order-ledger API', `<h1>order-ledger API</h1>${introduction}${sections.join('')}${errorsHtml()}`)
}

const introduction = `<p>Send <code>Authorization: Bearer &lt;key&gt;</code>. Money is integer fen, instants are epoch milliseconds, log positions decimal text.
Errors are problem documents (RFC 9457) with a code of the table below. Machine-readable: <a href="/openapi.json">openapi.json</a> for requests,
<a href="/asyncapi.json">asyncapi.json</a> for events.</p>`

function operationHtml({ method, path, operation }: Described): string {
  const { summary = '', description, parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: where, required, description: about = '' }) =>
      `<tr><td><code>${escaped(name)}</code></td><td class="quiet">${escaped(where)}${required ? ', required' : ''}</td><td>${escaped(about)}</td></tr>`,
  )
  return `<details><summary><span class="method">${method}</span> <code>${escaped(path)}</code> ${escaped(summary)}</summary>
<p class="quiet">${rolesOf(method, path)}</p>${description === undefined ? '' : `<p>${escaped(description)}</p>`}
${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}${schemaHtml('Body', requestBody)}${schemaHtml('Answers', responses)}</details>`
}

function rolesOf(method: string, path: string): string {
  const access: Access | undefined = accessOf[`${method} ${path.replace(/\{([^}]+)\}/g, ':$1')}`]
  return access === undefined || access === 'open' ? 'Needs no key.' : `For ${access.join(', ')}.`
}

/** Long ones are for machines. */
const longestSchema = 6_000

function schemaHtml(title: string, schema: unknown): string {
  if (schema === undefined) return ''
  const text = JSON.stringify(schema, null, 1)
  if (text.length > longestSchema) return `<p>${title}: see <a href="/openapi.json">openapi.json</a></p>`
  return `<details><summary>${title}</summary><pre>${escaped(text)}</pre></details>`
}

const errorsHtml = (): string =>
  `<h2>Errors</h2><table>${Object.entries(errorCodes)
    .map(([code, { status, title }]) => `<tr><td><code>${code}</code></td><td>${status}</td><td>${escaped(title)}</td></tr>`)
    .join('')}</table>`
