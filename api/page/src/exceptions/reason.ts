import type { Exception } from '../api/exceptions.ts'
import { chineseOf } from '../language/errors.ts'
import { language } from '../language/language.ts'

type Refused = { readonly code: string; readonly reason: string; readonly details?: Exception['details'] }

/** Why a message could not be taken further, in the chosen language: in Chinese by its code, with what the details name. */
export function reasonOf({ code, reason, details = null }: Refused): string {
  const known = language.value === 'zh' ? chineseOf(code) : undefined
  return known === undefined ? reason : [known.title, ...namesIn(details)].join('；')
}

/** What to do about it; null where the reason says it, or nothing is known. */
export const adviceFor = ({ code }: Pick<Refused, 'code'>): string | null =>
  (language.value === 'zh' ? chineseOf(code)?.advice : undefined) ?? null

/** Amounts in fen are told apart from the sentence, both sides beside each other. */
const namesIn = (details: Exception['details']): readonly string[] =>
  Object.entries(typeof details === 'object' && details !== null ? details : {})
    .filter(([name, value]) => (typeof value === 'string' || typeof value === 'number') && !name.endsWith('Fen'))
    .map(([name, value]) => `${name}: ${value}`)
