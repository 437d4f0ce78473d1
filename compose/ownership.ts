import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { DocumentStore } from '../stores/documents/port.ts'
import { keepLeases } from '../stores/leases/keep.ts'
import { createLeaseKeeper } from '../stores/leases/keeper.ts'
import { everything, type Ownership } from '../stores/leases/port.ts'
import { othersOwn } from '../stores/leases/records.ts'
import { defaultTiming, type LeaseTiming, monotonicClock } from '../stores/leases/timing.ts'
import { documentsOf, eventsOf, withoutSecrets } from './adapters/choose.ts'
import type { Opened } from './open-all.ts'
import { SettingError } from './setting-error.ts'
import type { Settings } from './settings.ts'

/** Throws in words a user understands when a role needs stores that several processes share, and these are not. */
export function assertRoleFits(settings: Settings): void {
  if (settings.role === 'store')
    throw new SettingError('LEDGER_ROLE=store opens the log and its gRPC door alone: leave it out for a ledger')
  if (settings.role === 'all' || (eventsOf(settings).shared && documentsOf(settings).shared)) return
  throw new SettingError(
    `LEDGER_ROLE=${settings.role} is for a ledger of several processes; ${withoutSecrets(settings.events)} and ${withoutSecrets(settings.readModels)} belong to one: leave it out`,
  )
}

/** Which read models and processes this process works on. One that shares its stores with nobody owns everything, without a lease. */
export async function openOwnership(
  { role, say }: Settings,
  documents: DocumentStore,
  isShared: boolean,
  opened: Opened,
  timing: LeaseTiming = defaultTiming,
): Promise<Ownership> {
  if (!isShared) return everything
  if (role === 'api') return othersOwn(documents)
  const owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
  const keeper = await createLeaseKeeper({ documents, owner, clock: monotonicClock, timing, onTrouble: say })
  const kept = keepLeases(keeper, monotonicClock, timing)
  opened({ close: () => kept.stop() })
  return keeper.ownership
}
