import type { CollectionDefinition, Fields, IndexDefinition } from '../port.ts'
import { invalid } from '../rules.ts'
import type { Value } from './values.ts'
import { ARRAY, partsOf, valuesAt } from './values.ts'

/** A field of some index, kept in a column of its own beside the body. */
export interface Column {
  readonly field: string
  readonly parts: readonly string[]
  /** Some document holds an array there, so the column no longer says it all. */
  holdsArrays: boolean
  /** Documents older than the column have their value in it too. */
  filled: boolean
}

export interface Index {
  /** Never given twice in a collection: part of the index's name in the file. */
  readonly number: number
  readonly columns: readonly number[]
  readonly unique: boolean
  /** Kept as a table with one row per array element instead of an SQLite index. */
  spread: boolean
  /** It is there, with every document in it. Until then nothing of it is. */
  ready: boolean
}

/** How a collection lies in the file. Names of users never become names in SQL; numbers do. */
export interface Shape {
  readonly number: number
  readonly name: string
  readonly columns: Column[]
  readonly indexes: Index[]
}

export const tableOf = (shape: Shape): string => `documents_${shape.number}`
export const indexOf = (shape: Shape, index: Index): string => `index_${shape.number}_${index.number}`
export const entriesOf = (shape: Shape, index: Index): string => `entries_${shape.number}_${index.number}`
export const columnOf = (shape: Shape, field: string): number => shape.columns.findIndex((column) => column.field === field)

/** What goes into the columns: a list where the body holds an array. */
export type Row = readonly (Value | readonly Value[])[]

export const rowOf = (shape: Shape, body: Fields): Row => shape.columns.map(({ parts }) => valuesAt(body, parts))

export const arrayColumnsOf = (row: Row): readonly number[] => row.flatMap((value, column) => (Array.isArray(value) ? [column] : []))

/** Columns whose first array this row brings; why it cannot be indexed, when it cannot. */
export function arrayRules(shape: Shape, row: Row): { readonly news: readonly number[]; readonly refusal?: string } {
  const arrays = arrayColumnsOf(row)
  for (const { columns, unique } of shape.indexes) {
    const within = columns.filter((column) => arrays.includes(column))
    const fields = within.map((column) => shape.columns[column]!.field)
    if (unique && within.length > 0) return { news: [], refusal: `A unique index cannot hold the array in ${fields.join(', ')}` }
    if (within.length > 1) return { news: [], refusal: `One index cannot hold arrays in several fields: ${fields.join(', ')}` }
  }
  return { news: arrays.filter((column) => !shape.columns[column]!.holdsArrays) }
}

export const columnValue = (value: Value | readonly Value[]): Value => (Array.isArray(value) ? ARRAY : (value as Value))

interface Stored {
  readonly columns: readonly Omit<Column, 'parts'>[]
  readonly indexes: readonly Index[]
}

export const stored = ({ columns, indexes }: Shape): string =>
  JSON.stringify({ columns: columns.map(({ parts, ...column }) => column), indexes } satisfies Stored)

export function restored(number: number, name: string, text: string): Shape {
  const { columns, indexes } = JSON.parse(text) as Stored
  return { number, name, columns: columns.map((column) => ({ ...column, parts: partsOf(column.field) })), indexes: [...indexes] }
}

/** What the definition asks for and the shape does not have yet. */
export function missing(shape: Shape, { indexes }: CollectionDefinition): { columns: Column[]; indexes: IndexDefinition[] } {
  const fieldsOf = (index: Index): string => JSON.stringify(index.columns.map((column) => shape.columns[column]!.field))
  const have = new Map(shape.indexes.map((index) => [fieldsOf(index), index]))
  const wanted = indexes.filter(({ fields, unique = false }) => {
    const index = have.get(JSON.stringify(fields))
    if (index && index.unique !== unique) throw invalid('An index cannot change whether it is unique', { collection: shape.name, fields })
    return !index
  })
  const names = new Set(wanted.flatMap(({ fields }) => fields))
  const fields = [...names].filter((field) => columnOf(shape, field) === -1)
  return { columns: fields.map((field) => ({ field, parts: partsOf(field), holdsArrays: false, filled: false })), indexes: wanted }
}
