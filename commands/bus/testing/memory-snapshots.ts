import type { Snapshot, Snapshots } from '../../snapshots/port.ts'

export interface MemorySnapshots extends Snapshots {
  readonly written: ReadonlyMap<string, Snapshot>
}

/** Snapshots that went through JSON, as anywhere, and are forgotten with the test. */
export function createMemorySnapshots(): MemorySnapshots {
  const written = new Map<string, Snapshot>()
  return {
    written,
    read: async (stream, stateVersion) => {
      const snapshot = written.get(stream)
      return snapshot?.stateVersion === stateVersion ? copy(snapshot) : null
    },
    write: async (snapshot) => {
      const known = written.get(snapshot.stream)
      if (known === undefined || known.position < snapshot.position) written.set(snapshot.stream, copy(snapshot))
    },
  }
}

const copy = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  state: JSON.parse(JSON.stringify(snapshot.state)),
  remembered: JSON.parse(JSON.stringify(snapshot.remembered)),
})
