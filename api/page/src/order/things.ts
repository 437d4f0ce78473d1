/** A few words for each thing of a list in an event: units, commands asked for, their answers. */

const mostShown = 4

type Thing = Readonly<Record<string, unknown>>

/** Equal ones are counted; of many the first few are told, then how many are left out. */
export function thingsOf(list: unknown, placeName: (location: string) => string = (location) => location): readonly string[] {
  if (!Array.isArray(list)) return []
  const counted = new Map<string, number>()
  for (const thing of list) {
    const text = textOf(thing, placeName)
    counted.set(text, (counted.get(text) ?? 0) + 1)
  }
  const texts = [...counted].map(([text, times]) => (times === 1 ? text : `${text} ×${times}`))
  return texts.length <= mostShown ? texts : [...texts.slice(0, mostShown), `+${texts.length - mostShown}`]
}

function textOf(thing: unknown, placeName: (location: string) => string): string {
  if (typeof thing !== 'object' || thing === null) return String(thing)
  const { accepted, code, type, rule, reason, sku, title, lineId, quantity, location, condition, component, provider, rank } =
    thing as Thing
  if (accepted === true) return '✓'
  if (accepted === false) return `✗ ${String(code)}`
  if (typeof type === 'string') return type
  if (typeof provider === 'string' && typeof rank === 'number') return `${rank + 1}. ${provider}`
  if (typeof rule === 'string') return `${rule}: ${String(reason)}`
  const what = [sku, title, lineId, component].find((name) => typeof name === 'string' && name !== '') ?? '?'
  const units = typeof quantity === 'number' ? ` ×${quantity}` : ''
  const place = typeof location === 'string' ? ` @ ${placeName(location)}` : ''
  const state = typeof condition === 'string' ? ` (${condition})` : ''
  return `${String(what)}${units}${place}${state}`
}
