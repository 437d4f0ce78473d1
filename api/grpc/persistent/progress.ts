import type { DoorServices } from '../services.ts'
import { createFinished } from './finished.ts'
import type { GroupSettings } from './settings.ts'
import type { Place, Source } from './source.ts'
import { writeCheckpoint } from './system-streams.ts'

export interface ProgressOptions {
  readonly source: Source
  readonly name: string
  readonly settings: GroupSettings
  /** Everything up to here is dealt with. */
  readonly reached: Place
  readonly services: DoorServices
}

/** How far a group has come, written down now and then as its settings say. What it writes, it writes one after another. */
export function createProgress({ source, name, settings, reached, services }: ProgressOptions) {
  const { now, onFailure } = services
  const finished = createFinished(reached)
  let written = reached
  let doneSince = 0
  let writtenAt = now()
  let writing: Promise<void> = Promise.resolve()

  const write = (work: () => Promise<void>): void => {
    writing = writing.then(work).catch((failure: unknown) => void onFailure(failure))
  }

  function checkpoint(): void {
    const place = finished.reached()
    doneSince = 0
    writtenAt = now()
    if (place === written) return
    written = place
    write(() => writeCheckpoint(services, source, name, place))
  }

  return {
    reached: finished.reached,
    open: finished.open,
    take: finished.take,
    /** The last place written down. */
    checkpoint: (): Place => written,
    write,
    done(place: Place | null): void {
      if (place === null) return
      finished.done(place)
      doneSince += 1
      if (doneSince >= Math.max(1, settings.maxCheckpointCount)) checkpoint()
    },
    look(): void {
      if (now() - writtenAt >= settings.checkpointAfterMs && doneSince >= Math.max(1, settings.minCheckpointCount)) checkpoint()
    },
    /** Resolves when all that is dealt with is written down. */
    async stop(): Promise<void> {
      // What is being given up is dealt with once it is parked.
      await writing
      checkpoint()
      await writing
    },
  }
}
