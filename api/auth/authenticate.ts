import type { FastifyRequest } from 'fastify'
import type { SecretVerifier } from '../../commands/access/verifier.ts'
import type { CommandBus } from '../../commands/command-bus.ts'
import type { App } from '../app.ts'
import { Problem } from '../problem.ts'
import { type Access, accessOf } from '../roles.ts'
import { keyOfToken, type Principal, principalOf, validKey } from './principal.ts'
import { isSameOrigin } from './same-origin.ts'
import { type Sessions, sessionCookie } from './sessions.ts'

export interface Authentication {
  readonly bus: CommandBus
  readonly verify: SecretVerifier
  readonly sessions: Sessions
}

const routeOf = (method: string, url: string): string => `${method === 'HEAD' ? 'GET' : method} ${url}`

/** Every request shows a key the table of roles allows, before anything of it is read. */
export function requireKeys(app: App, authentication: Authentication): void {
  app.decorateRequest('principal', null)
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (each !== 'OPTIONS' && accessOf[routeOf(each, url)] === undefined)
        throw new Error(`route ${each} ${url} is not in the table of roles`)
    }
  })
  app.addHook('onRequest', async (request) => {
    if (request.is404) return
    const access: Access | undefined = accessOf[routeOf(request.method, request.routeOptions.url ?? '')]
    if (access === 'open') return
    const principal = await principalBehind(request, authentication)
    if (access === undefined || !access.includes(principal.role)) throw new Problem('FORBIDDEN')
    request.principal = principal
  })
}

async function principalBehind(request: FastifyRequest, { bus, verify, sessions }: Authentication): Promise<Principal> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
    if (token === undefined) throw new Problem('KEY_REQUIRED', 'send Authorization: Bearer <key>')
    return principalOf(await keyOfToken(bus, verify, token))
  }
  const cookie = request.cookies[sessionCookie]
  const session = cookie === undefined ? null : sessions.read(cookie)
  const key = session === null ? null : await validKey(bus, session.keyId)
  if (cookie === undefined || key === null || !sessions.isGenuine(cookie, key.secretHash)) {
    throw new Problem('KEY_REQUIRED', 'send Authorization: Bearer <key>, or sign in on the page')
  }
  if (!isSameOrigin(request)) throw new Problem('FORBIDDEN', 'a session may change something only from a page of this server')
  return principalOf(key)
}

/** The asker of a route that needs a key. */
export function askerOf({ principal }: { readonly principal: Principal | null }): Principal {
  if (principal === null) throw new Error('a route that needs a key was reached without one')
  return principal
}
