import { hash } from 'node:crypto'

/** JSON with the keys of every object in order: equal content gives equal text, however it was put together. */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>)
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return 'null'
    default:
      throw new TypeError(`A command cannot hold a ${typeof value}: it must be JSON`)
  }
}

function canonicalArray(values: readonly unknown[]): string {
  let text = '['
  for (let index = 0; index < values.length; index++) text += (index === 0 ? '' : ',') + canonicalJson(values[index])
  return `${text}]`
}

function canonicalObject(object: Record<string, unknown>): string {
  const keys = Object.keys(object)
  let text = '{'
  for (const { key, label } of inOrder(keys)) {
    const value = object[key]
    if (value !== undefined) text += (text.length === 1 ? '' : ',') + label + canonicalJson(value)
  }
  return `${text}}`
}

interface Label {
  readonly key: string
  readonly label: string
}

interface Shape {
  readonly keys: readonly string[]
  readonly labels: readonly Label[]
}

/** Commands have few shapes, and sorting the same keys again and again would be most of the work. By first key, a few of each. */
const shapes = new Map<string, Shape[]>()
const MAX_FIRST_KEYS = 500
const MAX_SHAPES = 8
const MAX_KEYS = 50

function inOrder(keys: readonly string[]): readonly Label[] {
  if (keys.length === 0) return []
  const alike = shapes.get(keys[0]!)
  const known = alike?.find((shape) => same(shape.keys, keys))
  if (known !== undefined) return known.labels
  const labels = keys.toSorted().map((key) => ({ key, label: `${JSON.stringify(key)}:` }))
  if (keys.length <= MAX_KEYS) remember(keys, labels, alike)
  return labels
}

function remember(keys: readonly string[], labels: readonly Label[], alike: Shape[] = []): void {
  if (alike.length >= MAX_SHAPES) alike.shift()
  alike.push({ keys, labels })
  if (shapes.size >= MAX_FIRST_KEYS) shapes.clear()
  shapes.set(keys[0]!, alike)
}

function same(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false
  return true
}

/** 128 bits of SHA-256 over a command's type and data: tells a repeat from another command under the same id. */
export const contentHash = (command: { readonly type: string; readonly data: unknown }): string =>
  hash('sha256', `${command.type}\n${canonicalJson(command.data)}`, 'base64url').slice(0, 22)
