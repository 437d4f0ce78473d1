import { z } from 'zod'

/** What is looked at of a field's JSON schema. */
export interface FieldSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly personal?: boolean
  readonly pattern?: string
  readonly items?: FieldSchema
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly anyOf?: readonly FieldSchema[]
}

export interface SchemaField {
  /** As `docs/events.md` writes it: `lines[].discounts[].amountFen`. */
  readonly path: string
  readonly schema: FieldSchema
}

/** Every field of a schema, those of the objects and lists inside it included. */
export const fieldsOf = (schema: z.ZodType): readonly SchemaField[] =>
  fieldsIn(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as FieldSchema, '')

const fieldsIn = ({ properties, items, anyOf }: FieldSchema, path: string): readonly SchemaField[] => [
  ...Object.entries(properties ?? {}).flatMap(([name, schema]) => {
    const here = path === '' ? name : `${path}.${name}`
    return [{ path: here, schema }, ...fieldsIn(schema, here)]
  }),
  ...(items === undefined ? [] : fieldsIn(items, `${path}[]`)),
  ...(anyOf ?? []).flatMap((each) => fieldsIn(each, path)),
]

/** The description of a field, or of what it is when it is not null. */
export const descriptionOf = ({ description, anyOf }: FieldSchema): string =>
  description ?? anyOf?.map(descriptionOf).find((text) => text !== '') ?? ''

export const isPersonal = ({ personal, anyOf }: FieldSchema): boolean => personal === true || (anyOf ?? []).some(isPersonal)
