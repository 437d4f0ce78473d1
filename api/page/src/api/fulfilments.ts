import type { FulfilmentDocument } from '../../../../projections/fulfilments/document.ts'
import { get, type Page } from './http.ts'

export type Fulfilment = FulfilmentDocument

export interface WorkWanted {
  readonly state?: string | undefined
  readonly location?: string | undefined
}

/** Oldest first: what is open where no state is asked for. */
export const fetchWork = (
  { state, location }: WorkWanted,
  after: string | undefined,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Fulfilment>> =>
  get<Page<Fulfilment>>(
    'fulfilments',
    { status: state, location, open: state === undefined ? 'true' : undefined, oldest: 'true', after, limit },
    signal,
  )

/** What should have left by now, the longest due first. */
export const fetchOverdue = (location: string | undefined, now: number, limit: number, signal?: AbortSignal): Promise<Page<Fulfilment>> =>
  get<Page<Fulfilment>>('fulfilments', { location, open: 'true', dueBefore: now, limit }, signal)
