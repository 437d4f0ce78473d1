import { readdirSync, readFileSync } from 'node:fs'
import type { Reading } from '../port.ts'

export interface Fixture {
  readonly name: string
  readonly text: string
  readonly expected: Reading
}

const expectedSuffix = '.expected.json'

export function fixturesIn(folder: URL): readonly Fixture[] {
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.endsWith(expectedSuffix))
    .map((file) => ({
      name: file.replace('.json', ''),
      text: read(file),
      expected: JSON.parse(read(file.replace('.json', expectedSuffix))) as Reading,
    }))
}

/** The payload with every number kept as its text, to be written again digit by digit. */
export const exactly = (text: string): unknown =>
  JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? rawNumber(context?.source ?? String(value)) : value,
  )

/** JSON.rawJSON is newer than the types of the language. */
const raw = JSON as unknown as { rawJSON(text: string): object; isRawJSON(value: unknown): value is { readonly rawJSON: string } }
export const rawNumber = (text: string): object => raw.rawJSON(text)
export const isRawNumber = (value: unknown): value is { readonly rawJSON: string } => raw.isRawJSON(value)

export type Path = readonly (string | number)[]

/** Every place of a payload: objects, lists and leaves. */
export function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null || isRawNumber(value)) return [path]
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => placesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))
  return path.length === 0 ? inner : [path, ...inner]
}

export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value)

/** A copy with another value at this place, or without it. */
export function replaced(value: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  const inner = replaced((value as Record<string | number, unknown>)[key], rest, change)
  if (Array.isArray(value)) return inner === undefined ? value.toSpliced(key as number, 1) : value.with(key as number, inner)
  return { ...(value as object), [key]: inner }
}

export const pathText = (path: Path): string =>
  path.map((part, index) => (typeof part === 'number' ? '[]' : `${index === 0 ? '' : '.'}${part}`)).join('')
