import { UsageError } from './verb.ts'

const hints: Readonly<Record<string, string>> = {
  LOCKED:
    'Another process writes this folder. Ask it instead: set LEDGER_TOKEN to a key, and HOST and PORT if it is not at 127.0.0.1:7400.',
  CORRUPT: 'Nothing was changed. Restore a backup (ledger restore), or keep the folder for examination.',
  FORMAT: 'Name the folder the ledger writes in LEDGER_EVENTS=embedded:<folder>, or use the version that wrote it.',
  MISSING: 'Start the ledger there once, or name the right folder in LEDGER_EVENTS=embedded:<folder>.',
}

/** What the system says of a file or folder somebody named wrongly. */
const namedWrongly: ReadonlySet<string> = new Set(['ENOENT', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'])

/** A failure in words for whoever typed the command; a stack only for what nobody expected. */
export function explainFailure(failure: unknown): { message: string; code: number } {
  if (failure instanceof UsageError) return { message: failure.message, code: 2 }
  if (!(failure instanceof Error)) return { message: String(failure), code: 1 }
  const code = (failure as { readonly code?: unknown }).code
  if (code === 'SETTING') return { message: failure.message, code: 1 }
  if (typeof code !== 'string') return { message: failure.stack ?? failure.message, code: 1 }
  const hint = hints[code]
  const said = failure.message.startsWith(code) ? failure.message : `${code}: ${failure.message}`
  return { message: `${said}${hint === undefined ? '' : `\n${hint}`}`, code: namedWrongly.has(code) ? 2 : 1 }
}
