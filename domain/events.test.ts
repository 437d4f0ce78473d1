import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { aggregates } from './aggregates.ts'
import { eventDefinitions } from './events.ts'
import type { CommandDefinition } from './shared/command.ts'
import type { EventDefinition } from './shared/event.ts'
import { sealedPattern } from './shared/personal.ts'
import { missingUpcasts } from './shared/testing/missing-upcasts.ts'
import { descriptionOf, type FieldSchema, fieldsOf, isPersonal, type SchemaField } from './shared/testing/schema-fields.ts'

type Table<Definition> = Readonly<Record<string, Definition>>

/** Every table that a file of this name in a folder of `domain/` exports under a name with this ending. */
async function tablesOf<Definition>(file: string, ending: string): Promise<ReadonlyMap<string, Table<Definition>>> {
  const tables = new Map<string, Table<Definition>>()
  for (const path of readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!new RegExp(`^[a-z-]+/${file}\\.ts$`).test(path)) continue
    for (const [name, exported] of Object.entries(await import(`${import.meta.dirname}/${path}`)))
      if (name.endsWith(ending)) tables.set(name, exported as Table<Definition>)
  }
  return tables
}

const eventTables = await tablesOf<EventDefinition>('events', 'Events')
const commandTables = await tablesOf<CommandDefinition>('commands', 'Commands')

interface NamedField extends SchemaField {
  readonly name: string
}

const fieldsOfAll = (tables: ReadonlyMap<string, Table<EventDefinition | CommandDefinition>>): readonly NamedField[] =>
  [...tables.values()]
    .flatMap((table) => Object.entries(table))
    .flatMap(([type, { data }]) => fieldsOf(data).map((field) => ({ ...field, name: `${type} ${field.path}` })))

const fields = [...fieldsOfAll(eventTables), ...fieldsOfAll(commandTables)]
const namesOf = (named: readonly NamedField[]): readonly string[] => [...new Set(named.map(({ name }) => name))]

const isNumber = ({ type, anyOf }: FieldSchema): boolean => type === 'integer' || type === 'number' || (anyOf ?? []).some(isNumber)
const unitsByEnding: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/Fen(\[\])?$/, 'in fen'],
  [/(At|By|From|To)$/, 'epoch milliseconds'],
  [/Ms$/, 'milliseconds'],
  [/Grams$/, 'in grams'],
]
const lacksUnit = ({ path, schema }: NamedField): boolean =>
  unitsByEnding.some(([ending, unit]) => ending.test(path) && isNumber(schema) && !descriptionOf(schema).includes(unit))

/** Fields whose words may name somebody, wherever they stand in an event. */
const partyFields = /(^|\.)(buyer\.(name|phone|address|identityNumber)|remarks\.(buyer|seller)|payload)$/

describe('the schemas of events and commands', () => {
  test('were found: the tables of the catalogue are those that are walked', () => {
    expect(eventTables.size).toBeGreaterThanOrEqual(10)
    expect(commandTables.size).toBeGreaterThanOrEqual(8)
  })

  test('describe every type and every field', () => {
    const types = [...eventTables.values(), ...commandTables.values()].flatMap((table) => Object.entries(table))
    expect(types.filter(([, { description }]) => description === '').map(([type]) => type)).toEqual([])
    expect(namesOf(fields.filter(({ schema }) => descriptionOf(schema) === ''))).toEqual([])
  })

  test('name the unit of every amount, instant and duration', () => {
    expect(namesOf(fields.filter(lacksUnit))).toEqual([])
  })

  test('let a field that is marked personal hold nothing but sealed text, in commands as in events', () => {
    const marked = fields.filter(({ schema }) => isPersonal(schema))
    expect(namesOf(marked)).toContain('OrderPlaced buyer.phone')
    expect(namesOf(marked.filter(({ schema }) => !holdsSealedTextOnly(schema)))).toEqual([])
  })

  test('mark as personal every field that may name somebody', () => {
    expect(namesOf(fields.filter(({ path, schema }) => partyFields.test(path) && !isPersonal(schema)))).toEqual([])
  })
})

const holdsSealedTextOnly = (schema: FieldSchema): boolean =>
  schema.anyOf === undefined
    ? schema.type === 'null' || (schema.type === 'string' && schema.pattern === sealedPattern.source)
    : schema.anyOf.every(holdsSealedTextOnly)

describe('the catalogue of events', () => {
  test('holds every table there is, and every type once', () => {
    const types = [...eventTables.values()].flatMap((table) => Object.keys(table))
    expect(types.filter((type, place) => types.indexOf(type) !== place)).toEqual([])
    expect(types.toSorted()).toEqual(Object.keys(eventDefinitions).toSorted())
  })

  test('has a step from every older version to the next', () => {
    expect(Object.entries(eventDefinitions).flatMap(([type, each]) => missingUpcasts(each).map((from) => `${type} ${from}`))).toEqual([])
  })

  test('notices a missing step, and one that leads nowhere', () => {
    const definition = { description: 'An event', data: z.object({}), version: 4 }
    const same = (data: Record<string, unknown>) => data
    expect(missingUpcasts({ ...definition, upcasts: { 1: same, 3: same } })).toEqual([2])
    expect(missingUpcasts({ ...definition, upcasts: { 1: same, 2: same, 3: same, 4: same } })).toEqual([4])
    expect(missingUpcasts(definition)).toEqual([1, 2, 3])
    expect(missingUpcasts({ ...definition, upcasts: { 1: same, 2: same, 3: same } })).toEqual([])
  })
})

describe('the kinds of streams', () => {
  const repeated = (names: readonly string[]) => names.filter((name, place) => names.indexOf(name) !== place)

  test('have a category each, and each command goes to one of them', () => {
    expect(repeated(aggregates.map(({ category }) => category))).toEqual([])
    expect(repeated(aggregates.flatMap(({ commandTypes }) => commandTypes))).toEqual([])
  })

  test('take every command there is a schema for', () => {
    const taken = new Set(aggregates.flatMap(({ commandTypes }) => commandTypes))
    expect([...commandTables.values()].flatMap((table) => Object.keys(table)).filter((type) => !taken.has(type))).toEqual([])
  })
})
