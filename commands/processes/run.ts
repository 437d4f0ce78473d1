import { everything, processResource } from '../../stores/leases/port.ts'
import { openProcessCheckpoint } from './checkpoint.ts'
import type { RunOptions } from './workers/options.ts'
import { createOwnedUnits } from './workers/owned-units.ts'
import { startAll, startOwned } from './workers/unit.ts'

export interface Activity {
  /** Instances at work or waiting for their turn. */
  readonly active: number
  /** Everything up to here is dealt with by the processes that run here; null while none does. */
  readonly position: bigint | null
  /** Rejects when they cannot go on. */
  readonly ended: Promise<void>
}

export interface RunningProcesses {
  readonly runtime: Activity
  stop(): Promise<void>
}

/** Starts the processes this worker owns, each with the timer of its deadlines, where whoever ran them the last time stopped. */
export async function runProcesses(options: RunOptions): Promise<RunningProcesses> {
  const checkpoint = await openProcessCheckpoint(options)
  const { processes, ownership = everything, onTrouble } = options
  if (!ownership.shared) return startAll(options, checkpoint)
  const owned = createOwnedUnits({ processes, onTrouble, start: (process, lease) => startOwned(options, checkpoint, process, lease) })
  const resources = processes.map(({ name }) => processResource(name))
  const contest = await ownership.contend(resources, owned.contender)
  return {
    runtime: {
      get active() {
        return owned.running().reduce((sum, { runtime }) => sum + runtime.active, 0)
      },
      get position() {
        const positions = owned.running().map(({ runtime }) => runtime.position)
        return positions.length === 0 ? null : positions.reduce((least, each) => (each < least ? each : least))
      },
      // One that cannot go on is given up: another worker may be able to.
      ended: new Promise(() => undefined),
    },
    async stop() {
      await owned.stop()
      await contest.withdraw()
    },
  }
}
