import { isoInShanghai } from '../format/time.ts'

/** Filters of the order pool as the address of the page carries them. */
export const filterNames = ['status', 'channel', 'shop', 'hold', 'region', 'sku', 'from', 'to', 'order', 'buyer'] as const
export type FilterName = (typeof filterNames)[number]
export type Filters = { readonly [Name in FilterName]?: string }

export function filtersOf(query: Readonly<Record<string, string>>): Filters {
  return Object.fromEntries(filterNames.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))
}

/** What the API is asked: one field takes the ledger's order id as well as the channel's. */
export function apiFilters({ order, from, to, ...rest }: Filters): Readonly<Record<string, string | undefined>> {
  return {
    ...rest,
    ...(order === undefined ? {} : isOrderId(order) ? { orderId: order } : { channelOrderId: order }),
    ...(from === undefined ? {} : { from: instantText(from) }),
    ...(to === undefined ? {} : { to: instantText(to) }),
  }
}

/** The ledger's ids are channel, shop and the channel's id, joined by dots; a channel's id has none. */
const isOrderId = (text: string): boolean => text.split('.').length === 3

const instantText = (text: string): string => (/^\d+$/.test(text) ? isoInShanghai(Number(text)) : text)
