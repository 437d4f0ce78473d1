import type { Contender, Lease } from '../../../stores/leases/port.ts'
import { processResource } from '../../../stores/leases/port.ts'
import type { Process } from '../process.ts'
import type { Unit } from './unit.ts'

/** The processes this worker owns at present. */
export interface OwnedUnits {
  readonly contender: Contender
  running(): readonly Unit[]
  /** Lets all come to rest. */
  stop(): Promise<void>
}

export interface OwnedUnitsOptions {
  readonly processes: readonly Process[]
  readonly start: (process: Process, lease: Lease) => Promise<Unit>
  readonly onTrouble: (message: string) => void
}

/** Starts a process when it is acquired and drops it when it is lost; one that cannot start, or go on, is left to others for a while. */
export function createOwnedUnits({ processes, start, onTrouble }: OwnedUnitsOptions): OwnedUnits {
  const starting = new Map<Lease, Promise<Unit | null>>()
  const units = new Map<Lease, Unit>()

  async function begin(lease: Lease): Promise<Unit | null> {
    const process = processes.find(({ name }) => processResource(name) === lease.resource)!
    try {
      const unit = await start(process, lease)
      if (!starting.has(lease)) unit.abandon()
      else units.set(lease, unit)
      unit.runtime.ended.catch((failure: unknown) => giveUp(lease, failure))
      return unit
    } catch (failure) {
      giveUp(lease, failure)
      return null
    }
  }

  function giveUp(lease: Lease, failure: unknown): void {
    if (!lease.isHeld()) return
    onTrouble(`${lease.resource}: ${failure instanceof Error ? failure.message : String(failure)}`)
    lease.resign()
  }

  function take(lease: Lease): Promise<Unit | null> {
    const unit = starting.get(lease) ?? Promise.resolve(null)
    starting.delete(lease)
    units.delete(lease)
    return unit
  }

  return {
    contender: {
      async acquired(leases) {
        for (const lease of leases) starting.set(lease, begin(lease))
      },
      lost(lease) {
        void take(lease).then((unit) => unit?.abandon())
      },
      async handOver(lease) {
        if (!units.has(lease)) return false
        await (await take(lease))?.stop()
        return true
      },
    },
    running: () => [...units.values()],
    async stop() {
      await Promise.all([...starting.keys()].map(async (lease) => (await take(lease))?.stop()))
    },
  }
}
