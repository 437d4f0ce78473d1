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

/** Commands have few shapes, and sorting the same keys again and again would be most of the work. */
const shapes = new Map<string, readonly Label[]>()
const MAX_SHAPES = 1_000
const MAX_SHAPE_LENGTH = 500

function inOrder(keys: string[]): readonly Label[] {
  const shape = keys.join('\n')
  const known = shapes.get(shape)
  if (known?.length === keys.length) return known
  const labels = keys.toSorted().map((key) => ({ key, label: `${JSON.stringify(key)}:` }))
  if (shape.length <= MAX_SHAPE_LENGTH && !keys.some((key) => key.includes('\n'))) {
    if (shapes.size >= MAX_SHAPES) shapes.clear()
    shapes.set(shape, labels)
  }
  return labels
}

/** 128 bits of SHA-256 over a command's type and data: tells a repeat from another command under the same id. */
export const contentHash = (command: { readonly type: string; readonly data: unknown }): string =>
  hash('sha256', `${command.type}\n${canonicalJson(command.data)}`, 'base64url').slice(0, 22)
