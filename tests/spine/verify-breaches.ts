import type { Ledger } from '../../compose/ledger.ts'
import { checkEvents, checkReadModels, openScratchDocuments } from '../../compose/stores.ts'
import { projections } from '../../projections/index.ts'
import { verify } from '../../replay/verify/verify.ts'

/** What `verify` finds of a ledger whose read models have come after. */
export async function verifyBreaches({ events, documents, settings, readModels }: Ledger): Promise<string[]> {
  const scratch = await openScratchDocuments()
  try {
    return await readModels.whilePaused(async () => {
      const checks = { checkLog: () => checkEvents(settings), checkReadModels: () => checkReadModels(settings) }
      const { ok, first } = await verify({ events, documents, scratch, projections, ...checks })
      return ok ? [] : [`verify: ${first}`]
    })
  } finally {
    await scratch.close()
  }
}
