import { z } from 'zod'
import { fenOfYuan } from '../../domain/shared/money.ts'
import { refuse, type Source } from './source.ts'
import { instantOfLocalTime, isDateText } from './time.ts'

/** Fields of the forms that are our own (app, till), described once for reading and for the JSON schema a caller follows. */

export const isoTime = (description: string) =>
  z.iso
    .datetime({ offset: true })
    .meta({ description: `${description}; ISO 8601 with offset, such as 2026-11-11T20:00:00+08:00` })
    .transform((text) => Date.parse(text))

export const localTime = (description: string) =>
  z
    .string()
    .meta({ description: `${description}; yyyy-MM-dd HH:mm:ss in China` })
    .transform((text, context) => instantOfLocalTime(text) ?? refused(context, 'expected a time like 2026-11-11 20:00:00'))

export const date = (description: string) =>
  z
    .string()
    .meta({ description: `${description}; yyyy-MM-dd` })
    .refine(isDateText, 'expected a day like 2026-11-11')

/** Exact: text is read digit by digit, and a number by its shortest text. */
export const yuan = (description: string) =>
  z
    .union([z.string(), z.number()])
    .meta({ description: `${description}; yuan with at most two decimals, better as text` })
    .transform(
      (value, context) => fenOfYuan(String(value), { negative: true }) ?? refused(context, 'expected yuan with at most two decimals'),
    )

function refused(context: z.core.$RefinementCtx, message: string): number {
  context.issues.push({ code: 'custom', message, input: null })
  return z.NEVER
}

/** Notes every issue as a problem of the source; messages of the schema never hold a value. */
export function parseWith<Schema extends z.ZodType>(schema: Schema, found: Source): z.output<Schema> | null {
  const parsed = schema.safeParse(found.fields)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues)
    refuse(found, pathText(path), message.replace(/^Invalid \w+: expected |^expected /, '').replace(/^Invalid /, 'a valid '))
  return null
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('') || '$'
