const MiB = 1_048_576

/** Every bound of the door. */
export interface DoorLimits {
  /** Data bytes of one append; what the store and the protocol take by default. */
  readonly appendBytes: number
  /** The same for an integrator. */
  readonly integratorAppendBytes: number
  /** What one integrator's key may append each second, in the long run; ten times as much at once. */
  readonly integratorEventsPerSecond: number
  readonly integratorBytesPerSecond: number
  /** One message on the wire: a part of a batch, or an event with its metadata. */
  readonly messageBytes: number
  /** Calls of one connection at the same time; more wait in the client. */
  readonly callsAtOnce: number
  /** Data and metadata of all appends that are begun and not answered; others wait, so that the ledger's own always find a place. */
  readonly appendBytesAtOnce: number
  /** Appends of one call that are begun and not answered; the client then waits. */
  readonly appendsAtOnce: number
  /** Data and metadata of appends of one call that have not come whole. */
  readonly unfinishedBytes: number
  /** Subscriptions open at the same time, of all clients together. */
  readonly subscriptions: number
  /** How often a long call is asked whether its key is still valid. */
  readonly keyCheckMs: number
  /** How long stopping waits for calls that are being answered. */
  readonly stopMs: number
}

export const defaultDoorLimits: DoorLimits = {
  appendBytes: MiB,
  integratorAppendBytes: MiB / 4,
  integratorEventsPerSecond: 200,
  integratorBytesPerSecond: MiB,
  messageBytes: 20 * MiB,
  callsAtOnce: 1_000,
  appendBytesAtOnce: 16 * MiB,
  appendsAtOnce: 1_024,
  unfinishedBytes: 64 * MiB,
  subscriptions: 500,
  keyCheckMs: 15_000,
  stopMs: 5_000,
}
