import type { FastifyRequest } from 'fastify'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a browser sent the request from a page of ours. Only asked where a cookie speaks for the asker: a browser adds cookies to what
 * other sites make it send. Every browser of today says `Sec-Fetch-Site`; older ones say `Origin` when they change something.
 */
export function isSameOrigin({ method, headers, host }: Pick<FastifyRequest, 'method' | 'headers' | 'host'>): boolean {
  if (safe.has(method)) return true
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = headers
  if (origin === undefined) return false
  return URL.canParse(origin) && new URL(origin).host === host
}
