import type { Database } from './database.ts'
import { statement } from './database.ts'
import { inThread } from './maintenance.ts'

/** Pages of 4 KiB in the write-ahead log, not yet in the database, that are worth a checkpoint. */
const WORTH_PAGES = 4_000n
/** A log this long makes writers wait until the checkpoint has caught up, so that it cannot grow for ever. */
const TOO_LONG_PAGES = 65_536n

/**
 * After a commit: copies the write-ahead log into the database in the maintenance thread, because it waits for the disk twice.
 * Only inside `change` and between transactions.
 */
export async function checkpointWhenWorth(database: Database): Promise<void> {
  const [, log, copied] = statement(database, 'PRAGMA wal_checkpoint(NOOP)').get() as unknown as [bigint, bigint, bigint]
  if (log - copied < WORTH_PAGES) return
  const running = database.checkpoint ?? begun(database)
  if (log > TOO_LONG_PAGES) {
    await running
    await begun(database)
  }
}

function begun(database: Database): Promise<void> {
  const mine = inThread(database, { task: 'checkpoint' })
    .catch(() => {
      if (database.state === 'open') database.state = 'stopped'
    })
    .finally(() => {
      database.checkpoint = undefined
    })
  database.checkpoint = mine
  return mine
}
