import { isLedgerStream } from '../../domain/own-streams.ts'
import type { ProjectionRunner } from '../../projections/runner/runner.ts'
import { onlyStreams } from '../../stores/events/only-streams.ts'
import type { Position } from '../../stores/events/port.ts'
import { documentsOf, eventsOf } from '../adapters/choose.ts'
import { openAll } from '../open-all.ts'
import { assertRoleFits, openOwnership } from '../ownership.ts'
import { openReadModels } from '../read-models.ts'
import type { Settings } from '../settings.ts'

export interface MirrorReadModels {
  readonly readModels: ProjectionRunner
  readonly head: Position
  close(): Promise<void>
}

/** The read models of a mirror, following; its log is only read, and no key is made. Throws `LOCKED` when another process writes them. */
export const openMirrorReadModels = (settings: Settings): Promise<MirrorReadModels> =>
  openAll(async (opened, close) => {
    assertRoleFits(settings)
    const log = opened(await eventsOf(settings).openForReading())
    const documents = opened(await documentsOf(settings).openForWriting())
    const stores = { events: onlyStreams(log, isLedgerStream), documents }
    const ownership = await openOwnership(settings, documents, documentsOf(settings).shared, opened)
    const { readModels } = await openReadModels(settings, stores, ownership, opened)
    await readModels.start()
    return { readModels, head: await log.head(), close }
  })
