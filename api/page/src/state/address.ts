import { effect, signal } from '@preact/signals'

/** Where the page is: what stands after `#` in the URL, so that any state can be shared as a link. */
export interface Address {
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

export function parseAddress(hash: string): Address {
  const text = hash.replace(/^#?\/?/, '')
  const cut = text.indexOf('?')
  const path = (cut < 0 ? text : text.slice(0, cut))
    .split('/')
    .filter((part) => part !== '')
    .map(decoded)
  const query = Object.fromEntries(new URLSearchParams(cut < 0 ? '' : text.slice(cut + 1)))
  return { path, query }
}

/** What is empty or undefined is left out. */
export function hashOf(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  const search = new URLSearchParams(given).toString()
  return `#/${path.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const isBrowser = typeof window !== 'undefined'

export const address = signal<Address>(parseAddress(isBrowser ? location.hash : ''))

if (isBrowser) {
  addEventListener('hashchange', () => {
    address.value = parseAddress(location.hash)
  })
}

/** The order pool as it was last looked at, with its filters: where an order's way back leads. */
export const lastList = signal(hashOf(['orders']))
effect(() => {
  const { path, query } = address.value
  if (path.length === 1 && path[0] === 'orders') lastList.value = hashOf(path, query)
})

export type Query = Readonly<Record<string, string | undefined>>

/** As following a link does. */
export function go(path: readonly string[], query?: Query): void {
  location.hash = hashOf(path, query)
}

/** Without a step in the browser's history: for what is typed or dragged. */
export function replaceQuery(changes: Query): void {
  const { path, query } = address.value
  history.replaceState(null, '', hashOf(path, { ...query, ...changes }))
  address.value = parseAddress(location.hash)
}

/** The present address with some of its query changed; an empty value leaves that out. */
export const withQuery = (changes: Query): string => hashOf(address.value.path, { ...address.value.query, ...changes })
