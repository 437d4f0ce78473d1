import { readFile } from 'node:fs/promises'
import type { Json } from '../../../domain/shared/json.ts'
import { parseMoment } from '../../as-of/position.ts'
import { textOption, UsageError, type VerbContext } from '../verb.ts'

export async function documentIn(file: string): Promise<Json> {
  const text = await readFile(file, 'utf8').catch((failure: Error) => {
    throw new UsageError(`${file} cannot be read: ${failure.message}`)
  })
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file} is not JSON`)
  }
}

export function instantOption(context: VerbContext, name: string): number | undefined {
  const text = textOption(context, name)
  if (text === undefined) return undefined
  const moment = text.includes('T') ? parseMoment(text) : null
  if (moment === null || !('instant' in moment)) throw new UsageError(`--${name} takes an instant such as 2026-11-11T10:00:00+08:00`)
  return moment.instant
}
