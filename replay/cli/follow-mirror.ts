import { openMirrorReadModels } from '../../compose/mirror/read-models.ts'
import type { Settings } from '../../compose/settings.ts'
import type { ReadModelStatus } from '../../projections/runner/status.ts'
import type { Progress } from './progress.ts'

/** A read model that could not be brought up to the end of the log, and why. */
export interface LeftBehind {
  readonly name: string
  readonly cause: string | null
}

const lookEveryMs = 500

/**
 * Brings the read models of a mirror up to the end of its log: those that are new are built. Gives back what stopped on the way; throws as
 * `openMirrorReadModels`.
 */
export async function followMirror(settings: Settings, progress: Progress): Promise<readonly LeftBehind[]> {
  const { readModels, head, close } = await openMirrorReadModels(settings)
  try {
    for (;;) {
      const behind = (await readModels.status()).filter(({ position }) => position < head)
      const building = behind.find((model) => model.building !== null)?.building
      if (building != null) progress.show(building)
      const moving = behind.find((model) => !isAtAnEnd(model))
      if (moving === undefined) return behind.map(({ projection: name, cause }) => ({ name, cause }))
      await readModels.waitFor(moving.projection, head, lookEveryMs)
    }
  } finally {
    await close()
  }
}

/** A build that failed leaves its cause behind, and an older read model that answers, or none. */
const isAtAnEnd = ({ state, cause }: ReadModelStatus): boolean => state === 'stopped' || (state !== 'building' && cause !== null)
