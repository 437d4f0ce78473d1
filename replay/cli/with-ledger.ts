import { type Ledger, openLedger } from '../../compose/ledger.ts'
import type { Settings } from '../../compose/settings.ts'

const isLocked = (failure: unknown): boolean => failure instanceof Error && (failure as { code?: unknown }).code === 'LOCKED'

/** Changing verbs: in the folder itself when nobody writes it, else by asking the server that does. */
export const changeThrough = <Result>(
  settings: Settings,
  directly: (ledger: Ledger) => Promise<Result>,
  byServer: () => Promise<Result>,
): Promise<Result> => openedOrAsked(() => openLedger(settings), directly, byServer)

/** The same with less than a ledger open. */
export async function openedOrAsked<Open extends { close(): Promise<void> }, Result>(
  open: () => Promise<Open>,
  directly: (opened: Open) => Promise<Result>,
  byServer: () => Promise<Result>,
): Promise<Result> {
  const opened = await open().catch((failure: unknown) => {
    if (isLocked(failure)) return null
    throw failure
  })
  if (opened === null) return byServer()
  try {
    return await directly(opened)
  } finally {
    await opened.close()
  }
}
