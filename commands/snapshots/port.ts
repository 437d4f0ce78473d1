import type { FrozenMemory } from '../bus/remembered.ts'

/** A stream's state as it stood after one event. A shortcut for loading, never a source of truth. */
export interface Snapshot {
  readonly stream: string
  /** The aggregate's `stateVersion`; a snapshot of another one is thrown away. */
  readonly stateVersion: number
  /** Of the last event folded in. Whoever loads compares both with the stream, and trusts the stream. */
  readonly revision: number
  readonly position: bigint
  /** As `freeze` gave it. */
  readonly state: unknown
  readonly remembered: FrozenMemory
}

export interface Snapshots {
  /** Null when there is none that can be used. */
  read(stream: string, stateVersion: number): Promise<Snapshot | null>
  /**
   * Replaces the stream's snapshot unless a later one is there. What is mutable in the snapshot is read before this returns its promise,
   * so the caller may go on at once.
   */
  write(snapshot: Snapshot): Promise<void>
}
