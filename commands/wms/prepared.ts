import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import type { Rejection } from '../../domain/shared/decision.ts'
import type { WmsOptions } from './options.ts'

/** Where a message came from, and what the ledger calls it. */
export interface WmsSource {
  readonly location: string
  readonly messageId: string
  /** When it came first. */
  readonly receivedAt: number
}

/** What a message asks for, found to fit before any of it is asked: all of it is taken, or none. */
export interface PreparedWms {
  readonly subjectId: string | null
  readonly commands: readonly AnyCommand[]
}

export type Preparing = Pick<WmsOptions, 'bus' | 'catalogue' | 'policies' | 'clock'>

export const isRefusal = (prepared: PreparedWms | Rejection): prepared is Rejection => 'accepted' in prepared
