import { z } from 'zod'

/** Paths of the leaves of a schema, lists as `[]`: what a channel has to account for. */
export function leafPaths(schema: z.ZodType, prefix = ''): readonly string[] {
  const bare = unwrapped(schema)
  if (bare instanceof z.ZodObject)
    return Object.entries(bare.shape).flatMap(([key, field]) => leafPaths(field as z.ZodType, prefix === '' ? key : `${prefix}.${key}`))
  if (bare instanceof z.ZodArray) return leafPaths(bare.element as z.ZodType, `${prefix}[]`)
  return [prefix]
}

const unwrapped = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema

/** Description of each leaf, for the table people read. */
export function leafDescriptions(schema: z.ZodType, prefix = ''): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>()
  const walk = (each: z.ZodType, path: string, inherited: string): void => {
    const description = each.description ?? inherited
    const bare = unwrapped(each)
    const own = bare.description ?? description
    if (bare instanceof z.ZodObject)
      for (const [key, field] of Object.entries(bare.shape)) walk(field as z.ZodType, path === '' ? key : `${path}.${key}`, '')
    else if (bare instanceof z.ZodArray) walk(bare.element as z.ZodType, `${path}[]`, own)
    else descriptions.set(path, own)
  }
  walk(schema, prefix, '')
  return descriptions
}
