import type { WmsAnswer } from '../../domain/wms/canonical.ts'
import { optionalText, text } from '../shared/fields.ts'
import { sourceOf } from '../shared/source.ts'
import { parseXml, writeXml } from './xml.ts'

export interface Reply {
  readonly ok: boolean
  readonly code: string
  readonly message: string
}

/** What a system is told of a message of its own. */
export const writeReply = ({ ok, code, message }: Reply): string =>
  writeXml('response', { flag: ok ? 'success' : 'failure', code, message })

const mostSaid = 500

/** What a system says of a message of ours; an answer that is none leaves open what became of it. */
export function readReply(body: string): WmsAnswer {
  const response = parseXml(body, 'response')
  if (response === null) return { outcome: 'unanswered', code: 'NOT_QIMEN' }
  const source = sourceOf(response, '')
  const flag = text(source, 'flag').trim().toLowerCase()
  if (flag === 'success') return { outcome: 'taken' }
  if (flag !== 'failure') return { outcome: 'unanswered', code: 'NOT_QIMEN' }
  const code = optionalText(source, 'code')?.trim().slice(0, 100) ?? 'FAILURE'
  return { outcome: 'refused', code, said: (optionalText(source, 'message') ?? '').slice(0, mostSaid) }
}
