import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../../compose/settings.ts'
import type { Progress } from './progress.ts'
import { askServer, problemOf } from './server.ts'
import { UsageError } from './verb.ts'

/** A read model as `GET /v1/status` shows it. */
interface ShownModel {
  readonly name: string
  readonly state: 'building' | 'following' | 'stopped'
  readonly position: string
  readonly building: {
    readonly events: number
    readonly position: string
    readonly until: string
    readonly eventsPerSecond: number
  } | null
  /** Why its last build failed, or why it stopped. */
  readonly cause: string | null
}

export interface Rebuilt {
  readonly ok: boolean
  /** Null where the build was over before anyone looked. */
  readonly events: number | null
  readonly eventsPerSecond: number | null
  readonly readModels: readonly { readonly name: string; readonly position: string; readonly cause: string | null }[]
}

const lookEveryMs = 200

/** Asks the running server for a rebuild and looks on until it is over, well or not. */
export async function rebuildThroughServer(settings: Settings, names: readonly string[], progress: Progress): Promise<Rebuilt> {
  const asked = await askServer(settings, 'POST', '/v1/admin/rebuild', { readModels: names })
  if (asked.status >= 300) throw new UsageError(problemOf(asked))
  let seen: ShownModel['building'] = null
  for (;;) {
    const models = await lookAt(settings, names)
    const { building = null } = models.find((model) => model.building !== null) ?? {}
    if (building !== null) {
      seen = building
      progress.show({ ...building, position: BigInt(building.position), until: BigInt(building.until) })
    }
    if (models.every(({ state }) => state !== 'building')) return resultOf(models, seen)
    await sleep(lookEveryMs)
  }
}

async function lookAt(settings: Settings, names: readonly string[]): Promise<readonly ShownModel[]> {
  const looked = await askServer(settings, 'GET', '/v1/status').catch((failure: Error) => {
    throw new Error(`the server went away while it rebuilt; whether it came to its end cannot be told: ${failure.message}`)
  })
  if (looked.status >= 300) throw new Error(`the rebuild goes on, but cannot be followed: ${problemOf(looked)}`)
  return (looked.body.readModels as readonly ShownModel[]).filter(({ name }) => names.includes(name))
}

const resultOf = (models: readonly ShownModel[], seen: ShownModel['building']): Rebuilt => ({
  ok: models.every(({ cause }) => cause === null),
  events: seen?.events ?? null,
  eventsPerSecond: seen === null ? null : Math.round(seen.eventsPerSecond),
  readModels: models.map(({ name, position, cause }) => ({ name, position, cause })),
})
