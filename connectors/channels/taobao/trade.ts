import { optionalText } from '../../shared/fields.ts'
import { list, optionalObject, type Source } from '../../shared/source.ts'

/** Lists of TOP are wrapped in an object of one field; the push database leaves the wrapper out. */
export function wrappedList(source: Source, key: string, item: string): readonly Source[] {
  if (Array.isArray(source.fields[key])) return list(source, key)
  const wrapper = optionalObject(source, key)
  return wrapper === null ? [] : list(wrapper, item)
}

export const linesOf = (trade: Source): readonly Source[] => wrappedList(trade, 'orders', 'order')
export const promotionsOf = (trade: Source): readonly Source[] => wrappedList(trade, 'promotion_details', 'promotion_detail')
export const servicesOf = (trade: Source): readonly Source[] => wrappedList(trade, 'service_orders', 'service_order')

export interface Subsidy {
  readonly mode: 'payment' | 'order'
  readonly source: Source
}

/** `use_gov_subsidy_new` 1 is a reduction when paying; an amount is shown for a reduction of the price when ordering. */
export function subsidyOf(trade: Source): Subsidy | null {
  const source = optionalObject(trade, 'gov_subsidy')
  if (source === null) return null
  if (optionalText(source, 'gov_subsidy_amount_new') !== null) return { mode: 'order', source }
  return optionalText(source, 'use_gov_subsidy_new') === '1' ? { mode: 'payment', source } : null
}

/** `omnichannel_param`: `key:value` pairs with commas, the last one closed by a semicolon. */
export function omnichannelOf(trade: Source): ReadonlyMap<string, string> {
  const pairs = (optionalText(trade, 'omnichannel_param') ?? '')
    .split(/[,;]/)
    .map((pair) => [pair.split(':', 1)[0] ?? '', pair.slice(pair.indexOf(':') + 1)] as const)
  return new Map(pairs)
}
