import type { Role } from '../../../../domain/access/events.ts'
import type { Deadline } from '../../../../projections/deadlines/deadlines.ts'
import { get, type Page, send } from './http.ts'

export interface ReadModel {
  readonly name: string
  readonly state: 'building' | 'following' | 'stopped'
  readonly position: string
  readonly lagMs: number
  readonly parked: number
  readonly building: {
    readonly events: number
    readonly position: string
    readonly until: string
    readonly eventsPerSecond: number
  } | null
  readonly cause: string | null
  readonly owner: string | null
}

/** A read model or process that several workers share out, and who has it. */
export interface Owned {
  readonly resource: string
  readonly owner: string | null
  readonly epoch: number
  readonly remark: string | null
}

export interface Status {
  readonly role: Role
  readonly position: string
  readonly readModels: readonly ReadModel[]
  readonly processes: { readonly active: number; readonly position: string | null; readonly head: string } | null
  readonly owners: readonly Owned[]
  readonly exceptions: { readonly open: number }
  readonly deadlines: { readonly due: number }
}

export interface Parked {
  readonly projection: string
  readonly key: string
  readonly cause: string
  readonly attempts: number
  readonly overflowed: boolean
  readonly events: readonly unknown[]
}

export interface Unparked {
  readonly ok: boolean
  readonly folded: number
  readonly left: number
  readonly cause: string | null
}

export type { Deadline }

export const fetchStatus = (signal?: AbortSignal): Promise<Status> => get<Status>('status', {}, signal)
export const fetchParked = async (signal?: AbortSignal): Promise<readonly Parked[]> =>
  (await get<{ items: readonly Parked[] }>('parked', {}, signal)).items
export const fetchDeadlines = (limit: number, signal?: AbortSignal): Promise<Page<Deadline>> =>
  get<Page<Deadline>>('deadlines', { limit }, signal)
export const retryParked = (projection: string, key: string): Promise<Unparked> =>
  send<Unparked>('POST', 'parked/retry', { projection, key })
export const dropParked = (projection: string, key: string): Promise<unknown> => send('POST', 'parked/drop', { projection, key })
