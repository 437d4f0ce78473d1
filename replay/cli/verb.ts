import type { ParseArgsOptionsConfig } from 'node:util'
import type { Settings } from '../../compose/settings.ts'

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

export interface VerbContext {
  readonly values: Values
  readonly positionals: readonly string[]
  readonly settings: Settings
  /** One JSON object on standard output. */
  readonly json: boolean
  /** A line on standard output: what was asked for. */
  print(line: string): void
  /** A line on standard error: progress and remarks. */
  note(line: string): void
}

/** Exits 0 when it did its work, 1 when it found what it looks for to be wrong, 2 on bad usage. */
export interface Verb {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly options: ParseArgsOptionsConfig
  run(context: VerbContext): Promise<number>
}

/** Bad usage, in words that say what to give. */
export class UsageError extends Error {}

export function textOption({ values }: VerbContext, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** A location that leads somewhere, as `check` knows by throwing; what it says of another is bad usage. Undefined when not given. */
export function locationOption(context: VerbContext, name: string, check: (location: string) => unknown): string | undefined {
  const location = textOption(context, name)
  if (location === undefined) return undefined
  try {
    check(location)
  } catch (failure) {
    throw new UsageError(failure instanceof Error ? failure.message : String(failure))
  }
  return location
}

export function wholeNumber(context: VerbContext, name: string, fallback: number): number {
  const text = textOption(context, name)
  if (text === undefined) return fallback
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} takes a whole number, not ${text}`)
  return Number(text)
}

/** How many of a list are shown. */
export function limitOption(context: VerbContext): number {
  const limit = wholeNumber(context, 'limit', 50)
  if (limit === 0) throw new UsageError('--limit takes a whole number from 1')
  return Math.min(1_000, limit)
}

/** A word nobody reads is refused rather than passed over: whoever wrote it meant something by it. */
export function refuseMoreWords({ positionals }: VerbContext, most: number): void {
  if (positionals.length > most) throw new UsageError(`there is a word too many: ${positionals.slice(most).join(' ')}`)
}

/** Prints the value as JSON when asked for, positions as decimal text; else the lines. */
export function answer(context: VerbContext, value: unknown, lines: readonly string[]): void {
  if (context.json) context.print(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)))
  else for (const line of lines) context.print(line)
}
