/** Null where a setting is no JSON. The text itself must not be shown: it holds secrets. */
export function secretJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
