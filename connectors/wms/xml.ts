import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import { isObject } from '../shared/source.ts'

/** Values stay text as they were written, so that no number of units or of an order is rounded on its way. */
const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  trimValues: true,
  processEntities: true,
  htmlEntities: true,
})
const builder = new XMLBuilder({ format: false })

/** Declarations of entities have no place in a message, and may be written to take all memory. */
const isDeclaring = (text: string): boolean => /<!(DOCTYPE|ENTITY)/i.test(text)

/** What stands inside the one root of this name; null when the text is no such document. */
export function parseXml(text: string, root: string): Record<string, unknown> | null {
  if (isDeclaring(text)) return null
  try {
    if (XMLValidator.validate(text) !== true) return null
    const parsed: unknown = parser.parse(text)
    if (!isObject(parsed) || !Object.hasOwn(parsed, root)) return null
    const inside = parsed[root]
    return inside === '' ? {} : isObject(inside) ? inside : null
  } catch {
    return null
  }
}

/** Whatever is none of the letters that an XML document may hold. */
const unprintable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

type Written = string | { readonly [tag: string]: Written | readonly Written[] }

export const writeXml = (root: string, inside: Written): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ [root]: cleaned(inside) })}`

function cleaned(value: Written | readonly Written[]): unknown {
  if (typeof value === 'string') return value.replace(unprintable, '')
  if (Array.isArray(value)) return value.map(cleaned)
  return Object.fromEntries(Object.entries(value).map(([tag, inner]) => [tag, cleaned(inner)]))
}
