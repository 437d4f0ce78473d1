/**
 * Names of streams: `<category>-<parts>`, parts percent-encoded outside `[A-Za-z0-9_]` and joined by `.`, the last one
 * after `@` where a place or period qualifies the thing. The only function that builds them, and the only one that reads them.
 */
const encodePart = (part: string): string => (isPlain.test(part) ? part : encoded(part))
const isPlain = /^[A-Za-z0-9_]*$/

/** Of parts with other characters: few are met, mostly again and again. */
const known = new Map<string, string>()
const MAX_KNOWN = 10_000

function encoded(part: string): string {
  const before = known.get(part)
  if (before !== undefined) return before
  const after = encodeURIComponent(part).replace(
    /[^A-Za-z0-9_%]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(part, after)
  return after
}

export interface StreamName {
  readonly category: string
  readonly parts: readonly string[]
  readonly at: string | null
}

/** The text after the category: what `orderId`, `fulfilmentId` and alike are. */
export const streamKey = (parts: readonly string[], at: string | null = null): string =>
  parts.map(encodePart).join('.') + (at === null ? '' : `@${encodePart(at)}`)

export const streamName = (category: string, key: string): string => `${category}-${key}`

export function parseStreamName(stream: string): StreamName {
  const dash = stream.indexOf('-')
  return { category: dash < 0 ? stream : stream.slice(0, dash), ...parseStreamKey(dash < 0 ? '' : stream.slice(dash + 1)) }
}

export function parseStreamKey(key: string): Omit<StreamName, 'category'> {
  const [left = '', at] = key.split('@')
  return { parts: left === '' ? [] : left.split('.').map(decodeURIComponent), at: at === undefined ? null : decodeURIComponent(at) }
}

export const categoryOf = (stream: string): string => {
  const dash = stream.indexOf('-')
  return dash < 0 ? stream : stream.slice(0, dash)
}

export const keyOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1)

export const orderKey = (channel: string, shop: string, channelOrderId: string): string => streamKey([channel, shop, channelOrderId])
export const stockKey = (sku: string, location: string): string => streamKey([sku], location)
