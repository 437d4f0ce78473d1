import { z } from 'zod'
import { regionPath } from './fields.ts'

/** Where something is or goes to. */
export const region = z.object({
  path: regionPath,
  name: z.string().describe('Province, city, district as the source names them, for people to read'),
})
export type Region = z.infer<typeof region>

export const country = 'CN'

/** Every area a place belongs to, from the country down: the keys of a roll-up. */
export const areasOf = (path: readonly string[]): readonly string[] => [country, ...path]
