import { type Ledger, openLedger } from '../../compose/ledger.ts'
import type { Settings } from '../../compose/settings.ts'

const isLocked = (failure: unknown): boolean => failure instanceof Error && (failure as { code?: unknown }).code === 'LOCKED'

/** Changing verbs: in the folder itself when nobody writes it, else by asking the server that does. */
export async function changeThrough<Result>(
  settings: Settings,
  directly: (ledger: Ledger) => Promise<Result>,
  byServer: () => Promise<Result>,
): Promise<Result> {
  const ledger = await openLedger(settings).catch((failure: unknown) => {
    if (isLocked(failure)) return null
    throw failure
  })
  if (ledger === null) return byServer()
  try {
    return await directly(ledger)
  } finally {
    await ledger.close()
  }
}
