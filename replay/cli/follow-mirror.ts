import { openMirrorReadModels } from '../../compose/mirror/read-models.ts'
import type { Settings } from '../../compose/settings.ts'
import { projections } from '../../projections/index.ts'
import type { Progress } from './progress.ts'

/** A read model that could not be brought up to the end of the log, and why. */
export interface LeftBehind {
  readonly name: string
  readonly cause: string | null
}

const lookEveryMs = 500

/** Brings the read models of a mirror up to the end of its log: those that are new are built. Gives back what stopped on the way. */
export async function followMirror(settings: Settings, progress: Progress): Promise<readonly LeftBehind[]> {
  const { readModels, head, close } = await openMirrorReadModels(settings)
  const left: LeftBehind[] = []
  try {
    for (const { name } of projections) {
      while (!(await readModels.waitFor(name, head, lookEveryMs))) {
        const all = await readModels.status()
        const building = all.find((model) => model.building !== null)?.building
        if (building != null) progress.show(building)
        const model = all.find(({ projection }) => projection === name)
        // A build that failed leaves its cause behind, and an older read model live or none.
        if (model?.state === 'stopped' || (model?.state !== 'building' && model?.cause != null)) {
          left.push({ name, cause: model.cause })
          break
        }
      }
    }
    return left
  } finally {
    await close()
  }
}
