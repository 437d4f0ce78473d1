import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger } from '../../../compose/ledger.ts'
import { defaultSettings } from '../../../compose/settings.ts'
import { projections } from '../../../projections/index.ts'

/** How many read models and processes a ledger has that somebody must own. */
export const everything = projections.length + (await countProcesses())

async function countProcesses(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-processes-'))
  const ledger = await openLedger(defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }))
  await ledger.close()
  rmSync(folder, { recursive: true })
  return ledger.processes.length
}
