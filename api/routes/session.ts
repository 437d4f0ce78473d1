import { z } from 'zod'
import { role } from '../../domain/access/events.ts'
import { channel } from '../../domain/shared/fields.ts'
import { type App, answers, ok } from '../app.ts'
import { type Authentication, askerOf } from '../auth/authenticate.ts'
import { keyOfToken, type Principal } from '../auth/principal.ts'
import { isSameOrigin } from '../auth/same-origin.ts'
import { sessionCookie } from '../auth/sessions.ts'
import { Problem } from '../problem.ts'

const signedIn = z.object({ keyId: z.string(), role, channels: z.array(channel) })
const shown = ({ keyId, role: has, channels }: Principal) => ({ keyId, role: has, channels: [...channels] })
const cookiePath = { path: '/', httpOnly: true, sameSite: 'strict' } as const

export function sessionRoutes(app: App, { bus, verify, sessions }: Authentication): void {
  app.post(
    '/v1/session',
    {
      schema: {
        summary: 'Sign in with a key; the answer sets an HttpOnly cookie',
        tags: ['access'],
        body: z.object({ key: z.string().max(200).describe('<key id>.<secret>') }),
        response: answers(signedIn),
      },
    },
    async (request, reply) => {
      if (request.headers.origin !== undefined && !isSameOrigin(request)) throw new Problem('FORBIDDEN', 'sign in on a page of this server')
      const key = await keyOfToken(bus, verify, request.body.key.trim())
      const { cookie, session } = sessions.begin(key.keyId, key.secretHash)
      const expires = new Date(session.expiresAt)
      void reply.setCookie(sessionCookie, cookie, { ...cookiePath, secure: request.protocol === 'https', expires })
      return shown(key)
    },
  )
  app.get('/v1/session', { schema: { summary: 'Whose key this is', tags: ['access'], response: answers(signedIn) } }, async (request) =>
    shown(askerOf(request)),
  )
  app.delete('/v1/session', { schema: { summary: 'Sign out', tags: ['access'], response: answers(ok) } }, async (request, reply) => {
    const session = sessions.read(request.cookies[sessionCookie] ?? '')
    if (session !== null) sessions.end(session)
    void reply.clearCookie(sessionCookie, cookiePath)
    return { ok: true }
  })
}
