import type { Fields, Json } from '../port.ts'

export const partsOf = (field: string): readonly string[] => field.split('.')

/** Everything a path leads to: a list when it passes through an array or ends at one, else one value, null where there is none. */
export function valueAt(body: Fields, parts: readonly string[]): Json | readonly Json[] {
  let value: Json = body
  for (let depth = 0; depth < parts.length; depth += 1) {
    if (Array.isArray(value)) return throughArray(value as readonly Json[], parts.slice(depth))
    if (!isObject(value)) return null
    value = ownValue(value, parts[depth]!)
  }
  return value
}

const ownValue = (object: Fields, name: string): Json => (Object.hasOwn(object, name) ? (object[name] ?? null) : null)

/** Elements that are objects are entered; all others, nested arrays too, are passed over. */
export const throughArray = (elements: readonly Json[], parts: readonly string[]): readonly Json[] =>
  elements.filter(isObject).flatMap((element) => valueAt(element, parts))

/** Every path that a query can name and that leads somewhere in one of these, those to objects and arrays too. */
export function pathsIn(objects: readonly Fields[]): Iterable<readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const visit = (object: Fields, prefix: readonly string[]): void => {
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined || !canBeNamed(name)) continue
      const path = [...prefix, name]
      found.set(path.join('.'), path)
      const inside = Array.isArray(value) ? value : [value]
      for (const one of inside) if (isObject(one)) visit(one, path)
    }
  }
  for (const object of objects) visit(object, [])
  return found.values()
}

export const canBeNamed = (name: string): boolean => name !== '' && !name.startsWith('$') && !name.includes('.') && !name.includes('\0')

export const isObject = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
