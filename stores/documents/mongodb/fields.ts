import type { Fields, Json, Scalar } from '../port.ts'
import { canBeNamed, isObject, partsOf, pathsIn, throughArray } from './paths.ts'
import { stored } from './text.ts'

/** A scalar as it is searched and sorted; an empty object stands for an object, or an array inside an array. */
export type FieldValue = Scalar | Record<string, never>

export interface Searchable {
  /** What each path of the body leads to, under one flat name. */
  readonly fields: Readonly<Record<string, FieldValue | readonly FieldValue[]>>
  /** Paths to arrays behind which nothing can be: what is further on is not even null there. */
  readonly hollow: readonly string[]
}

/** What of a body can be searched and sorted by. */
export function searchableOf(body: Fields): Searchable {
  const fields: [string, FieldValue | readonly FieldValue[]][] = []
  const hollow: string[] = []

  const visit = (object: Fields, prefix: string): void => {
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined || !canBeNamed(name)) continue
      const path = prefix + nameOfPart(name)
      if (Array.isArray(value)) visitArray(value, path)
      else {
        fields.push([path, fieldValue(value)])
        if (isObject(value)) visit(value, `${path}/`)
      }
    }
  }
  const visitArray = (elements: readonly Json[], path: string): void => {
    fields.push([path, elements.map(fieldValue)])
    const objects = elements.filter(isObject)
    if (objects.length === 0) hollow.push(path)
    for (const parts of pathsIn(objects)) {
      const name = `${path}/${nameOfParts(parts)}`
      fields.push([name, throughArray(objects, parts).map(fieldValue)])
      if (throughArray(objects, [...parts, NOWHERE]).length === 0) hollow.push(name)
    }
  }
  visit(body, '')
  return { fields: Object.fromEntries(fields), hollow }
}

/** No field has this name. */
const NOWHERE = '\0'

export function fieldValue(value: Json): FieldValue {
  switch (typeof value) {
    case 'string':
      return stored(value.toWellFormed())
    case 'number':
      // Adding nothing makes minus zero zero, which every server then takes for the same.
      return Number.isFinite(value) ? value + 0 : null
    case 'object':
      return value === null ? null : {}
    default:
      return value
  }
}

/** One name without dots, whatever servers think of other characters: parts in percent-encoding, between slashes. */
export const nameOf = (field: string): string => nameOfParts(partsOf(field))

const nameOfParts = (parts: readonly string[]): string => parts.map(nameOfPart).join('/')

const nameOfPart = (part: string): string => (/^\w+$/.test(part) ? part : percentEncoded(part))

const percentEncoded = (part: string): string =>
  Array.from(Buffer.from(part), (byte) => {
    const character = String.fromCharCode(byte)
    return /\w/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')

/** Undoes `nameOf`. */
export const fieldOf = (name: string): string => name.split('/').map(decodeURIComponent).join('.')

/** The names of all that a path passes on its way. */
export function waysTo(field: string): readonly string[] {
  const parts = partsOf(field)
  return parts.slice(1).map((_, at) => nameOfParts(parts.slice(0, at + 1)))
}
