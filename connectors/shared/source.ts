import { parseJson } from './json.ts'

/** A field that cannot be read. It never holds the value, which may be personal. */
export interface Problem {
  readonly path: string
  readonly expected: string
}

/**
 * An object of a payload with its place in it. Readers that do not find what they expect note a problem and go on with a stand-in, so that
 * a mapping reads as plain assignments; whoever started the reading looks at the problems before it uses anything.
 */
export interface Source {
  readonly fields: Readonly<Record<string, unknown>>
  readonly path: string
  readonly problems: Problem[]
}

export const sourceOf = (fields: Record<string, unknown>, path: string): Source => ({ fields, path, problems: [] })

export const pathOf = (source: Source, key: string): string => (source.path === '' ? key : `${source.path}.${key}`)

export function refuse(source: Source, key: string, expected: string): void {
  source.problems.push({ path: pathOf(source, key), expected })
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** The object at a place of the envelope, or null when there is none. */
export function enveloped(root: Source, ...keys: readonly string[]): Source | null {
  let fields = root.fields
  for (const key of keys) {
    const inner = fields[key]
    if (!isObject(inner)) return null
    fields = inner
  }
  return { fields, path: keys.join('.'), problems: root.problems }
}

/** A field of the envelope that the object inside lacks, such as the shop a message was pushed for. */
export const inheriting = (root: Source, found: Source | null, key: string): Source | null =>
  found === null || found.fields[key] !== undefined || root.fields[key] === undefined
    ? found
    : { ...found, fields: { ...found.fields, [key]: root.fields[key] } }

/** The whole text, when it is the bare object: then it has one of these fields. */
export const bare = (root: Source, ...marks: readonly string[]): Source | null =>
  marks.some((mark) => Object.hasOwn(root.fields, mark)) ? root : null

/** Null for null, an empty string, and the empty list that some platforms write for an object without fields. */
export function optionalObject(source: Source, key: string): Source | null {
  const value = source.fields[key]
  if (isNothing(value)) return null
  if (isObject(value)) return { fields: value, path: pathOf(source, key), problems: source.problems }
  refuse(source, key, 'an object')
  return null
}

export function object(source: Source, key: string): Source {
  const found = optionalObject(source, key)
  if (found !== null) return found
  if (isNothing(source.fields[key])) refuse(source, key, 'an object')
  return { fields: {}, path: pathOf(source, key), problems: source.problems }
}

/** A list of objects, empty when the field is. */
export function list(source: Source, key: string): readonly Source[] {
  const value = source.fields[key]
  if (isNothing(value)) return []
  if (!Array.isArray(value)) {
    refuse(source, key, 'a list')
    return []
  }
  const path = pathOf(source, key)
  return value.flatMap((fields, index) => {
    if (isObject(fields)) return [{ fields, path: `${path}[${index}]`, problems: source.problems }]
    refuse(source, `${key}[${index}]`, 'an object')
    return []
  })
}

/** A list that must not be empty. */
export function fullList(source: Source, key: string): readonly Source[] {
  const items = list(source, key)
  if (items.length === 0 && isNothing(source.fields[key])) refuse(source, key, 'a list of at least one object')
  return items
}

/** A list of texts (or numbers, as their text). */
export function texts(source: Source, key: string): readonly string[] {
  const value = source.fields[key]
  if (isNothing(value)) return []
  if (!Array.isArray(value)) {
    refuse(source, key, 'a list of texts')
    return []
  }
  return value.flatMap((item, index) => {
    if (typeof item === 'string' || typeof item === 'number') return String(item).trim() === '' ? [] : [String(item).trim()]
    refuse(source, `${key}[${index}]`, 'a text')
    return []
  })
}

/** JSON inside a JSON string; the object itself is taken as well. */
export function jsonInText(source: Source, key: string): Source | null {
  const value = source.fields[key]
  if (typeof value !== 'string' || value.trim() === '') return optionalObject(source, key)
  const parsed = parseJson(value)
  if (parsed.ok && isObject(parsed.value)) return { fields: parsed.value, path: pathOf(source, key), problems: source.problems }
  refuse(source, key, 'an object written as JSON')
  return null
}
